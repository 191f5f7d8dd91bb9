import type { Reader } from '../event.js';
import { eventIn } from '../event-text.js';
import { microseconds } from '../microseconds.js';

const LINE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?Z (.*)$/;

/**
 * The log backend with `-msg timestamp=on` from QEMU 10.1: `2026-01-01T00:00:00.123456Z event`. GLib leaves the fraction
 * out where it is 0.
 */
export const logIso: Reader = {
  form: 'log-iso',
  times: 'wall',
  open: () => (line) => {
    const [, year, month, day, hour, minute, second, fraction, text = ''] = LINE.exec(line) ?? [];
    if (year === undefined) return undefined;
    const parts = [year, month, day, hour, minute, second].map(Number);
    const [y = 0, m = 1, d = 1, h = 0, min = 0, s = 0] = parts;
    const at = microseconds(String(Date.UTC(y, m - 1, d, h, min, s) / 1000), fraction);
    const body = eventIn(text);
    return at === undefined || !body ? undefined : { at, thread: null, body };
  },
};
