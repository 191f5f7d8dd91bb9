import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch, repositoryWith, restOf } from '../../support/branches-scene.js';
import { copyOf, fixtureNames } from '../../support/fixture-trees.js';
import { git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const OURS = 'qemu-downtime/';
const older = fixtureNames.filter((name) => !/^[KLM]/.test(name));

interface Result {
  readonly onto: string;
  readonly base: string;
  readonly version: string | null;
  readonly status: string;
  readonly ref: string | null;
  readonly newCommit: string | null;
  readonly wasThere?: boolean;
  readonly message?: string;
  readonly checkpoints: readonly unknown[];
  readonly files: readonly unknown[];
}

async function backported(code: number, ...args: string[]): Promise<Result[]> {
  const run = await cli(['backport', '--format', 'json', ...args]);
  expect(run.code, run.stderr).toBe(code);
  return JSON.parse(run.stdout).results;
}

const ontoEach = (names: readonly string[]): string[] => names.flatMap((name) => ['--onto', name]);

describe('backport onto every era in one call', () => {
  it('makes a commit on each whose tree is what apply gives, and touches nothing else', async () => {
    const root = repositoryWith(fixtureNames);
    writeFileSync(join(root, 'mine'), 'dirty\n');
    writeFileSync(join(root, 'new'), 'untracked\n');
    const [rest, index] = [restOf(root), readFileSync(join(root, '.git/index'))];
    const results = await backported(0, root, ...ontoEach(fixtureNames));
    expect(results.map(({ onto }) => onto)).toEqual(fixtureNames);
    for (const { onto, base, status, ref, newCommit, checkpoints, files } of results) {
      expect(base).toBe(git(root, 'rev-parse', onto));
      const copy = copyOf(onto);
      const applied = JSON.parse((await cli(['apply', '--format', 'json', copy])).stdout);
      expect(checkpoints).toEqual(applied.checkpoints);
      expect(files).toEqual(applied.files);
      if (!older.includes(onto)) {
        expect({ status, ref, newCommit }).toEqual({ status: 'already', ref: null, newCommit: null });
        continue;
      }
      expect({ status, ref }).toEqual({ status: 'ported', ref: `refs/heads/${OURS}${onto}` });
      expect(git(root, 'rev-parse', `${ref}`)).toBe(newCommit);
      expect(git(root, 'rev-parse', `${newCommit}^@`)).toBe(base);
      const expected = addBranch(root, 'expected', copy);
      expect(git(root, 'rev-parse', `${newCommit}^{tree}`)).toBe(
        git(root, 'rev-parse', `${expected}^{tree}`),
      );
      git(root, 'branch', '-D', 'expected');
    }
    expect(restOf(root)).toBe(rest);
    expect(readFileSync(join(root, '.git/index'))).toEqual(index);
    expect(readFileSync(join(root, 'mine'), 'utf8')).toBe('dirty\n');
    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('a second run finds its own commits and makes none', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const args = [root, ...ontoEach(['I-7.2', 'F-4.1'])];
    const first = await backported(0, ...args);
    const refs = git(root, 'for-each-ref');
    const objects = git(root, 'count-objects');
    const second = await backported(0, ...args);
    expect(second).toEqual(first.map((result) => ({ ...result, wasThere: true })));
    expect(git(root, 'for-each-ref')).toBe(refs);
    expect(git(root, 'count-objects')).toBe(objects);
    const text = await cli(['backport', ...args]);
    expect(text.stdout).toMatch(
      /^I-7\.2 {2}ported {3}20 calls in 3 files; branch qemu-downtime\/I-7\.2 at [0-9a-f]{12} \(was there\)$/m,
    );
  });

  it('with another message says which one the commit has, and replaces it only with --force', async () => {
    const root = repositoryWith(['I-7.2']);
    const [first] = await backported(0, root, '--onto', 'I-7.2');
    const asked = [root, '--onto', 'I-7.2', '--signoff'];
    const [kept] = await backported(0, ...asked);
    const notes = ['the commit was there with another message, which stays; --force replaces it'];
    expect(kept).toEqual({ ...first, wasThere: true, notes });
    const text = await cli(['backport', ...asked]);
    expect(text.stderr).toBe(`note: I-7.2: ${notes[0]}\n`);
    const [replaced] = await backported(0, ...asked, '--force');
    expect(replaced?.newCommit).not.toBe(first?.newCommit);
    expect(replaced).toMatchObject({ wasThere: false, ref: first?.ref });
    expect(replaced?.message).toContain('\nSigned-off-by: Una User');
    expect(git(root, 'log', '-1', '--format=%B', `${first?.ref}`)).toBe(replaced?.message?.trimEnd());
  });

  it('of another day is the same', async () => {
    const root = repositoryWith(['I-7.2']);
    const asked = [root, '--onto', 'I-7.2', '--note-style', 'debian'];
    const [first] = await backported(0, ...asked);
    const message = `${first?.message}`.replace(/^Last-Update: .*$/m, 'Last-Update: 2020-01-02');
    expect(message).not.toBe(first?.message);
    const older = git(root, 'commit-tree', '-m', message, '-p', 'I-7.2', `${first?.newCommit}^{tree}`);
    git(root, 'update-ref', `${first?.ref}`, older);
    const [second] = await backported(0, ...asked);
    expect(second).toMatchObject({
      newCommit: older,
      wasThere: true,
      message: expect.stringContaining('2020-01-02'),
    });
    expect(second).not.toHaveProperty('notes');
  });

  it('one that is ported already needs nothing', async () => {
    const root = repositoryWith(['I-7.2']);
    await backported(0, root, '--onto', 'I-7.2');
    const [result] = await backported(0, root, '--onto', `${OURS}I-7.2`);
    expect(result).toMatchObject({ status: 'already', newCommit: null, ref: null });
    const text = await cli(['backport', root, '--onto', `${OURS}I-7.2`]);
    expect(text.stdout).toBe(`${OURS}I-7.2  already  nothing to do\n`);
  });

  it('takes patterns of refs, files and standard input, each revision once and in their order', async () => {
    const names = ['C-2.3', 'C-2.4', 'D-2.5', 'E-2.11'];
    const root = repositoryWith(names);
    git(root, 'tag', 'v2.5', 'D-2.5');
    git(root, 'tag', '-a', '-m', 'annotated', 'v2.11', 'E-2.11');
    git(root, 'symbolic-ref', 'refs/heads/link', 'refs/heads/C-2.3');
    const file = join(scratchFolder(), 'revisions');
    writeFileSync(file, '# older\r\n\nE-2.11 # Leap\r\nheads/C-2.?\n  D-2.5  \n');
    const args = [root, '--dry-run', '--onto', 'refs/heads/C-*', '--onto-file', file, '--onto', 'v2.*'];
    const results = await backported(0, ...args);
    expect(results.map(({ onto }) => onto)).toEqual([
      'refs/heads/C-2.3',
      'refs/heads/C-2.4',
      'refs/tags/v2.5',
      'refs/tags/v2.11',
      'E-2.11',
      'D-2.5',
    ]);
    expect(results.map(({ ref }) => ref)).toContain(`refs/heads/${OURS}v2.11`);
  });

  it('shows a pattern’s refs by the names that tell them apart', async () => {
    const root = repositoryWith(['I-7.2', 'H-6.2']);
    git(root, 'tag', 'I-7.2', 'I-7.2');
    const run = await cli(['backport', root, '--dry-run', '--onto', '**/?-?.?']);
    expect(run.stderr.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'H-6.2',
      'refs/heads/I-7.2',
      'refs/tags/I-7.2',
      '3',
      '',
    ]);
  });

  it('leaves its own branches out of what a pattern stands for', async () => {
    const root = repositoryWith(['I-7.2']);
    await backported(0, root, '--onto', 'I-7.2', '--branch-prefix', 'ours-');
    const results = await backported(0, root, '--onto', 'refs/heads/*I-7.2', '--branch-prefix', 'ours-');
    expect(results.map(({ onto }) => onto)).toEqual(['refs/heads/I-7.2']);
  });

  it('says of a pattern that fits its own branches alone that patterns pass over those', async () => {
    const root = repositoryWith(['I-7.2']);
    await backported(0, root, '--onto', 'I-7.2', '--branch-prefix', 'ours-');
    const run = await cli(['backport', root, '--onto', 'ours-*', '--branch-prefix', 'ours-']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('what fits "ours-*" (1) is made by backport: patterns pass over "ours-"');
    expect(run.stderr).toContain('name such a branch exactly');
  });

  it('names branches after revisions, whatever they are', async () => {
    const root = repositoryWith(['I-7.2']);
    git(root, 'update-ref', 'refs/remotes/origin/stable/7.2', 'I-7.2');
    const id = git(root, 'rev-parse', 'I-7.2');
    const revisions = ['refs/remotes/origin/stable/7.2', 'I-7.2^0', `${id.slice(0, 10)}`, ':/^I-7'];
    const results = await backported(0, root, ...ontoEach(revisions));
    expect(results.map(({ ref }) => ref?.replace(`refs/heads/${OURS}`, ''))).toEqual([
      'origin/stable/7.2',
      `I-7.2-0-${id.slice(0, 12)}`,
      id.slice(0, 10),
      `I-7-${id.slice(0, 12)}`,
    ]);
    expect(new Set(results.map(({ newCommit }) => git(root, 'rev-parse', `${newCommit}^{tree}`))).size).toBe(
      1,
    );
  });

  it('two names for one commit get one port', async () => {
    const root = repositoryWith(['I-7.2']);
    git(root, 'tag', 'I-7.2', 'I-7.2');
    const results = await backported(0, root, ...ontoEach(['refs/heads/I-7.2', 'refs/tags/I-7.2']));
    expect(results[0]?.newCommit).toMatch(/^[0-9a-f]{40}$/);
    expect(results[1]).toMatchObject({ status: 'ported', newCommit: results[0]?.newCommit });
  });
});

describe('what is told', () => {
  it('a line for each revision, with --verbose every place, with --quiet refusals alone', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const asked = ['backport', root, ...ontoEach(['I-7.2', 'nowhere', 'F-4.1'])];
    const quiet = await cli([...asked, '--quiet']);
    expect([quiet.code, quiet.stdout]).toEqual([3, '']);
    expect(quiet.stderr).toMatch(
      /^nowhere: refused: .*\[unknown-revision\]\n {2}expected: .*\n {2}next: .*\n$/,
    );
    const plain = await cli(asked);
    // Its line says that it is refused, so that the reason need not.
    expect(plain.stderr).toBe(quiet.stderr.replace('refused: ', ''));
    expect(plain.stdout).toMatch(
      /^I-7\.2 {4}ported .*\nnowhere {2}refused {2}unknown-revision\nF-4\.1 {4}ported .*\n2 ported \(2 of them there before\), 0 already, 1 refused\n$/,
    );
    const verbose = await cli([...asked, '--verbose']);
    const heading = 'I-7.2: QEMU 7.2.0, checkpoints (upstream 3e5f3bcdc2)\nsource\n';
    expect(verbose.stdout.slice(0, heading.length)).toBe(heading);
    const names = [
      ...verbose.stdout.matchAll(/^ {2}((?:src|dst)-[a-z-]+) +(?:inserted|replaced|moved) /gm),
    ].map(([, name]) => name);
    expect(names).toHaveLength(28);
  });
});

describe('what is chosen', () => {
  it('--only and --fixes do what they do for apply', async () => {
    const root = repositoryWith(['I-7.2']);
    const args = ['--only', 'src-downtime-*', '--fixes'];
    const [result] = await backported(0, root, '--onto', 'I-7.2', ...args);
    const copy = copyOf('I-7.2');
    await cli(['apply', ...args, copy]);
    const expected = addBranch(root, 'expected', copy);
    expect(git(root, 'rev-parse', `${result?.newCommit}^{tree}`)).toBe(
      git(root, 'rev-parse', `${expected}^{tree}`),
    );
    expect(git(root, 'log', '-1', '--format=%B', `${result?.newCommit}`)).toContain(
      '2 of the 14 checkpoints',
    );
  });

  it('--dry-run shows the diff and writes nothing', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const state = [git(root, 'for-each-ref'), git(root, 'count-objects')];
    const run = await cli(['backport', root, '--dry-run', ...ontoEach(['I-7.2', 'F-4.1'])]);
    expect(run.code).toBe(0);
    expect(run.stdout.match(/^--- a\/migration\/migration\.c$/gm)).toHaveLength(2);
    expect(run.stderr).toMatch(/^I-7\.2 {2}ported {3}20 calls in 3 files; dry run, nothing written$/m);
    const document = JSON.parse(
      (await cli(['backport', root, '--dry-run', '--format', 'json', ...ontoEach(['I-7.2', 'F-4.1'])]))
        .stdout,
    );
    expect(document.diff).toBe(run.stdout);
    expect(document.results[0].diff + document.results[1].diff).toBe(run.stdout);
    expect(document.results[0]).toMatchObject({ ref: `refs/heads/${OURS}I-7.2`, newCommit: null });
    expect([git(root, 'for-each-ref'), git(root, 'count-objects')]).toEqual(state);
  });

  it('--dry-run needs no identity, a commit does', async () => {
    const root = repositoryWith(['I-7.2']);
    git(root, 'config', '--unset', 'user.name');
    git(root, 'config', '--unset', 'user.email');
    git(root, 'config', 'user.useConfigOnly', 'true');
    await backported(0, root, '--dry-run', '--onto', 'I-7.2');
    const run = await cli(['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/\[no-identity\]/);
    expect(run.stderr).toContain('git config --global user.email');
    expect(git(root, 'for-each-ref', 'refs/heads/qemu-downtime')).toBe('');
  });
});

describe('the commit', () => {
  it('is the user’s where upstream’s is not held, with provenance, note and sign-off', async () => {
    const root = repositoryWith(['I-7.2']);
    const [result] = await backported(0, root, '--onto', 'I-7.2', '--signoff');
    const commit = `${result?.newCommit}`;
    expect(git(root, 'log', '-1', '--format=%an <%ae>|%cn <%ce>', commit)).toBe(
      'Una User <una@example.org>|Una User <una@example.org>',
    );
    const lines = git(root, 'log', '-1', '--format=%B', commit).trimEnd().split('\n');
    expect(lines[0]).toBe('migration: Add tracepoints for downtime checkpoints');
    expect(lines).toContain('(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5)');
    expect(lines).toContain(' [qemu-downtime: 20 calls in 3 files, backport to before');
    expect(lines.at(-1)).toBe('Signed-off-by: Una User <una@example.org>');
    expect(git(root, 'log', '-1', '--format=%(trailers:key=Signed-off-by)', commit)).toContain('Una User');
    expect(git(root, 'reflog', 'show', `refs/heads/${OURS}I-7.2`)).toMatch(
      /: qemu-downtime: backport onto I-7\.2$/,
    );
  });

  it('takes a text of the user’s and keeps the provenance', async () => {
    const root = repositoryWith(['I-7.2']);
    const file = join(scratchFolder(), 'text');
    writeFileSync(file, 'fleet: übersicht\n\nFor ticket 7.\n');
    const [result] = await backported(
      0,
      root,
      '--onto',
      'I-7.2',
      '--message-file',
      file,
      '--note-style',
      'oracle',
    );
    const message = git(root, 'log', '-1', '--format=%B', `${result?.newCommit}`);
    expect(message).toMatch(/^fleet: übersicht\n\nFor ticket 7\.\n\n\(cherry picked from commit 3e5f3bcdc2/);
    expect(message).toContain('\nConflicts:\n\tmigration/migration.c\n');
  });

  it('tidies that text as git commit does, and refuses one without any', async () => {
    const root = repositoryWith(['I-7.2']);
    const file = join(scratchFolder(), 'text');
    writeFileSync(file, '\r\n\nsubject  \r\n\r\n\r\nbody\t\r\nTicket: 7\r\n');
    const [result] = await backported(0, root, '--onto', 'I-7.2', '--message-file', file);
    expect(git(root, 'log', '-1', '--format=%B', `${result?.newCommit}`)).toMatch(
      /^subject\n\nbody\nTicket: 7\n\n\(cherry/,
    );
    writeFileSync(file, '\n  \n');
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--message-file', file]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('there is no text in it');
  });
});
