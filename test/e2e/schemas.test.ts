import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith } from '../support/branches-scene.js';
import { copyOf, fixtureNames, rewrite } from '../support/fixture-trees.js';
import { commitAll, git } from '../support/git-scene.js';
import { cli } from '../support/run-cli.js';
import { type Document, valid, validators } from '../support/schemas.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

/** Every kind of outcome of every command that writes JSON, against the schemas that the package ships. */

const statuses = (document: Document): string[] => [
  ...new Set<string>(document.checkpoints.map((one: { status: string }) => one.status)),
];

describe('apply', () => {
  it.each(fixtureNames)('of %s', async (name) => {
    const root = copyOf(name);
    const dry = await valid(0, 'apply', '--dry-run', root);
    expect(dry.diff.startsWith('--- a/') || dry.files.length === 0).toBe(true);
    const done = await valid(0, 'apply', root);
    expect(done).toEqual({ ...dry, diff: undefined, written: dry.files.length > 0 });
    const again = await valid(0, 'apply', root);
    expect(again.files).toEqual([]);
    expect(statuses(again).filter((status) => status !== 'not-applicable')).toEqual(['present']);
  });

  it('has every status', async () => {
    expect(statuses(await valid(0, 'apply', '--dry-run', copyOf('I-7.2')))).toEqual(['inserted', 'replaced']);
    expect(statuses(await valid(0, 'apply', '--dry-run', copyOf('A-1.0')))).toEqual([
      'inserted',
      'not-applicable',
    ]);
    expect(statuses(await valid(0, 'apply', '--fixes', copyOf('K-8.2')))).toEqual(['present', 'moved']);
    expect(statuses(await valid(0, 'apply', '--only', 'dst-precopy-bh-enter', copyOf('K-8.2')))).toEqual([
      'skipped',
      'present',
    ]);
    const root = copyOf('K-8.2');
    rewrite(root, 'migration/savevm.c', (text) =>
      text.replace(/qemu_savevm_state_complete_precopy_iterable/g, 'gone'),
    );
    const refused = await valid(3, 'apply', root);
    expect(statuses(refused)).toContain('unplaced');
    expect(refused.problems.length).toBeGreaterThan(0);
  });

  it('of a check, a commit, notes, odd bytes, an unknown version', async () => {
    const root = copyOf('H-6.2');
    expect((await valid(1, 'apply', '--check', root)).written).toBe(false);
    rewrite(root, 'migration/savevm.c', (text) => text.replace('\n', '\r\n/* \u00ff */\r\n'));
    rewrite(root, 'VERSION', () => 'not a version at all\n');
    const odd = await valid(0, 'apply', '--dry-run', root);
    expect(odd.notes).toHaveLength(1);
    expect(odd.version).toBeNull();
    commitAll(root);
    const made = await valid(0, 'apply', '--commit', root);
    expect(made.commit).toBe(git(root, 'rev-parse', 'HEAD'));
    expect((await valid(0, 'apply', '--commit', root)).commit).toBeUndefined();
  });

  it('of files that are no sources', async () => {
    for (const [text, code] of [
      ['', 'empty'],
      ['int a;\0\n', 'nul-byte'],
      ['<<<<<<< HEAD\n', 'conflict-marker'],
    ] as const) {
      const root = copyOf('H-6.2');
      rewrite(root, 'migration/savevm.c', () => text);
      const document = await valid(3, 'apply', root);
      expect(document.problems[0].code).toBe(code);
    }
  });

  it('in a repository with SHA-256', async () => {
    const root = copyOf('C-2.4');
    git(root, 'init', '--quiet', '--object-format=sha256');
    expect((await valid(0, 'apply', root)).files[0].after).toHaveLength(64);
  });
});

