import { readFileSync } from 'node:fs';
import { systemReason } from '../problem/system-reason.js';
import { usageProblems } from '../problem/usage-problems.js';

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
