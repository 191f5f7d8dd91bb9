import type { WrongCall } from '../../../lint/finding.js';
import { printableLine } from '../../../problem/printable.js';
import { placeText } from '../../../problem/problem.js';

/** Which calls to delete, or to spell right, so that `--fix` can mend the rest. */
export function wrongCallsText(calls: readonly WrongCall[]): string {
  const them = calls.length === 1 ? 'this call' : `these ${calls.length} calls`;
  const isAllDeleted = calls.every(({ write }) => write === undefined);
  const what = ({ name, write }: WrongCall): string =>
    isAllDeleted ? name : write === undefined ? `delete ${name}` : `write ${write} for ${name}`;
  const note = ({ isLeftOut }: WrongCall): string =>
    isLeftOut ? ' (left out of the findings, which counts for lint alone: apply and --fix refuse it)' : '';
  return [
    `${isAllDeleted ? 'delete' : 'mend'} ${them}, then --fix mends the rest`,
    ...calls.map((call) => printableLine(`  ${placeText(call.place)}: ${what(call)}${note(call)}`)),
  ].join('\n');
}
