import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch, repositoryWith, restOf } from '../../support/branches-scene.js';
import { git } from '../../support/git-scene.js';
import { codesIn } from '../../support/place-of.js';
import { cli, ended, shell, startCli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { cleanTree, expectNoStack, linted, misplacedTree } from './lint-scene.js';

/** A repository with a tree that is right, one with an error, one without checkpoints, and one that is no QEMU tree. */
async function repository(): Promise<string> {
  const root = repositoryWith(['A-1.0']);
  addBranch(root, 'good', await cleanTree());
  addBranch(root, 'fleet/bad', await misplacedTree());
  git(root, 'tag', 'v1', 'good');
  return root;
}

interface Document {
  readonly results: readonly { readonly revision: string; readonly errors: number }[];
}

const errorsOf = ({ results }: Document): [string, number][] =>
  results.map(({ revision, errors }) => [revision, errors]);

describe('lint --rev', () => {
  it('looks at each revision, without a checkout, and leaves the repository as it was', async () => {
    const root = await repository();
    const [before, refs] = [stateOf(root), restOf(root, 'none')];
    const document = await linted(1, [
      root,
      '--rev',
      'good',
      '--rev',
      'fleet/bad',
      '--rev',
      'v1',
      '--rev',
      'A-1.0',
    ]);
    expect(errorsOf(document)).toEqual([
      ['good', 0],
      ['fleet/bad', 2],
      ['v1', 0],
      ['A-1.0', 9],
    ]);
    expect(document.results[0]).toMatchObject({ tree: root, version: '2.4.0' });
    expect(document.refused).toBeUndefined();
    expectUntouched(root, before);
    expect(restOf(root, 'none')).toBe(refs);
  });

  it('takes the repository as argument, by --repo, or from where it runs', async () => {
    const root = await repository();
    const lines = [
      await cli(['lint', root, '--rev', 'good']),
      await cli(['lint', '--repo', root, '--rev', 'good']),
      await cli(['lint', '--rev', 'good'], { cwd: root }),
    ];
    for (const run of lines) expect([run.code, run.stdout, run.stderr]).toEqual([0, 'clean\n', '']);
  });

  it('takes patterns of refs: branches, folders of them, tags', async () => {
    const root = await repository();
    const revisions = async (pattern: string): Promise<string[]> =>
      errorsOf(await linted(pattern === 'v*' ? 0 : 1, [root, '--rev', pattern])).map(([name]) => name);
    expect(await revisions('fleet/*')).toEqual(['refs/heads/fleet/bad']);
    expect(await revisions('heads/[Af]*')).toEqual(['refs/heads/A-1.0']);
    expect(await revisions('v*')).toEqual(['refs/tags/v1']);
  });

  it('gives the text of many revisions a heading each, and a sum', async () => {
    const root = await repository();
    const run = await cli(['lint', root, '--rev', 'good', '--rev', 'fleet/bad']);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^good: clean\nfleet\/bad: QEMU 2\.4\.0\nmigration\/migration\.c\n/);
    expect(run.stdout).toMatch(/^2 errors, 0 warnings, 0 notes in 2 revisions$/m);
  });

  it('works in a bare repository', async () => {
    const bare = join(scratchFolder(), 'bare.git');
    git(scratchFolder(), 'clone', '--quiet', '--bare', await repository(), bare);
    const before = stateOf(bare);
    expect(errorsOf(await linted(1, [bare, '--rev', 'good', '--rev', 'fleet/bad']))).toEqual([
      ['good', 0],
      ['fleet/bad', 2],
    ]);
    expectUntouched(bare, before);
  });

  it('goes on behind a revision that it cannot look at, and exits 3', async () => {
    const root = await repository();
    const args = ['none', 'good', 'main', 'x*', 'fleet/bad'].flatMap((rev) => ['--rev', rev]);
    const run = await cli(['lint', root, '--format', 'json', ...args]);
    expect(run.code).toBe(3);
    expect(codesIn(run.stderr).sort()).toEqual(['not-a-qemu-tree', 'unknown-revision']);
    expect(run.stderr.match(/^.*: not linted$/gm)).toEqual([
      'none: not linted',
      'main: not linted',
      'x*: not linted',
    ]);
    const document = JSON.parse(run.stdout);
    expect(errorsOf(document)).toEqual([
      ['good', 0],
      ['fleet/bad', 2],
    ]);
    expect(
      document.refused.map((one: { revision: string; problems: { code: string }[] }) => [
        one.revision,
        one.problems[0]?.code,
      ]),
    ).toEqual([
      ['none', 'unknown-revision'],
      ['main', 'not-a-qemu-tree'],
      ['x*', 'unknown-revision'],
    ]);
    const text = await cli(['lint', root, ...args]);
    expect(text.stdout).toMatch(/in 2 revisions; 3 revisions not linted$/m);
  });

  it('is refused where there is no repository', async () => {
    const run = await cli(['lint', scratchFolder(), '--rev', 'HEAD']);
    expect([run.code, run.stdout, codesIn(run.stderr)]).toEqual([3, '', ['not-a-git-tree']]);
  });

  it('keeps its reports out of the files of the tree', async () => {
    const root = await repository();
    git(root, 'checkout', '--quiet', 'good');
    const before = stateOf(root);
    const run = await cli(['lint', root, '--rev', 'good', '-o', join(root, 'migration/savevm.c')]);
    expect([run.code, codesIn(run.stderr)]).toEqual([2, ['output-unfit']]);
    expectUntouched(root, before);
  });

  it('has a baseline of many revisions hold each finding once', async () => {
    const root = await repository();
    addBranch(root, 'fleet/also', await misplacedTree());
    const known = join(scratchFolder(), 'known.json');
    const written = await cli(['lint', root, '--rev', 'fleet/*', '--write-baseline', known]);
    expect(written.code).toBe(0);
    expect(written.stderr).toContain('holds 2 findings');
    const run = await cli(['lint', root, '--rev', 'fleet/*', '--baseline', known]);
    expect([run.code, run.stdout]).toMatchObject([
      0,
      /nothing new \(4 known from the baseline\) in 2 revisions\n$/,
    ]);
  });
});

