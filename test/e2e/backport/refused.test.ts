import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch, repositoryWith, restOf } from '../../support/branches-scene.js';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

interface Told {
  readonly onto: string;
  readonly status: string;
  readonly code: string | undefined;
}

/** Runs a backport and tells of each revision what became of it. */
async function told(code: number, ...args: string[]): Promise<Told[]> {
  const run = await cli(['backport', '--format', 'json', ...args]);
  expect(run.code, run.stderr).toBe(code);
  const results: { onto: string; status: string; reason?: string; problems?: { code: string }[] }[] =
    JSON.parse(run.stdout).results;
  return results.map(({ onto, status, problems }) => ({ onto, status, code: problems?.[0]?.code }));
}

const usage = async (...args: string[]): Promise<string> => {
  const run = await cli(['backport', ...args]);
  expect(run.stdout).toBe('');
  expect(run.code, run.stderr).toBe(2);
  return run.stderr;
};

const tip = (root: string, branch: string): string => git(root, 'rev-parse', `refs/heads/${branch}`);

describe('a revision that is none', () => {
  it.each(['--upload-pack=touch x', '-x', '', 'a\nb', 'nowhere', 'HEAD:mine', '0123', 'HEAD^5'])(
    '%j is refused, the one behind it is ported',
    async (revision) => {
      const root = repositoryWith(['I-7.2']);
      const rest = restOf(root);
      expect(await told(3, root, '--onto', revision, '--onto', 'I-7.2')).toEqual([
        { onto: revision, status: 'refused', code: 'unknown-revision' },
        { onto: 'I-7.2', status: 'ported', code: undefined },
      ]);
      expect(restOf(root)).toBe(rest);
    },
  );

  it.each([
    ['I-7.2..main', 'a range, where one commit is meant'],
    ['I-7.2...main', 'a range, where one commit is meant'],
    ['HEAD~0..', 'a range, where one commit is meant'],
    ['nowhere', 'names no commit here'],
  ])('%s: %s', async (revision, why) => {
    const run = await cli(['backport', repositoryWith(['I-7.2']), '--onto', revision]);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(why);
  });

  it('a commit without QEMU’s files, a tag of a tree, a pattern of nothing', async () => {
    const root = repositoryWith(['I-7.2']);
    git(root, 'tag', 'tree', 'HEAD^{tree}');
    const revisions = ['main', 'tree', 'refs/heads/x-*'].flatMap((name) => ['--onto', name]);
    expect((await told(3, root, ...revisions)).map(({ status, code }) => `${status} ${code}`)).toEqual([
      'refused not-a-qemu-tree',
      'refused unknown-revision',
      'refused unknown-revision',
    ]);
  });

  it('a pattern of branches that a remote alone has', async () => {
    const root = repositoryWith([]);
    git(root, 'update-ref', 'refs/remotes/origin/team/x-7.2', 'HEAD');
    const advice = async (pattern: string) => (await cli(['backport', root, '--onto', pattern])).stderr;
    expect(await advice('team/x-*')).toMatch(/^ {2}next: did you mean origin\/team\/x-\*\?$/m);
    const stderr = await advice('**x-7.2*');
    expect(stderr).toContain('`**` stands for any folders where it is a whole one');
    expect(stderr).toContain('git for-each-ref');
  });

  it('control characters in it do not reach the terminal', async () => {
    const root = repositoryWith(['I-7.2']);
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--onto', 'a\x1b]0;owned\x07']);
    expect(run.code).toBe(3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(run.stdout + run.stderr).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
    expect(run.stdout).toMatch(/^a\\x1b\]0;owned\\x07 +refused/m);
  });
});

