import type { Reader } from '../event.js';
import { eventIn } from '../event-text.js';
import { fromNanoseconds } from '../microseconds.js';

const LINE = /^(\d{1,10})@(\d{10,20}) (.*)$/;

/** SystemTap by `qemu-trace-stap run`: `process@nanoseconds event`, nanoseconds since 1970 by gettimeofday_ns(). */
export const stap: Reader = {
  form: 'stap',
  times: 'wall',
  open: () => (line) => {
    const [, process, nanoseconds, text = ''] = LINE.exec(line) ?? [];
    if (nanoseconds === undefined) return undefined;
    const at = fromNanoseconds(nanoseconds);
    const body = eventIn(text);
    return at === undefined || !body ? undefined : { at, thread: Number(process), body };
  },
};
