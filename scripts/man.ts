/** `npm run man`: makes man/qemu-downtime.1 from the command line's definitions. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../src/command-line/program.js';
import { programManual } from './manual/command-manual.js';
import { dateOf, manPage } from './manual/man-page.js';

const folder = join(import.meta.dirname, '../man');
const file = join(folder, 'qemu-downtime.1');
const manual = programManual(commandLine(() => {}));
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
// The day is that of the last change, so a run that changes nothing leaves the file as it is.
const isCurrent = before === manPage(manual, dateOf(before) ?? '');
if (!isCurrent) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, manPage(manual, new Date().toISOString().slice(0, 10)));
}
