import { jsonText } from '../json.js';
import type { CollectReporter } from './reporter.js';

/** The document of the contract, `templates/schemas/collect.schema.json`. */
export const json: CollectReporter = ({ level, passed, revisions }) =>
  jsonText({ schema: 'qemu-downtime/collect@1', level, passed, revisions });
