import { existsSync, readFileSync } from 'node:fs';
import { systemReason } from '../problem/system-reason.js';
import { usageProblems } from '../problem/usage-problems.js';

/**
 * The revisions that `--onto` and `--onto-file` name.
 * @param repository as it was given: where it is no folder, it may be meant for a revision
 * @throws WrongUsage `no-revision`
 */
export function revisionsToPort(
  { onto = [], ontoFile }: { readonly onto?: readonly string[]; readonly ontoFile?: string },
  repository: string,
): string[] {
  const texts = [...onto, ...revisionsIn(ontoFile, '--onto-file')];
  if (texts.length > 0) return texts;
  throw ontoFile === undefined
    ? usageProblems.noRevision(existsSync(repository) ? undefined : repository)
    : usageProblems.emptyList('--onto-file', ontoFile);
}

/** The revisions in a file, one a line; empty lines, and what is behind a `#`, are passed over. */
export function revisionsIn(path: string | undefined, option: string): string[] {
  if (path === undefined) return [];
  return readNamedFile(path, option)
    .split('\n')
    .map((line) => line.trim().replace(/(?:^|\s+)#.*$/, ''))
    .filter((line) => line !== '');
}

/**
 * Reads a file that an option names; `-` is standard input.
 * @throws WrongUsage `file-unreadable`
 */
export function readNamedFile(path: string, option: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw usageProblems.unreadable(option, path, systemReason(error));
  }
}
