import { changesOf, type GitChange } from './text-change.js';
import { hunksText } from './unified-diff.js';

/** A diff byte for byte as `git diff --full-index` prints it. Files without change are left out. */
export function gitDiff(files: readonly GitChange[]): string {
  return changesOf(files)
    .map(
      (file) =>
        `diff --git a/${file.path} b/${file.path}\n` +
        `index ${file.beforeId}..${file.afterId} ${file.mode}\n` +
        `--- a/${file.path}\n+++ b/${file.path}\n${hunksText(file)}`,
    )
    .join('');
}