describe('a tree without a safe place', () => {
  it('is refused with the reason and the place; the others are ported', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const copy = copyOf('I-7.2');
    rewrite(copy, 'migration/savevm.c', (text) =>
      text.replace(/qemu_savevm_state_complete_precopy_iterable/g, 'other'),
    );
    addBranch(root, 'broken', copy);
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--onto', 'broken', '--onto', 'F-4.1']);
    expect(run.code).toBe(3);
    expect(run.stdout.split('\n').map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual([
      'I-7.2 ported',
      'broken refused',
      'F-4.1 ported',
      '2 ported,',
      '',
    ]);
    expect(run.stderr).toMatch(/^broken: migration\/savevm\.c.*\[\w/m);
    expect(run.stderr).toMatch(/^ {2}next: /m);
    expect(git(root, 'for-each-ref', 'refs/heads/qemu-downtime/broken')).toBe('');
  });
});

describe('wrong usage', () => {
  it('no revision at all, an empty or unreadable list', async () => {
    const root = repositoryWith(['I-7.2']);
    const file = join(scratchFolder(), 'list');
    writeFileSync(file, '# nothing\n\n');
    expect(await usage(root)).toContain('[no-revision]');
    expect(await usage(root, '--onto-file', file)).toContain('[no-revision]');
    expect(await usage('I-7.2')).toContain('--onto I-7.2');
    expect(await usage(root, '--onto-file', `${file}.none`)).toContain('[file-unreadable]');
    expect(await usage(root, '--onto', 'I-7.2', '--message-file', `${file}.none`)).toContain(
      '[file-unreadable]',
    );
  });

  it('--verbose with --quiet', async () => {
    expect(await usage(repositoryWith([]), '--onto', 'main', '-v', '-q')).toContain('--quiet');
  });

  it.each([
    ['--as', 'zip'],
    ['--note-style', 'fancy'],
    ['--format', 'diff'],
    ['--only', 'nothing-*'],
    ['--recipe', 'none'],
    ['--nonsense', ''],
  ])('%s %s', async (option, value) => {
    expect(await usage(repositoryWith(['I-7.2']), '--onto', 'I-7.2', option, value)).not.toBe('');
  });
});

describe('the name of a branch', () => {
  it.each(['../', 'a b/', '/x', 'x//', '.hidden/', 'a..b/', 'x.lock/', '@{x/'])(
    'a prefix that makes no name is refused: %j',
    async (prefix) => {
      const root = repositoryWith(['I-7.2']);
      expect(await told(3, root, '--onto', 'I-7.2', '--branch-prefix', prefix)).toMatchObject([
        { code: 'branch-name-unfit' },
      ]);
    },
  );

  it('without a prefix a branch is never moved itself, not by force either', async () => {
    const root = repositoryWith(['I-7.2']);
    const before = tip(root, 'I-7.2');
    for (const force of [[], ['--force']]) {
      const args = [root, '--onto', 'I-7.2', '--branch-prefix', '', ...force];
      expect(await told(3, ...args)).toMatchObject([{ code: 'branch-not-ours' }]);
    }
    expect(tip(root, 'I-7.2')).toBe(before);
    // Nor where it ends in a commit of ours, to which --fixes has something to add.
    await told(0, root, '--onto', 'I-7.2', '--branch-prefix', 'p/');
    git(root, 'update-ref', 'refs/heads/I-7.2', 'p/I-7.2');
    const fixes = [root, '--onto', 'I-7.2', '--branch-prefix', '', '--force', '--fixes'];
    expect(await told(3, ...fixes)).toMatchObject([{ code: 'branch-not-ours' }]);
  });

  it('two revisions of one name: the first has it', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    git(root, 'tag', 'I-7.2', 'F-4.1');
    expect(await told(3, root, '--onto', 'refs/heads/I-7.2', '--onto', 'refs/tags/I-7.2')).toMatchObject([
      { status: 'ported' },
      { status: 'refused', code: 'same-name' },
    ]);
  });

  it('a branch in the way', async () => {
    const root = repositoryWith(['I-7.2']);
    git(root, 'branch', 'qemu-downtime');
    expect(await told(3, root, '--onto', 'I-7.2')).toMatchObject([{ code: 'ref-in-the-way' }]);
  });
});

