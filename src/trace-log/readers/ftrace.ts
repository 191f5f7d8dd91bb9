import type { Reader } from '../event.js';
import { EVENT_PREFIX, eventIn } from '../event-text.js';
import { microseconds } from '../microseconds.js';

/** What stands before the event's name is much shorter; looked at is no more, or a long line would take long. */
const HEAD = 200;
const BEFORE =
  /-(\d{1,10})\s+(?:\([-\s\d]+\)\s+)?\[\d+\]\s(?:.*?\s)?(\d{1,12})\.(\d{6,9}):\s+(?:b?print:\s+)?(?:\S+:\s+)?$/;

/**
 * The ftrace backend, which writes to the kernel's trace_marker, as `trace` and `trace-cmd report` show it:
 * `command-thread [cpu] flags seconds.fraction: tracing_mark_write: event` (`trace-cmd` has `print:` before). Its clock starts at boot.
 */
export const ftrace: Reader = {
  form: 'ftrace',
  times: 'boot',
  open: () => (line) => {
    const name = line.indexOf(EVENT_PREFIX);
    const body = name < 0 ? undefined : eventIn(line.slice(name));
    if (!body) return undefined;
    const [, thread, seconds, fraction] = BEFORE.exec(line.slice(Math.max(0, name - HEAD), name)) ?? [];
    if (seconds === undefined) return undefined;
    const at = microseconds(seconds, fraction);
    return at === undefined ? undefined : { at, thread: Number(thread), body };
  },
};
