import { reportDocument } from '../../../documents/report.js';
import { jsonText } from '../json.js';
import type { Reporter } from './reporter.js';

/** The document of the contract; see templates/schemas/report.schema.json. Times are microseconds. */
export const json: Reporter = (report) => jsonText(reportDocument(report));
