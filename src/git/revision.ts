import { gitFailed, unbornHead, unknownRevision } from '../problem/git-problems.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/** Refuses texts that could be an option, or that the line protocol of cat-file cannot carry. */
export function checkRevisionText(revision: string): void {
  if (revision === '') throw unknownRevision(revision, 'empty');
  if (revision.startsWith('-')) throw unknownRevision(revision, 'it looks like an option');
  if (/^[^:{]*\.\.[^:{]*$/.test(revision))
    throw unknownRevision(revision, 'a range, where one commit is meant');
  if (/[\0\n]/.test(revision)) throw unknownRevision(revision, 'it holds a line end or a NUL');
}

/**
 * The full id of the commit that a revision names.
 * @throws Refusal `unknown-revision`
 */
export async function resolveCommit(repository: Repository, revision: string): Promise<string> {
  checkRevisionText(revision);
  try {
    const args = ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`];
    return (await runGit(repository.folder, args)).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw unknownRevision(revision, error.stderr.trim() || 'git does not know it');
  }
}

/** The commit at HEAD. @throws Refusal `unborn-head` */
export async function headCommit(repository: Repository): Promise<string> {
  try {
    return (await runGit(repository.folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.exitCode === 1) throw unbornHead();
    throw gitFailed('rev-parse', error.stderr);
  }
}
