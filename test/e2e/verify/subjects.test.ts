import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch, repositoryWith } from '../../support/branches-scene.js';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { copyOf } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { validDocument } from '../../support/schemas.js';
import { putFiles, scratchFolder } from '../../tree/write/scratch-tree.js';

const QUICK = ['--level', 'objects', '--format', 'json'];

/** The one copy of a tree in the cache. */
function sourceIn({ cache }: VerifyScene): string {
  const [name = '', ...more] = readdirSync(join(cache, 'trees'));
  expect(more).toEqual([]);
  return join(cache, 'trees', name, 'source');
}

describe('a folder', () => {
  it('without meson.build is refused before anything is made', async () => {
    const scene = new VerifyScene();
    const run = await scene.verify(copyOf('G-4.2'));
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/has no meson\.build \[build-not-supported\]/);
    expect(scene.calls().map(({ args }) => args[0])).toEqual(['info', 'ps']);
    expect(readdirSync(join(scene.cache, 'logs'))).toEqual([]);
  });

  it('whose submodules are not there is refused before anything is made, with the command that gets them', async () => {
    const tree = buildableTree();
    putFiles(tree, {
      '.git/HEAD': '',
      '.gitmodules': '[submodule "k"]\n\tpath = ui/keycodemapdb\n[submodule "dtc"]\n\tpath = dtc\n',
      'meson.build': "project('qemu')\nsubdir('ui')\n",
      'ui/meson.build': "files('keycodemapdb/data/keymaps.csv')\n",
    });
    mkdirSync(join(tree, 'ui/keycodemapdb'));
    const scene = new VerifyScene();
    const run = await scene.verify('--format', 'json', tree);
    expect(run.code).toBe(4);
    expect(run.stderr).toBe(
      [
        `qemu-downtime: ${tree} lacks ui/keycodemapdb [parts-absent]`,
        '  expected: all that the build of this tree takes, since nothing is fetched for it',
        `  next: git -C ${tree} submodule update --init ui/keycodemapdb`,
        '',
      ].join('\n'),
    );
    expect(validDocument('verify', run.stdout).problems[0].code).toBe('parts-absent');
    expect(scene.calls().map(({ args }) => args[0])).toEqual(['info', 'ps']);
    putFiles(tree, { 'ui/keycodemapdb/data/keymaps.csv': '' });
    expect((await scene.verify(...QUICK, tree)).code).toBe(0);
  });

  it('that is no tree, or is not there, is refused', async () => {
    for (const [folder, code] of [
      [scratchFolder(), 'not-a-qemu-tree'],
      ['/nowhere/at/all', 'no-such-tree'],
    ] as const) {
      const run = await new VerifyScene().verify('--format', 'json', folder);
      expect(run.code).toBe(3);
      expect(validDocument('verify', run.stdout)).toMatchObject({ tree: folder, problems: [{ code }] });
    }
  });

  it('is copied with its links and what may be run, without what was built in it', async () => {
    const tree = buildableTree();
    mkdirSync(join(tree, 'build'));
    writeFileSync(join(tree, 'build/build.ninja'), '');
    mkdirSync(join(tree, '.git'));
    symlinkSync('/etc/passwd', join(tree, 'far'));
    const scene = new VerifyScene();
    expect((await scene.verify(...QUICK, tree)).code).toBe(0);
    const source = sourceIn(scene);
    expect(readdirSync(source).sort()).toEqual(
      readdirSync(tree)
        .filter((name) => name !== 'build' && name !== '.git')
        .sort(),
    );
    expect(lstatSync(join(source, 'far')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(source, 'configure')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(source, 'migration/migration.c'), 'utf8')).toContain('src-vm-stopped');
  });

  it('with less in it than before has less in its copy', async () => {
    const tree = buildableTree();
    writeFileSync(join(tree, 'more'), '');
    const scene = new VerifyScene();
    await scene.verify(...QUICK, tree);
    rmSync(join(tree, 'more'));
    expect((await scene.verify(...QUICK, tree)).code).toBe(0);
    expect(readdirSync(sourceIn(scene))).not.toContain('more');
  });
});

