import { basename } from 'node:path';
import { counted } from '../counted.js';

/**
 * How much a plan changes, in words.
 * @param paths the changed files
 * @param thing what is counted
 */
export function amountText(
  calls: number,
  paths: readonly string[],
  thing: 'call' | 'change' = 'call',
): string {
  const [first] = paths;
  if (calls === 0 && paths.length === 1 && first !== undefined && basename(first) === 'trace-events')
    return "the event's line in trace-events";
  const files = counted(paths.length, 'file');
  return calls === 0 ? `changes in ${files}` : `${counted(calls, thing)} in ${files}`;
}