describe('lint --rev-file', () => {
  const LIST = 'good # the first\n\n  fleet/bad  \r\n# none of these\n#none\ngood\nv1';

  it('takes revisions from a file, one a line, after those of --rev, each once', async () => {
    const root = await repository();
    const list = join(scratchFolder(), 'revisions');
    writeFileSync(list, LIST);
    expect(errorsOf(await linted(1, [root, '--rev-file', list, '--rev', 'A-1.0']))).toEqual([
      ['A-1.0', 9],
      ['good', 0],
      ['fleet/bad', 2],
      ['v1', 0],
    ]);
  });

  it('takes them from standard input', async () => {
    const root = await repository();
    const run = await shell('git rev-list good | "$@"', ['lint', root, '--rev-file', '-'], { cwd: root });
    expect([run.code, run.stdout, run.stderr]).toEqual([0, 'clean\n', '']);
  });

  it('that names none is wrong usage', async () => {
    const list = join(scratchFolder(), 'revisions');
    writeFileSync(list, '# none yet\n\n');
    const run = await cli(['lint', '--rev-file', list]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`${list} names none [no-revision]`);
    expectNoStack(run);
  });
});

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends without a stack, and leaves nothing',
    async (signal) => {
      const root = await repository();
      const folder = scratchFolder();
      const many = join(folder, 'revisions');
      writeFileSync(
        many,
        Array.from({ length: 400 }, (_, index) => `fleet/bad~0^{tree}~${index}\nA-1.0~0\n`).join(''),
      );
      const before = stateOf(root);
      const child = startCli(['lint', root, '--rev-file', many, '-o', `json:${join(folder, 'report')}`]);
      child.stderr?.once('data', () => child.kill(signal));
      const run = await ended(child);
      expect(run.signal === signal || run.code === 130, `${run.signal} ${run.code}`).toBe(true);
      expectNoStack(run);
      expect(stateOf(folder)).toMatchObject({ revisions: expect.any(String) });
      expect(Object.keys(stateOf(folder))).toEqual(['revisions']);
      expectUntouched(root, before);
    },
  );
});
