import type { TraceEvent } from '../trace-log/event.js';
import type { TraceLog } from '../trace-log/read-log.js';

/** Whether two logs are one, or one is a copy of the other. */
export function isSameLog(a: TraceLog, b: TraceLog): boolean {
  const facts = ({ at, thread, line, body }: TraceEvent): string => JSON.stringify([at, thread, line, body]);
  return (
    a === b ||
    (a.lines === b.lines &&
      a.events.length === b.events.length &&
      a.events.every((event, index) => facts(event) === facts(b.events[index] ?? event)))
  );
}
