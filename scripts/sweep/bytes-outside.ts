import type { FilePlan } from '../../src/port/port-result.js';

/**
 * Whether the file after the port is the file before it but for the planned edits. Compares piece by piece; it
 * does not build the result as the engine does.
 */
export function onlyEditsDiffer(file: FilePlan): boolean {
  const { before, after } = file;
  const edits = [...file.edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let old = 0;
  let now = 0;
  for (const { start, end, text } of edits) {
    const kept = start - old;
    if (kept < 0 || before.slice(old, start) !== after.slice(now, now + kept)) return false;
    now += kept;
    if (after.slice(now, now + text.length) !== text) return false;
    now += text.length;
    old = end;
  }
  return before.slice(old) === after.slice(now);
}
