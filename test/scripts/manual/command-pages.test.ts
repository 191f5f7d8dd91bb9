import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programManual } from '../../../scripts/manual/command-manual.js';
import { withReference } from '../../../scripts/manual/reference-block.js';
import { commandLine } from '../../../src/command-line/program.js';

const folder = join(import.meta.dirname, '../../../docs/commands');
const manual = programManual(commandLine(() => {}));

describe('docs/commands', () => {
  it('has a page for each command, and no other', () => {
    const pages = manual.commands.map(({ name }) => `${name}.md`);
    expect(readdirSync(folder).sort()).toEqual(pages.sort());
  });

  describe.each(manual.commands)('$name.md', (command) => {
    const page = readFileSync(join(folder, `${command.name}.md`), 'utf8');

    it('has the options and exit codes that `npm run man` gives it now', () => {
      expect(page).toBe(withReference(page, manual.name, command));
    });

    it('begins with its name, and shows the command at work', () => {
      expect(page.split('\n')[0]).toBe(`# qemu-downtime ${command.name}`);
      expect(page).toMatch(new RegExp(`^\\$ .*qemu-downtime ${command.name}\\b`, 'm'));
    });

    it('says what it is not for', () => {
      expect(page).toMatch(/^## Limits$/m);
    });
  });

  it('has a page without the part refused', () => {
    const [command] = manual.commands;
    if (!command) throw new Error('no command');
    expect(() => withReference('# text\n', manual.name, command)).toThrow(/has no part between/);
  });
});
