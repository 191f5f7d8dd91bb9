import type { Reader } from '../event.js';
import { ftrace } from './ftrace.js';
import { logIso } from './log-iso.js';
import { logPlain } from './log-plain.js';
import { logThread } from './log-thread.js';
import { lttng } from './lttng.js';
import { simpletrace } from './simpletrace.js';
import { stap } from './stap.js';

/**
 * The forms of lines, each tried on every line that names an event; no line is of two forms. libvirt's logs need none of
 * their own: QEMU's lines stand in them as they are.
 */
export const readers: readonly Reader[] = [logThread, logIso, logPlain, stap, simpletrace, ftrace, lttng];
