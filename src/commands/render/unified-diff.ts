import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FilePlan } from '../../port/port-result.js';

/** Lines added and removed by a file's change. */
export interface DiffCount {
  readonly insertions: number;
  readonly deletions: number;
}

/** A diff that `git apply` and `patch -p1` take, one character a byte. Files without change are left out. */
export function unifiedDiff(files: readonly FilePlan[]): string {
  return files
    .filter((file) => file.before !== file.after)
    .map((file) =>
      createTwoFilesPatch(`a/${file.path}`, `b/${file.path}`, file.before, file.after, undefined, undefined, {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
        stripTrailingCr: false,
      }),
    )
    .join('');
}

/** Counts the lines of the unified diff of one file. Lines that look like its header are none. */
export function countDiff(diff: string): DiffCount {
  const body = diff.slice(Math.max(diff.indexOf('\n@@ '), 0)).split('\n');
  return {
    insertions: body.filter((line) => line.startsWith('+')).length,
    deletions: body.filter((line) => line.startsWith('-')).length,
  };
}
