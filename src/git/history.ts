import { gitFailed } from '../problem/git-problems.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/**
 * The last commit that two histories share.
 * @param one full ids
 * @returns undefined where they share none here: they have nothing to do with each other, or a shallow clone ends before
 */
export async function sharedCommit(
  { folder }: Repository,
  one: string,
  other: string,
): Promise<string | undefined> {
  try {
    return (await runGit(folder, ['merge-base', one, other])).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.exitCode === 1) return undefined;
    throw gitFailed(error.command, error.stderr);
  }
}

/**
 * Whether the reflog knows that a ref was pointed at a commit for a reason. Not every repository keeps reflogs, and entries
 * are dropped in time.
 * @param reason what the entry begins with
 */
export async function wasPointedAt(
  { folder }: Repository,
  ref: string,
  commit: string,
  reason: string,
): Promise<boolean> {
  try {
    // With log.showSignature it would start a program.
    const args = ['log', '--walk-reflogs', '--no-show-signature', '--no-patch', '--format=%H %gs', ref, '--'];
    const entries = await runGit(folder, args);
    return entries.split('\n').some((line) => line.startsWith(`${commit} ${reason}`));
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}
