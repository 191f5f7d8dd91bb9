import { shellWord } from '../shell-word.js';
import { Refusal } from './problem.js';

/** What needs the files of a tree, and may be asked to work on a repository. */
export type TreeCommand = 'apply' | 'revert' | 'lint' | 'verify';

/** What to do with a repository instead: the same, or the nearest to it, to a revision. */
function withRevisionsOf(path: string, command: TreeCommand, revision: string): string {
  const repository = shellWord(path);
  if (command === 'revert') return `clone it for its files: git clone ${repository} qemu`;
  return command === 'apply'
    ? `port revisions of it: qemu-downtime backport ${repository} --onto ${revision}`
    : `name ${command === 'lint' ? 'revisions' : 'a revision'} of it: qemu-downtime ${command} ${repository} --rev ${revision}`;
}

/**
 * A bare repository, or the git folder of a checkout, in place of a folder with sources.
 * @param isQemuAtHead whether HEAD is a revision to name
 */
export function repositoryAsTree(command: TreeCommand, path: string, isQemuAtHead: boolean): Refusal {
  const how = withRevisionsOf(path, command, isQemuAtHead ? 'HEAD' : 'REV');
  const list = `HEAD is not QEMU’s; git -C ${shellWord(path)} for-each-ref lists others`;
  return new Refusal([
    {
      code: 'not-a-qemu-tree',
      expected: 'a folder with an unpacked QEMU source tree, or revisions of a repository',
      found: `${path} is a git repository without a work tree`,
      next: isQemuAtHead || command === 'revert' ? how : `${how} (${list})`,
    },
  ]);
}

/**
 * A checkout of QEMU without its files.
 * @param isEmpty whether nothing at all was checked out, as by `git clone --no-checkout`
 */
export function notCheckedOut(command: TreeCommand, path: string, isEmpty: boolean): Refusal {
  const checkOut = `git -C ${shellWord(path)} ${isEmpty ? 'checkout' : 'sparse-checkout disable'}`;
  const orElse = command === 'revert' ? '' : `, or ${withRevisionsOf(path, command, 'HEAD')}`;
  return new Refusal([
    {
      code: 'not-a-qemu-tree',
      expected: 'a folder with an unpacked QEMU source tree, or revisions of a repository',
      found: `${path} is a git checkout of QEMU without ${isEmpty ? 'its' : 'the migration’s'} files${isEmpty ? '' : ' (sparse, or they were deleted)'}`,
      next: `check them out: ${checkOut}${orElse}`,
    },
  ]);
}