/** A repository with a branch of the tree, which has two submodules, of which one is there. */
function repositoryWithSubmodules(): { root: string; absent: string } {
  const root = repositoryWith([]);
  const present = repositoryWith([]);
  // Objects that the repository itself does not have.
  writeFileSync(join(present, 'mine'), 'theirs\n');
  commitAll(present);
  const modules = join(root, '.git/modules/ui');
  mkdirSync(modules, { recursive: true });
  git(root, 'clone', '--quiet', '--bare', present, join(modules, 'keycodemapdb'));
  const commit = addBranch(root, 'work', buildableTree());
  const absent = 'a'.repeat(40);
  git(root, 'read-tree', commit);
  for (const [id, path] of [
    [git(present, 'rev-parse', 'HEAD'), 'ui/keycodemapdb'],
    [absent, 'dtc'],
  ])
    git(root, 'update-index', '--add', '--cacheinfo', `160000,${id},${path}`);
  const tree = git(root, 'write-tree');
  git(root, 'update-ref', 'refs/heads/work', git(root, 'commit-tree', '-m', 'work', tree));
  return { root, absent };
}

describe('--rev', () => {
  it('verifies what git has, with the submodules that are there', async () => {
    const { root } = repositoryWithSubmodules();
    const scene = new VerifyScene();
    const run = await scene.verify(...QUICK, '--repo', root, '--rev', 'work');
    expect(run.code, run.stderr).toBe(0);
    expect(validDocument('verify', run.stdout)).toMatchObject({
      tree: 'work',
      version: '7.2.0',
      passed: true,
    });
    const source = sourceIn(scene);
    expect(readFileSync(join(source, 'ui/keycodemapdb/mine'), 'utf8')).toBe('theirs\n');
    expect(readdirSync(source)).not.toContain('dtc');
    expect(lstatSync(join(source, 'configure')).mode & 0o111).not.toBe(0);
  });

  it('says which submodules are not here when the build fails', async () => {
    const { root, absent } = repositoryWithSubmodules();
    const scene = new VerifyScene().plan({ answers: { configure: { code: 1, stderr: 'no dtc\n' } } });
    const text = await scene.verify('--repo', root, '--rev', 'work');
    expect(text.code).toBe(1);
    expect(text.stdout).toContain(
      '  next: the build may lack submodules whose commits are not here: git submodule update --init dtc\n',
    );
    const run = await scene.verify(...QUICK, '--repo', root, '--rev', 'work');
    expect(validDocument('verify', run.stdout).absentSubmodules).toEqual([{ path: 'dtc', commit: absent }]);
  });

  it('that is unknown is refused, and --repo without it is wrong usage', async () => {
    const root = repositoryWith([]);
    const unknown = await new VerifyScene().verify(...QUICK, '--repo', root, '--rev', 'none');
    expect(unknown.code).toBe(3);
    expect(validDocument('verify', unknown.stdout)).toMatchObject({
      tree: 'none',
      problems: [{ code: 'unknown-revision' }],
    });
    expect((await new VerifyScene().verify('--repo', root)).code).toBe(2);
    const two = await new VerifyScene().verify('--repo', root, '--rev', 'main', 'a tree');
    expect(two).toMatchObject({ code: 2, stdout: '' });
    expect(two.stderr).toContain('with --rev both name the repository [options-exclude-each-other]');
  });

  it('takes no name that git would not make: a tree made by hand cannot leave the copy', async () => {
    const root = repositoryWith([]);
    addBranch(root, 'work', buildableTree());
    const blob = git(root, 'rev-parse', 'work:VERSION');
    const listed = `${git(root, 'ls-tree', 'work')}\n100644 blob ${blob}\t..\n`;
    const { execFileSync } = await import('node:child_process');
    const tree = execFileSync('git', ['-C', root, 'mktree'], { input: listed, encoding: 'utf8' }).trim();
    git(root, 'update-ref', 'refs/heads/bad', git(root, 'commit-tree', '-m', 'bad', tree));
    const scene = new VerifyScene();
    const run = await scene.verify(...QUICK, '--repo', root, '--rev', 'bad');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('[path-leaves-tree]');
    expect(scene.calls().some(({ args }) => args.includes('/src/configure'))).toBe(false);
  });
});
