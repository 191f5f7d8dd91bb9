import type { Reader } from '../event.js';
import { eventIn } from '../event-text.js';
import { microseconds } from '../microseconds.js';

const LINE = /-(\d{1,10})\s+(?:\([-\s\d]+\)\s+)?\[\d+\]\s(?:.*?\s)?(\d{1,12})\.(\d{6,9}):\s+(.*)$/;
const MARKER = /^(?:print:\s+|bprint:\s+)?(?:\S+:\s+)?(vmstate_downtime_.*)$/;

/**
 * The ftrace backend, which writes to the kernel's trace_marker, as `trace` and `trace-cmd report` show it:
 * `command-thread [cpu] flags seconds.fraction: tracing_mark_write: event` (`trace-cmd` has `print:` before). Its clock starts at boot.
 */
export const ftrace: Reader = {
  form: 'ftrace',
  times: 'boot',
  open: () => (line) => {
    const [, thread, seconds, fraction, rest = ''] = LINE.exec(line) ?? [];
    if (seconds === undefined) return undefined;
    const [, text = ''] = MARKER.exec(rest) ?? [];
    const at = microseconds(seconds, fraction);
    const body = eventIn(text);
    return at === undefined || !body ? undefined : { at, thread: Number(thread), body };
  },
};
