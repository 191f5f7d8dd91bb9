import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteStyles } from '../../src/provenance/note-styles/index.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { backport, partOf, repositoryOf, said } from './backport-scene.js';

const SCRIPT = 'scripts/checkpatch.pl';
/** What checkpatch wants to see at the top of a QEMU tree. */
const TREE = [
  'COPYING',
  'MAINTAINERS',
  'Makefile',
  'README.rst',
  'VERSION',
  'docs/devel',
  'linux-user/main.c',
  // One of them, by age.
  'softmmu/vl.c',
  'system/vl.c',
  SCRIPT,
];
const WANTED = [...TREE, 'migration', 'include/migration'];

const RELEASES = ['5.2', '7.2'] as const;
const styles = Object.keys(noteStyles);

/** Its verdict; of nothing at all it says the same with 0 lines. */
const CLEAN = /^total: 0 errors, 0 warnings, [1-9]\d* lines checked$/m;

/** The patch of a port as a mail of ours, and as git makes it of the branch. */
async function mailsOf(tree: string, options: readonly string[]): Promise<Record<string, Buffer>> {
  const root = repositoryOf({ base: tree });
  await backport(root, '--onto', 'base', ...options);
  const mbox = await backport(root, '--onto', 'base', '--as', 'mbox', ...options);
  const formatted = said(root, 'git', ['format-patch', '-1', '--stdout', 'qemu-downtime/base']);
  return { 'base.mbox': Buffer.from(mbox), 'base.patch': Buffer.from(formatted) };
}

describe.each(RELEASES)('QEMU %s: checkpatch finds nothing wrong with a backport', (release) => {
  const choices = [...styles.map((style) => ['--note-style', style]), ['--fixes'], ['--only', 'src-*']];

  it.each(choices.map((choice) => [choice.join(' '), choice] as const))('%s', async (_, choice) => {
    const tree = partOf(release, 'patched', WANTED);
    // The newest script knows most rules.
    const newest = partOf('10.0', 'patched', TREE);
    const folder = scratchFolder();
    for (const [name, mail] of Object.entries(await mailsOf(tree, ['--signoff', ...choice]))) {
      writeFileSync(join(folder, name), mail);
      for (const where of [tree, newest]) {
        expect(said(where, 'perl', [SCRIPT, join(folder, name)]), name).toMatch(CLEAN);
        expect(said(where, 'perl', [SCRIPT, '-'], { input: mail }), name).toMatch(CLEAN);
      }
    }
  });

  it('and misses the sign-off where there is none', async () => {
    const tree = partOf(release, 'patched', WANTED);
    for (const mail of Object.values(await mailsOf(tree, [])))
      expect(() => said(tree, 'perl', [SCRIPT, '-'], { input: mail })).toThrow(
        /ERROR: Missing Signed-off-by: line\(s\)\s+total: 1 errors, 0 warnings/,
      );
  });
});
