import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteStyles } from '../../src/provenance/note-styles/index.js';
import { git } from '../support/git-scene.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { backport, partOf, repositoryOf, said } from './backport-scene.js';

const SCRIPT = 'scripts/checkpatch.pl';
/** What checkpatch wants to see at the top of a QEMU tree. */
const TREE = [
  'COPYING',
  'MAINTAINERS',
  'Makefile',
  'README.rst',
  'README',
  'VERSION',
  'docs/devel',
  'linux-user/main.c',
  SCRIPT,
];
const WANTED = [...TREE, 'migration', 'include/migration', 'softmmu/vl.c', 'vl.c', 'system/vl.c'];

const RELEASES = ['5.2', '7.2'] as const;
const styles = Object.keys(noteStyles);

/** The last line of its verdict. */
const CLEAN = /^total: 0 errors, 0 warnings, \d+ lines checked$/m;

describe.each(RELEASES)('QEMU %s: checkpatch finds nothing wrong with a backport', (release) => {
  async function patchesOf(tree: string, ...options: string[]): Promise<string[]> {
    const root = repositoryOf({ base: tree });
    const output = scratchFolder();
    await backport(root, '--onto', 'base', '--signoff', ...options);
    await backport(root, '--onto', 'base', '--signoff', '--as', 'mbox', '--output', output, ...options);
    git(root, 'format-patch', '--quiet', '-1', '-o', join(output, 'formatted'), 'qemu-downtime/base');
    const [formatted = ''] = readdirSync(join(output, 'formatted'));
    return [join(output, 'base.mbox'), join(output, 'formatted', formatted)];
  }

  it.each([...styles.map((style) => ['--note-style', style]), ['--fixes'], ['--only', 'src-*']])(
    '%s %s',
    async (...options) => {
      const tree = partOf(release, 'patched', WANTED);
      // The newest script knows most rules.
      const newest = partOf('10.0', 'patched', WANTED);
      for (const patch of await patchesOf(tree, ...options.filter(Boolean)))
        for (const where of [tree, newest])
          expect(said(where, 'perl', [join(where, SCRIPT), patch])).toMatch(CLEAN);
    },
  );
});
