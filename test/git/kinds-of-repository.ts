import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { putFiles } from '../tree/write/scratch-tree.js';
import { git, scratchFolder, scratchRepo } from './scratch-repo.js';

export const KINDS = ['sha1', 'sha256', 'bare', 'bare sha256', 'linked work tree', 'shallow clone'] as const;
export type Kind = (typeof KINDS)[number];

/** Nested and odd paths beside those of the marked changes, with an executable, a link and a submodule among them. */
export const FILES = {
  'a/b/c/deep.c': 'deep\n',
  'a/b/c/other.c': 'untouched\n',
  'a/b.c': 'sorts before the folder\n',
  'a/Ü \t"name.c': 'odd\n',
  'bin/run': '#!/bin/sh\n',
} as const;

/** A repository of that kind with {@link FILES} at HEAD, and a commit before it. */
export function repositoryOf(kind: Kind): string {
  const root = scratchRepo(kind.endsWith('sha256') ? 'sha256' : 'sha1');
  putFiles(root, FILES);
  chmodSync(join(root, 'bin/run'), 0o755);
  symlinkSync('deep.c', join(root, 'a/b/c/link.c'));
  git(root, 'add', '.');
  const head = git(root, 'rev-parse', 'HEAD');
  git(root, 'update-index', '--add', '--cacheinfo', `160000,${head},a/submodule`);
  git(root, 'commit', '--quiet', '-m', 'more');
  const other = join(scratchFolder(), 'other');
  if (kind.startsWith('bare')) git('/', 'clone', '--quiet', '--bare', root, other);
  else if (kind === 'linked work tree') git(root, 'worktree', 'add', '--quiet', '-b', 'side', other);
  else if (kind === 'shallow clone') git('/', 'clone', '--quiet', '--depth=1', `file://${root}`, other);
  else return root;
  return other;
}
