import { basename } from 'node:path';

/** `3 calls`, `1 call`. */
function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

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
