import type { GoldenTree } from './golden.js';

const EVENT_LINE = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';

/** Whether the events file is the release's with exactly the known line added, and removed where one goes. */
export function isEventRight(golden: GoldenTree, before: string, after: string): boolean {
  const { after_line, remove_line } = golden.trace_events;
  const lines = before.split('\n').flatMap((line, index) => {
    if (index + 1 === remove_line) return [];
    return index + 1 === after_line ? [line, EVENT_LINE] : [line];
  });
  return after === lines.join('\n');
}
