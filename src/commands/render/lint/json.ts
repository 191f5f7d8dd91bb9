import { lintDocument } from '../../../documents/lint.js';
import { jsonText } from '../json.js';
import type { LintReporter } from './reporter.js';

/** The document of the contract; see templates/schemas/lint.schema.json. */
export const json: LintReporter = (report) => jsonText(lintDocument(report));
