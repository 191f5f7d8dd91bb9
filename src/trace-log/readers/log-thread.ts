import type { Reader } from '../event.js';
import { eventIn } from '../event-text.js';
import { microseconds } from '../microseconds.js';

const LINE = /^(\d{1,10})@(\d{1,12})\.(\d{6}):(.*)$/;

/** The log backend with `-msg timestamp=on` up to QEMU 10.0 (in 5.2 always): `thread@seconds.microseconds:event`. */
export const logThread: Reader = {
  form: 'log',
  times: 'wall',
  open: () => (line) => {
    const match = LINE.exec(line);
    if (!match) return undefined;
    const at = microseconds(match[2] ?? '', match[3]);
    const body = eventIn(match[4] ?? '');
    return at === undefined || !body ? undefined : { at, thread: Number(match[1]), body };
  },
};