describe('revert', () => {
  it.each(fixtureNames)('of %s', async (name) => {
    const root = copyOf(name);
    await cli(['apply', root]);
    const reversible = !/^(?:J4|K|L|M)/.test(name);
    const dry = await valid(reversible ? 0 : 3, 'revert', '--dry-run', root);
    const done = await valid(reversible ? 0 : 3, 'revert', root);
    expect(done).toEqual({ ...dry, diff: undefined, written: reversible });
    if (!reversible) return;
    expect((await valid(0, 'revert', root)).files).toEqual([]);
  });

  it('of a part, a check and a commit', async () => {
    const root = copyOf('H-6.2');
    commitAll(root);
    await cli(['apply', '--commit', root]);
    expect(statuses(await valid(1, 'revert', '--check', '--only', 'src-*', root))).toEqual([
      'removed',
      'present',
    ]);
    expect((await valid(0, 'revert', '--commit', root)).commit).toBe(git(root, 'rev-parse', 'HEAD'));
  });
});

describe('checkpoints that stay', () => {
  it('are present where a revert is refused, or does not ask for them', async () => {
    const own = await valid(3, 'revert', copyOf('M-10.0'));
    expect(statuses(own)).toEqual(['present']);
    const root = copyOf('H-6.2');
    expect(statuses(await valid(0, 'revert', root))).toEqual(['absent']);
    await cli(['apply', '--only', 'dst-*', root]);
    expect(statuses(await valid(0, 'revert', '--only', 'src-*', root))).toEqual(['absent', 'present']);
  });
});

describe('what ends a run early', () => {
  it('is a document too: no tree, a lock, no git, no identity', async () => {
    const none = { version: null, written: false, checkpoints: [], files: [] };
    for (const command of ['apply', 'revert']) {
      const missing = await valid(3, command, '/nowhere/at/all');
      expect(missing).toMatchObject({
        ...none,
        tree: '/nowhere/at/all',
        problems: [{ code: 'no-such-tree' }],
      });
      const root = copyOf('H-6.2');
      const empty = scratchFolder();
      expect((await valid(3, command, empty)).problems[0].code).toBe('not-a-qemu-tree');
      expect((await valid(3, command, '--dry-run', empty)).diff).toBe('');
      if (command === 'revert') await cli(['apply', root]);
      const bare = await valid(3, command, '--commit', root);
      expect(bare.problems[0].code).toBe('not-a-git-tree');
      writeFileSync(join(root, '.qemu-downtime.lock'), 'mine\n');
      expect((await valid(3, command, root)).problems[0].code).toBe('foreign-lock');
    }
    const run = await cli(['apply', '--format', 'json', '/nowhere/at/all']);
    expect(run.stderr).toContain('no such folder [no-such-tree]');
    const root = copyOf('H-6.2');
    commitAll(root);
    git(root, 'config', '--unset', 'user.email');
    git(root, 'config', 'user.useConfigOnly', 'true');
    expect((await valid(4, 'apply', '--commit', root)).problems[0].code).toBe('no-identity');
  });

  it('goes to the file of --output', async () => {
    const file = join(copyOf('H-6.2'), 'result');
    const run = await cli(['apply', '--format', 'json', '--output', file, '/nowhere/at/all']);
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(JSON.parse(readFileSync(file, 'utf8')).problems).toHaveLength(1);
  });

  it('is none for wrong usage', async () => {
    const run = await cli(['apply', '--format', 'json', '--only', 'none', copyOf('H-6.2')]);
    expect([run.code, run.stdout]).toEqual([2, '']);
  });
});

describe('--fixes', () => {
  it('lists the corrections carried, and only then', async () => {
    const root = copyOf('H-6.2');
    const { fixes } = await valid(0, 'apply', '--dry-run', '--fixes', root);
    expect(fixes).toEqual([
      {
        commit: '812145fcf7a6d290b69383dc5f25ed00360639d8',
        subject: 'migration: Avoid two src-downtime-end tracepoints for postcopy',
        checkpoint: 'src-downtime-end',
      },
    ]);
    expect((await valid(0, 'apply', '--dry-run', root)).fixes).toBeUndefined();
    expect((await valid(0, 'apply', '--dry-run', '--fixes', '--only', 'dst-*', root)).fixes).toEqual([]);
  });
});