describe('a branch of that name', () => {
  const OURS = 'qemu-downtime/I-7.2';

  it('of an earlier port that differs is replaced by --force only, and the reflog knows it', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2', '--only', 'src-*');
    const before = tip(root, OURS);
    expect(await told(3, root, '--onto', 'I-7.2')).toMatchObject([{ code: 'branch-differs' }]);
    expect(tip(root, OURS)).toBe(before);
    await told(0, root, '--onto', 'I-7.2', '--force');
    expect(tip(root, OURS)).not.toBe(before);
    expect(git(root, 'rev-parse', `${OURS}@{1}`)).toBe(before);
  });

  it('of a port onto an earlier commit differs as well', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2');
    const moved = git(root, 'commit-tree', '-p', 'I-7.2', '-m', 'more', 'I-7.2^{tree}');
    git(root, 'update-ref', 'refs/heads/I-7.2', moved);
    expect(await told(3, root, '--onto', 'I-7.2')).toMatchObject([{ code: 'branch-differs' }]);
    expect(await told(3, root, '--dry-run', '--onto', 'I-7.2')).toMatchObject([{ code: 'branch-differs' }]);
    await told(0, root, '--onto', 'I-7.2', '--force');
    expect(git(root, 'rev-parse', `${OURS}^`)).toBe(moved);
  });

  it('with a commit of the user’s on top, or not ours at all, is never replaced', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2');
    const mine = git(root, 'commit-tree', '-p', OURS, '-m', 'my work', `${OURS}^{tree}`);
    git(root, 'update-ref', `refs/heads/${OURS}`, mine);
    for (const force of [[], ['--force']])
      expect(await told(3, root, '--onto', 'I-7.2', ...force)).toMatchObject([{ code: 'branch-not-ours' }]);
    expect(tip(root, OURS)).toBe(mine);
    git(root, 'update-ref', `refs/heads/${OURS}`, 'main');
    expect(await told(3, root, '--onto', 'I-7.2', '--force')).toMatchObject([{ code: 'branch-not-ours' }]);
  });

  describe('that has work of the user’s in it is never replaced, and the message names it', () => {
    /** Runs with and without --force, both refused; what is said of the branch. */
    async function kept(root: string, onto: string, ...args: string[]): Promise<string> {
      const before = tip(root, `qemu-downtime/${onto}`);
      for (const force of [[], ['--force']]) {
        const run = await cli(['backport', root, '--onto', onto, ...args, ...force]);
        expect(run.code, run.stderr).toBe(3);
        expect(run.stderr).toContain('[branch-not-ours]');
        expect(run.stderr).not.toContain('--force');
        expect(tip(root, `qemu-downtime/${onto}`)).toBe(before);
        if (force.length > 0) return run.stderr;
      }
      return '';
    }

    it('another file, in a commit of ours that was amended', async () => {
      const root = repositoryWith(['I-7.2']);
      await told(0, root, '--onto', 'I-7.2');
      git(root, 'checkout', '--quiet', OURS);
      rewrite(root, 'VERSION', (text) => `${text}+mine\n`);
      git(root, 'commit', '--quiet', '--all', '--amend', '--no-edit');
      git(root, 'checkout', '--quiet', 'main');
      expect(await kept(root, 'I-7.2')).toContain(`its commit ${tip(root, OURS)} changes VERSION`);
    });

    it('a commit between those of a series', async () => {
      const root = repositoryWith(['I-7.2']);
      await told(0, root, '--onto', 'I-7.2', '--only', 'src-*');
      const mine = git(root, 'commit-tree', '-p', OURS, '-m', 'my work', `${OURS}^{tree}`);
      await told(0, root, '--onto', 'I-7.2', '--branch-prefix', 'whole/');
      const message = git(root, 'log', '-1', '--format=%B', 'whole/I-7.2');
      const second = git(root, 'commit-tree', '-p', mine, '-m', message, 'whole/I-7.2^{tree}');
      git(root, 'update-ref', `refs/heads/${OURS}`, second);
      expect(await kept(root, 'I-7.2')).toContain(`it has the commit ${mine}, which is of somebody else`);
    });

    it('a commit below ours, and one that upstream’s commit was picked into by hand', async () => {
      const root = repositoryWith(['I-7.2']);
      await told(0, root, '--onto', 'I-7.2');
      const mine = git(root, 'commit-tree', '-p', 'I-7.2', '-m', 'my work', 'I-7.2^{tree}');
      git(root, 'checkout', '--quiet', '--detach', mine);
      git(root, 'cherry-pick', OURS);
      git(root, 'update-ref', `refs/heads/${OURS}`, 'HEAD');
      expect(await kept(root, 'I-7.2')).toContain(`it has the commit ${mine}`);
      const message = 'x\n\n(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5)';
      const picked = git(root, 'commit-tree', '-p', 'I-7.2', '-m', message, 'main^{tree}');
      git(root, 'update-ref', `refs/heads/${OURS}`, picked);
      expect(await kept(root, 'I-7.2')).toContain(`it is at ${picked}, a commit of somebody else’s`);
    });
  });

  describe('that is ours --force replaces', () => {
    it('of a revision that was rewritten since, where the reflog knows the branch', async () => {
      const root = repositoryWith(['I-7.2']);
      const topic = git(root, 'commit-tree', '-p', 'I-7.2', '-m', 'one', 'I-7.2^{tree}');
      git(root, 'update-ref', 'refs/heads/topic', topic);
      await told(0, root, '--onto', 'topic');
      const other = git(root, 'commit-tree', '-p', 'I-7.2', '-m', 'other', 'I-7.2^{tree}');
      git(root, 'update-ref', 'refs/heads/topic', other);
      const log = join(root, '.git/logs/refs/heads/qemu-downtime/topic');
      const entries = readFileSync(log);
      writeFileSync(log, '');
      expect(await told(3, root, '--onto', 'topic', '--force')).toMatchObject([{ code: 'branch-not-ours' }]);
      writeFileSync(log, entries);
      await told(0, root, '--onto', 'topic', '--force');
      expect(git(root, 'rev-parse', 'qemu-downtime/topic^')).toBe(other);
    });

    it('of a revision that is a port itself', async () => {
      const root = repositoryWith(['I-7.2']);
      await told(0, root, '--onto', 'I-7.2', '--only', 'src-*');
      await told(0, root, '--onto', OURS, '--only', 'dst-precopy-*');
      await told(0, root, '--onto', 'I-7.2', '--only', 'src-*', '--signoff', '--force');
      await told(0, root, '--onto', OURS, '--force');
      expect(git(root, 'rev-parse', `qemu-downtime/${OURS}^`)).toBe(tip(root, OURS));
    });

    it('in a shallow clone whose revision moved on', async () => {
      const source = repositoryWith(['I-7.2']);
      const more = git(source, 'commit-tree', '-p', 'main', '-p', 'I-7.2', '-m', 'more', 'I-7.2^{tree}');
      git(source, 'update-ref', 'refs/heads/I-7.2', more);
      const clone = scratchFolder();
      git('/', 'clone', '--quiet', '--bare', '--depth=1', '--branch=I-7.2', `file://${source}`, clone);
      git(clone, 'config', 'user.name', 'Una User');
      git(clone, 'config', 'user.email', 'una@example.org');
      await told(0, clone, '--onto', 'I-7.2');
      const moved = git(source, 'commit-tree', '-p', more, '-m', 'moved', 'I-7.2^{tree}');
      git(source, 'update-ref', 'refs/heads/I-7.2', moved);
      git(clone, 'fetch', '--quiet', '--depth=1', 'origin', '+I-7.2:I-7.2');
      await told(0, clone, '--onto', 'I-7.2', '--force');
      expect(git(clone, 'rev-parse', `${OURS}^`)).toBe(moved);
    });
  });

  it('with the right tree and a message of the user’s stays, and --force is not offered', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2');
    const mine = git(root, 'commit-tree', '-p', 'I-7.2', '-m', 'distro: tracepoints', `${OURS}^{tree}`);
    git(root, 'update-ref', `refs/heads/${OURS}`, mine);
    const run = await cli(['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /a message that no run writes, which stays; .*: git branch -D qemu-downtime\/I-7\.2$/m,
    );
    expect(await told(3, root, '--onto', 'I-7.2', '--force')).toMatchObject([{ code: 'branch-not-ours' }]);
    expect(tip(root, OURS)).toBe(mine);
  });

  it('with another message offers --force only once it is checked out nowhere', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2');
    git(root, 'checkout', '--quiet', OURS);
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--signoff']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/--force replaces it once qemu-downtime\/I-7\.2 is checked out nowhere$/m);
  });

  it('is left alone where it is checked out, anywhere, or about to be', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2', '--only', 'src-*');
    const before = tip(root, OURS);
    const linked = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', linked, OURS);
    expect(await told(3, root, '--onto', 'I-7.2', '--force')).toMatchObject([{ code: 'branch-checked-out' }]);
    expect(tip(root, OURS)).toBe(before);
    expect(git(linked, 'status', '--porcelain')).toBe('');
    git(root, 'symbolic-ref', 'HEAD', 'refs/heads/qemu-downtime/unborn');
    git(root, 'tag', 'unborn', 'I-7.2');
    expect(await told(3, root, '--onto', 'unborn')).toMatchObject([{ code: 'branch-checked-out' }]);
    expect(git(root, 'for-each-ref', 'refs/heads/qemu-downtime/unborn')).toBe('');
  });

  it('that is right already needs no move, so it may be checked out', async () => {
    const root = repositoryWith(['I-7.2']);
    await told(0, root, '--onto', 'I-7.2');
    git(root, 'checkout', '--quiet', OURS);
    expect(await told(0, root, '--onto', 'I-7.2')).toMatchObject([{ status: 'ported' }]);
  });
});
