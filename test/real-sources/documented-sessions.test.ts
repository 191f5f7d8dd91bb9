import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { expectAsShown, PAGES_WITH_SESSIONS, sessionsOf } from '../support/console-sessions.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { realCopy } from './real-tree.js';

const pages = PAGES_WITH_SESSIONS.map((page) => ({ page, sessions: sessionsOf(page, 'console sources') }));

/** A folder with Debian's sources, under the names that the pages have for them. */
function sourcesForPages(): string {
  const folder = scratchFolder();
  for (const release of ['5.2', '7.2', '10.0'])
    cpSync(realCopy(release, 'patched'), join(folder, `qemu-${release}`), { recursive: true });
  return folder;
}

describe('what the pages show on real sources is what the program prints:', () => {
  it.each(pages.filter(({ sessions }) => sessions.length > 0))('$page', async ({ sessions }) => {
    await expectAsShown(sessions, sourcesForPages());
  });
});
