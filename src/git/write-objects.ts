import { join } from 'node:path';
import { gitFailed } from '../problem/git-problems.js';
import { blobId } from '../tree/blob-id.js';
import type { Person } from './commit-text.js';
import { identityVariables } from './identity.js';
import { configuredHooksOff } from './planted-hooks.js';
import type { Repository } from './repository.js';
import { GitError, type GitOptions, runGit } from './run-git.js';
import { withScratchFolder } from './scratch-folder.js';

/** A file in a git tree or index. `path` is relative to the top of the repository. */
export interface TreeEntry {
  readonly path: string;
  /** `100644` or `100755`. */
  readonly mode: string;
  readonly id: string;
}

/** Runs a command that writes, and gives back the one id it prints. */
async function idFrom(repository: Repository, args: readonly string[], options: GitOptions): Promise<string> {
  try {
    return (await runGit(repository.folder, args, options)).trim();
  } catch (error) {
    if (error instanceof GitError) throw gitFailed(error.command, error.stderr);
    throw error;
  }
}

/**
 * Writes bytes as they are, without any filter, as a blob.
 * @returns its id, in the object format of the repository
 */
export async function writeBlob(repository: Repository, bytes: Buffer): Promise<string> {
  const id = await idFrom(repository, ['hash-object', '-w', '--no-filters', '--stdin'], { input: bytes });
  const expected = blobId(bytes, repository.format);
  if (id !== expected) throw new Error(`git made blob ${id} of bytes that are ${expected}`);
  return id;
}

/** Entries as `update-index -z --index-info` takes them. */
export function indexInfo(entries: readonly TreeEntry[]): Buffer {
  return Buffer.from(entries.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join(''));
}

/**
 * Writes a tree: that of a commit with some files replaced or added. The index of the repository is not used.
 * @param base a commit's full id
 */
export async function writeTree(
  repository: Repository,
  base: string,
  entries: readonly TreeEntry[],
): Promise<string> {
  const config = await configuredHooksOff(repository);
  return withScratchFolder(async (folder) => {
    const options = { config, env: { GIT_INDEX_FILE: join(folder, 'index') } };
    await idFrom(repository, ['read-tree', `${base}^{tree}`], options);
    const input = indexInfo(entries);
    await idFrom(repository, ['update-index', '-z', '--index-info'], { ...options, input });
    return idFrom(repository, ['write-tree'], options);
  });
}

/** What a new commit is made of. */
export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/**
 * Writes a commit object and moves nothing. Never signed: signing starts a program that the configuration names.
 * The message is taken as it is.
 */
export async function writeCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const env = {
    ...identityVariables('AUTHOR', commit.author),
    ...identityVariables('COMMITTER', commit.committer),
  };
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return idFrom(repository, ['commit-tree', '--no-gpg-sign', ...parents, '-F', '-', commit.tree], {
    input: Buffer.from(commit.message),
    env,
  });
}
