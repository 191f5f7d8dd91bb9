import { colours } from '../../../../src/commands/render/colour.js';
import type { Look } from '../../../../src/commands/render/report/reporter.js';

/** How a report looks in a file. */
export const plain: Look = { colours: colours('never', false), width: 100 };

/** A device's name that no form may pass on as it is. */
const HOSTILE = 'a"b<script>|`=1+1\u001b[2Jc,d';

/** A log with a device of that name. */
export function withHostileDevice(log: string): string {
  return log.replace('idstr=0000:00:01.3/piix4_pm', `idstr==${HOSTILE}`);
}
