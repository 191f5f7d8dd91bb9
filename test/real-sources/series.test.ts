import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyKnownFiles } from '../../scripts/bench/copy-known-files.js';
import { commitAll, git } from '../support/git-scene.js';
import { cli } from '../support/run-cli.js';
import { validDocument } from '../support/schemas.js';
import { scratchSpace } from '../support/scratch-space.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { realTree } from './real-tree.js';

const SUBJECTS = [
  'migration: Set downtime_start even for postcopy',
  'migration: Add migration_downtime_start|end() helpers',
  'migration: Add per vmstate downtime tracepoints',
  'migration: migration_stop_vm() helper',
  'migration: Add tracepoints for downtime checkpoints',
];

const space = scratchSpace();

/** A repository whose one commit has a release's migration sources. */
function repositoryOf(release: string): string {
  const root = join(space, release);
  copyKnownFiles(realTree(release, 'unpatched'), root);
  commitAll(root);
  return root;
}

describe.each(['5.2', '7.2'])('the series on QEMU %s', (release) => {
  const root = repositoryOf(release);
  const backport = (...args: string[]) => cli(['backport', root, '--series', '--onto', 'main', ...args]);

  test('is five commits in their order, each with its own provenance', async () => {
    const { code, stdout } = await backport('--format', 'json');
    expect(code).toBe(0);
    const document = validDocument('backport', stdout);
    const [result] = document.results;
    expect(result.commits).toHaveLength(5);
    expect(result.newCommit).toBe(result.commits.at(-1).newCommit);
    const log = git(root, 'log', '--reverse', '--format=%H %s', 'main..qemu-downtime/main')
      .trim()
      .split('\n');
    expect(log).toEqual(
      result.commits.map(
        ({ newCommit }: { newCommit: string }, index: number) => `${newCommit} ${SUBJECTS[index]}`,
      ),
    );
    for (const { upstream, message } of result.commits)
      expect(message).toContain(`(cherry picked from commit ${upstream})`);
    expect(result.commits[0].message.replace(/\s+/g, ' ')).toContain(
      'changes what query-migrate gives as downtime',
    );
  });

  test('leaves upstream\u2019s shape: helpers with the calls, and every path through them', () => {
    const source = git(root, 'show', 'qemu-downtime/main:migration/migration.c');
    const calls = (name: string): number => source.match(new RegExp(`\\b${name}\\(`, 'g'))?.length ?? 0;
    // The definition and its callers; bg_migration_thread and its bottom half came with 6.0.
    const callers = release === '5.2' ? 2 : 3;
    for (const helper of ['migration_downtime_start', 'migration_downtime_end', 'migration_stop_vm'])
      expect(calls(helper), helper).toBe(callers + 1);
    expect(source.match(/trace_vmstate_downtime_checkpoint\(/g)).toHaveLength(3 + 4);
    const header = git(root, 'show', 'qemu-downtime/main:migration/migration.h');
    expect(header).toContain('int migration_stop_vm(RunState state);');
    expect(header).toContain('#include "qapi/qapi-types-run-state.h"');
  });

  test('is there when asked for again, as mails gives the same tree, and lints clean', async () => {
    expect((await backport()).stdout).toContain('5 commits, 18 calls in 4 files');
    expect((await backport()).stdout).toContain('(was there)');
    const mails = join(scratchFolder(), 'series.mbox');
    expect((await backport('--as', 'mbox', '-o', mails)).code).toBe(0);
    const clone = scratchFolder();
    git(clone, 'clone', '-q', root, '.');
    git(clone, 'config', 'user.name', 'Una User');
    git(clone, 'config', 'user.email', 'una@example.org');
    git(clone, 'am', '-q', mails);
    const tree = (where: string, revision: string): string => git(where, 'rev-parse', `${revision}^{tree}`);
    expect(tree(clone, 'HEAD')).toBe(tree(root, 'qemu-downtime/main'));
    const lint = await cli(['lint', '--recipe', 'checkpoints,per-device', clone]);
    expect([lint.code, lint.stdout]).toEqual([0, expect.stringContaining('0 errors')]);
  });

  test('skips what a tree has, with the reason in the last message', async () => {
    const part = scratchFolder();
    git(part, 'clone', '-q', root, '.');
    git(part, 'checkout', '-q', '-b', 'part', 'origin/qemu-downtime/main~3');
    const run = await cli(['backport', part, '--series', '--onto', 'HEAD', '--format', 'json', '--dry-run']);
    const [result] = JSON.parse(run.stdout).results;
    expect(result.commits.map(({ recipe }: { recipe: string }) => recipe)).toEqual([
      'per-device',
      'stop-helper',
      'checkpoints',
    ]);
    expect(result.message.replace(/\s+/g, ' ')).toContain('there already, in this form or a later one');
  });

  test('is refused where a helper is not called by all', async () => {
    const broken = scratchFolder();
    git(broken, 'clone', '-q', root, '.');
    git(broken, 'checkout', '-q', '-b', 'part', 'origin/qemu-downtime/main~3');
    const file = join(broken, 'migration/migration.c');
    const source = git(broken, 'show', 'HEAD:migration/migration.c');
    writeFileSync(
      file,
      source.replace(
        /( +)migration_downtime_start\((\w+)\);(?![\s\S]*migration_downtime_start\()/,
        '$1$2->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);',
      ),
    );
    git(broken, '-c', 'user.name=U', '-c', 'user.email=u@e', 'commit', '-qam', 'broken');
    const run = await cli(['backport', broken, '--series', '--onto', 'HEAD', '--dry-run']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('helper-not-called');
  });
});

test('the series is already in QEMU 10.0', async () => {
  const root = repositoryOf('10.0');
  const { code, stdout } = await cli(['backport', root, '--series', '--onto', 'main']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('already')]);
});
