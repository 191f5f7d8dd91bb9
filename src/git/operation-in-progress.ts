import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { operationInProgress } from '../problem/git-problems.js';
import { errnoOf } from '../tree/errno.js';
import type { Repository } from './repository.js';

/** What git leaves in a work tree's git folder while the user is in the middle of something. */
const MARKERS: readonly (readonly [marker: string, operation: string])[] = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase or am'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['sequencer', 'cherry-pick or revert'],
];

/**
 * Refuses a work tree in which a merge, rebase, cherry-pick or revert is going on: a commit in its midst would
 * become part of it. A bisect is fine, since it leaves commits alone.
 */
export function requireNoOperation(repository: Repository): void {
  for (const [marker, operation] of MARKERS) {
    try {
      lstatSync(join(repository.gitFolder, marker));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') continue;
      throw error;
    }
    throw operationInProgress(operation, marker);
  }
}
