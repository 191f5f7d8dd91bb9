import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectAsShown, PAGES_WITH_SESSIONS, sessionsOf } from '../support/console-sessions.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const root = join(import.meta.dirname, '../..');
const pages = PAGES_WITH_SESSIONS.map((page) => ({ page, sessions: sessionsOf(page, 'console') }));

/** A folder with what of this repository the pages make use of, for their commands to write to. */
function copyOfRepository(): string {
  const folder = scratchFolder();
  for (const part of ['qemu-fixtures', 'test/report/samples'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

describe('what the pages show of the program is what it prints:', () => {
  it.each(pages.filter(({ sessions }) => sessions.length > 0))('$page', async ({ sessions }) => {
    await expectAsShown(sessions, copyOfRepository());
  });

  it('there are such pages', () => {
    expect(pages.flatMap(({ sessions }) => sessions.flat()).length).toBeGreaterThan(20);
  });
});
