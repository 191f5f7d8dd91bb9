import type { Reader } from '../event.js';
import { eventIn } from '../event-text.js';

/** The log backend without `-msg timestamp=on`: the event alone. */
export const logPlain: Reader = {
  form: 'log-plain',
  times: 'none',
  open: () => (line) => {
    const body = eventIn(line);
    return body ? { at: null, thread: null, body } : undefined;
  },
};
