import { readFileSync } from 'node:fs';
import type { Repository } from '../../src/git/repository.js';
import { GitError, runGit } from '../../src/git/run-git.js';
import { gitFailed } from '../../src/problem/git-problems.js';
import {
  downtimeCorrection,
  type GoldenCommit,
  goldenReleases,
  upstreamCommit,
} from '../../test/golden/golden.js';

/** A revision to port onto, and the name it goes by in the table. */
export interface Selected {
  readonly name: string;
  /** What git is asked for. */
  readonly revision: string;
  /** Port with upstream's corrections, whatever was asked for. */
  readonly fixes?: boolean;
}

/** The files that a history is thinned out by. */
const MIGRATION_PATHS = [
  'migration.c',
  'savevm.c',
  'migration/migration.c',
  'migration/savevm.c',
  'migration/trace-events',
];

/** From v1.3 to the parent of upstream's commit: the code that the port is for, all of it. */
export function defaultRange(): string {
  return `${goldenReleases.get('v1.3.0')?.commit}..${upstreamCommit.before_commit}`;
}

/** The commits of a range that touch the migration sources, oldest first. */
export async function touching(repository: Repository, range: string): Promise<Selected[]> {
  return revisionList(repository, ['--reverse', '--end-of-options', range, '--', ...MIGRATION_PATHS]);
}

/** Every n-th commit of a range's main line, oldest first, and always the last. */
export async function everyNth(repository: Repository, range: string, step: number): Promise<Selected[]> {
  const all = await revisionList(repository, [
    '--reverse',
    '--first-parent',
    '--end-of-options',
    range,
    '--',
  ]);
  return all.filter((_, index) => (all.length - 1 - index) % step === 0);
}

/** The refs that fit a pattern, in which a star stands for any text, slashes included. */
export async function refs(repository: Repository, pattern: string): Promise<Selected[]> {
  const expression = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.')}$`,
  );
  const listed = await runGit(repository.folder, ['for-each-ref', '--format=%(refname)']);
  return lines(listed)
    .filter((name) => expression.test(name))
    .map((name) => ({ name, revision: name }));
}

/** The revisions of a file, one a line; what follows the first blank is a remark. */
export function listed(file: string): Selected[] {
  return lines(readFileSync(file, 'utf8')).flatMap((line) => {
    const [revision = ''] = line.trim().split(/\s/);
    return revision === '' || revision.startsWith('#') ? [] : [{ name: revision, revision }];
  });
}

/** Every final release, the parent of upstream's commit, and the parent of its later correction. */
export function releases(): Selected[] {
  const finals = [...goldenReleases].map(([name, { commit }]) => ({ name, revision: commit }));
  return [
    ...finals,
    { name: `${upstreamCommit.after_commit.slice(0, 10)}^`, revision: upstreamCommit.before_commit },
    ...(downtimeCorrection ? [correctionParent(downtimeCorrection)] : []),
  ];
}

function correctionParent({ before_commit, after_commit }: GoldenCommit): Selected {
  return { name: `${after_commit.slice(0, 10)}^ --fixes`, revision: before_commit, fixes: true };
}

async function revisionList(repository: Repository, args: readonly string[]): Promise<Selected[]> {
  try {
    const ids = lines(await runGit(repository.folder, ['rev-list', ...args]));
    return ids.map((id) => ({ name: id, revision: id }));
  } catch (error) {
    if (error instanceof GitError) throw gitFailed('rev-list', error.stderr);
    throw error;
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
