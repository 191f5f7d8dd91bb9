import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { upstreamCommit } from '../../test/golden/golden.js';
import { isInstalled } from '../sources/run.js';
import { benchGit, GIT_ENVIRONMENT } from './bench-git.js';
import { type BenchTree, readTexts } from './bench-tree.js';
import { releaseSide } from './conflict-markers.js';
import type { Contestant, NotRun } from './contestant.js';
import { copyKnownFiles } from './copy-known-files.js';

/** The line that declares the event. */
const EVENT = join(import.meta.dirname, '../../templates/checkpoint-event.txt');

/** `git cherry-pick` of upstream's commit onto the release, in a sparse clone that borrows the history's objects. */
export function cherryPick(
  tree: BenchTree,
  history: string | undefined,
  scratch: string,
): Contestant | NotRun {
  const name = 'git cherry-pick';
  const why = noHistory(tree, history);
  if (why !== undefined || history === undefined || !tree.golden) return { name, why: why ?? 'no history' };
  const clone = join(scratch, 'clone');
  const base = tree.golden.commit;
  mkdirSync(clone);
  benchGit(clone, 'init', '--quiet');
  const objects = benchGit(history, 'rev-parse', '--path-format=absolute', '--git-path', 'objects').trim();
  writeFileSync(join(clone, '.git/objects/info/alternates'), `${objects}\n`);
  benchGit(
    clone,
    'sparse-checkout',
    'set',
    '--no-cone',
    '/migration/',
    '/include/migration/',
    '/trace-events',
    '/*.c',
  );
  benchGit(clone, 'checkout', '--quiet', '--detach', base);
  return {
    name,
    before: () => {
      benchGit(clone, 'reset', '--quiet', '--hard', base);
      rmSync(join(clone, '.git/CHERRY_PICK_HEAD'), { force: true });
    },
    whole: {
      program: 'git',
      args: ['cherry-pick', upstreamCommit.after_commit],
      cwd: clone,
      env: GIT_ENVIRONMENT,
    },
    result: () => new Map([...readTexts(clone, tree)].map(([path, text]) => [path, releaseSide(text)])),
  };
}

/** GNU patch with the most fuzz it takes, on upstream's own diff. */
export function gnuPatch(tree: BenchTree, history: string | undefined, scratch: string): Contestant | NotRun {
  const name = 'patch -p1 --fuzz=3 -f';
  const why = isInstalled('patch') ? noHistory(tree, history) : 'patch is not installed';
  if (why !== undefined || history === undefined) return { name, why: why ?? 'no history' };
  const folder = join(scratch, 'patched');
  const diff = join(scratch, 'upstream.diff');
  const { before_commit, after_commit } = upstreamCommit;
  writeFileSync(diff, benchGit(history, 'diff-tree', '-p', before_commit, after_commit), 'latin1');
  return {
    name,
    before: () => {
      rmSync(folder, { recursive: true, force: true });
      copyKnownFiles(tree.folder, folder);
    },
    whole: { program: 'patch', args: ['-p1', '--fuzz=3', '-f', '-i', diff], cwd: folder },
    result: () => readTexts(folder, tree),
  };
}

/** Coccinelle, the usual tool for changing C by structure, with rules for two of the calls. */
export function spatch(tree: BenchTree, scratch: string): Contestant | NotRun {
  const name = 'spatch, two calls';
  if (!isInstalled('spatch')) return { name, why: 'spatch is not installed (Debian: coccinelle)' };
  const folder = join(scratch, 'spatched');
  const [migration, savevm, events] = tree.paths;
  // It changes C alone: who uses it declares the event by hand.
  const declared = `${tree.texts.events.text}${readFileSync(EVENT, 'latin1')}`;
  const rules = join(import.meta.dirname, 'two-calls.cocci');
  return {
    name,
    before: () => {
      rmSync(folder, { recursive: true, force: true });
      copyKnownFiles(tree.folder, folder);
    },
    whole: {
      program: 'spatch',
      args: ['--very-quiet', '--in-place', '--no-includes', '--sp-file', rules, migration, savevm],
      cwd: folder,
    },
    result: () => new Map([...readTexts(folder, tree), [events, declared]]),
  };
}

function noHistory(tree: BenchTree, history: string | undefined): string | undefined {
  if (!isInstalled('git')) return 'git is not installed';
  if (history === undefined) return "it needs upstream's history: give --git DIR";
  if (!tree.golden) return 'the tree is none of the known releases, so there is no commit to work on';
  for (const commit of [upstreamCommit.before_commit, upstreamCommit.after_commit, tree.golden.commit]) {
    try {
      benchGit(history, 'cat-file', '-e', `${commit}^{commit}`);
    } catch {
      return `--git DIR does not hold ${commit}`;
    }
  }
  return undefined;
}