describe('backport', () => {
  const onto = (...names: string[]): string[] => names.flatMap((name) => ['--onto', name]);
  const statusesOf = (document: Document): string[] =>
    document.results.map((result: { status: string }) => result.status);

  it('onto every era, and again', async () => {
    const root = repositoryWith(fixtureNames);
    const first = await valid(0, 'backport', root, ...onto(...fixtureNames));
    expect(new Set(statusesOf(first))).toEqual(new Set(['ported', 'already']));
    expect(await valid(0, 'backport', root, ...onto(...fixtureNames))).toEqual({
      ...first,
      results: first.results.map((result: { status: string }) =>
        result.status === 'ported' ? { ...result, wasThere: true } : result,
      ),
    });
  });

  it('dry, with corrections, with a choice', async () => {
    const root = repositoryWith(['I-7.2', 'A-1.0']);
    const dry = await valid(0, 'backport', root, '--dry-run', ...onto('I-7.2', 'A-1.0'));
    expect(dry.diff).toBe(dry.results.map((result: { diff: string }) => result.diff).join(''));
    const some = await valid(0, 'backport', root, '--fixes', '--only', 'src-*', ...onto('I-7.2'));
    expect(some.results[0].fixes).toHaveLength(1);
    expect(some.results[0].absent.map((one: { describe: string }) => one.describe)).toContain(
      'v8.1.0-2477-g62f5da7dd1',
    );
    expect(some.results[0].differences[0]).toMatchObject({ checkpoint: 'src-downtime-start' });
  });

  it.each(['mbox', 'quilt', 'diff'])('as %s, to a folder and into the document', async (as) => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const args = ['backport', root, '--as', as, ...onto('I-7.2', 'F-4.1')] as const;
    const inside = await valid(0, ...args);
    for (const { patch, written } of inside.results) {
      expect(patch).toContain('@@');
      expect(written).toBeUndefined();
    }
    const outside = await valid(0, ...args, '--output', scratchFolder());
    for (const { patch, written } of outside.results) {
      expect(patch).toBeUndefined();
      expect(readFileSync(written[0], 'utf8')).toContain('@@');
    }
  });

  it('of revisions that are refused, and of a run that comes to none', async () => {
    const root = repositoryWith(['I-7.2']);
    const some = await valid(3, 'backport', root, ...onto('none', 'main', 'I-7.2'));
    expect(statusesOf(some)).toEqual(['refused', 'refused', 'ported']);
    expect((await valid(3, 'backport', scratchFolder(), ...onto('HEAD'))).results).toEqual([]);
    git(root, 'config', '--remove-section', 'user');
    git(root, 'config', 'user.useConfigOnly', 'true');
    expect((await valid(4, 'backport', root, ...onto('I-7.2'))).problems[0].code).toBe('no-identity');
  });
});

describe('checkpoints', () => {
  it('all, and one', async () => {
    expect((await valid(0, 'checkpoints')).checkpoints).toHaveLength(14);
    expect((await valid(0, 'checkpoints', 'src-vm-stopped')).checkpoints).toHaveLength(1);
  });
});

describe('the schemas refuse what the contract does not have', () => {
  it('another status, another field, ids that are none, a commit that wrote nothing', async () => {
    const document = await valid(0, 'apply', '--dry-run', copyOf('H-6.2'));
    const validate = validators.apply;
    const [checkpoint] = document.checkpoints;
    const [file] = document.files;
    for (const wrong of [
      { ...document, schema: 'qemu-downtime/apply@2' },
      { ...document, extra: 1 },
      { ...document, written: true },
      { ...document, commit: file.after },
      { ...document, problems: [] },
      { ...document, checkpoints: [{ ...checkpoint, status: 'done' }] },
      { ...document, checkpoints: [{ ...checkpoint, sites: [] }] },
      { ...document, checkpoints: [{ ...checkpoint, reason: 'because' }] },
      { ...document, files: [{ ...file, after: 'abc' }] },
    ])
      expect(validate?.(wrong)).toBe(false);
  });
});
