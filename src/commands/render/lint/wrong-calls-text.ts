import type { WrongCall } from '../../../lint/finding.js';
import { printableLine } from '../../../problem/printable.js';
import { placeText } from '../../../problem/problem.js';

/** Which calls to delete so that `--fix` can mend the rest. */
export function wrongCallsText(calls: readonly WrongCall[]): string {
  const them = calls.length === 1 ? 'this call' : `these ${calls.length} calls`;
  return [
    `delete ${them}, then --fix mends the rest`,
    ...calls.map(({ name, place }) => printableLine(`  ${placeText(place)}: ${name ?? 'a checkpoint'}`)),
  ].join('\n');
}
