/** `npm run man`: makes the man page and the tables of docs/commands/ from the command line's definitions. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../src/command-line/program.js';
import { programManual } from './manual/command-manual.js';
import { dateOf, manPage } from './manual/man-page.js';
import { withReference } from './manual/reference-block.js';

const root = join(import.meta.dirname, '..');
const manual = programManual(commandLine(() => {}));

const file = join(root, 'man/qemu-downtime.1');
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
// The day is that of the last change, so a run that changes nothing leaves the file as it is.
const isCurrent = before === manPage(manual, dateOf(before) ?? '');
if (!isCurrent) {
  mkdirSync(join(root, 'man'), { recursive: true });
  writeFileSync(file, manPage(manual, new Date().toISOString().slice(0, 10)));
}

for (const command of manual.commands) {
  const page = join(root, `docs/commands/${command.name}.md`);
  writeFileSync(page, withReference(readFileSync(page, 'utf8'), manual.name, command));
}
