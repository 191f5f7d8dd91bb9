import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { gitFailed, noSuchRepository, notAGitTree, otherWorkTree } from '../problem/git-problems.js';
import type { ObjectFormat } from '../tree/blob-id.js';
import { realRoot } from '../tree/real-root.js';
import { GitError, runGit } from './run-git.js';

/** A git repository, bare or with a work tree. */
export interface Repository {
  /** Where commands run: the top of the work tree, or the bare repository itself. */
  readonly folder: string;
  /** This work tree's own git folder: in a linked work tree not the one of the main repository. */
  readonly gitFolder: string;
  readonly format: ObjectFormat;
}

/** A checkout with the place of a QEMU tree in it. */
export interface Checkout extends Repository {
  /** From the top of the work tree to the QEMU tree: '' or a path with a slash at its end. */
  readonly prefix: string;
}

async function revParse(path: string, args: readonly string[]): Promise<string[]> {
  try {
    const output = await runGit(path, ['rev-parse', ...args]);
    return output.split('\n');
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.stderr.includes('not a git repository')) throw notAGitTree(path);
    if (error.stderr.includes('must be run in a work tree')) throw otherWorkTree(path, '');
    throw gitFailed('rev-parse', error.stderr);
  }
}

function formatFrom(name: string | undefined): ObjectFormat {
  if (name === 'sha1' || name === 'sha256') return name;
  throw gitFailed('rev-parse', `unknown object format ${name}`);
}

/**
 * Opens the repository that a folder is or is in. Bare repositories work.
 * @throws Refusal `no-such-repository`, `not-a-git-tree`; EnvironmentLack `no-git`, `git-failed` (for example a
 *   checkout that belongs to another user, with git's own advice)
 */
export async function openRepository(path: string): Promise<Repository> {
  const root = realRoot(path, noSuchRepository);
  const [bare, gitFolder, format] = await revParse(root, [
    '--is-inside-work-tree',
    '--absolute-git-dir',
    '--show-object-format',
  ]);
  const folder = bare === 'true' ? ((await revParse(root, ['--show-toplevel']))[0] ?? root) : root;
  return { folder, gitFolder: gitFolder ?? root, format: formatFrom(format) };
}

/**
 * Opens the checkout that holds a QEMU tree, for committing to it. The repository's own idea of where its files
 * are is checked: core.worktree may be planted.
 * @param root top folder of the QEMU tree, which may be a folder deep in the checkout
 * @throws as {@link openRepository}, and Refusal `other-work-tree`
 */
export async function openCheckout(root: string): Promise<Checkout> {
  const real = realRoot(root);
  const [top = '', prefix = '', gitFolder = '', format] = await revParse(real, [
    '--show-toplevel',
    '--show-prefix',
    '--absolute-git-dir',
    '--show-object-format',
  ]);
  if (top === '' || realpathSync(join(top, prefix)) !== real) throw otherWorkTree(real, top);
  return { folder: top, gitFolder, format: formatFrom(format), prefix };
}
