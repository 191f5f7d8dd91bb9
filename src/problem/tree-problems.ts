import { EnvironmentLack, Failure, Refusal } from './problem.js';
import { reasonOf } from './system-reason.js';

/** Exit 130: the user interrupted; the work was undone or finished before this was thrown, never left half-way. */
export class Interrupted extends Failure {
  override readonly exitCode = 130;
}

/** No folder there at all. `root` is the path as the user gave it. */
export function noSuchTree(root: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'no-such-tree',
      expected: 'a folder with an unpacked QEMU source tree',
      found: `${root}: ${why}`,
      next: 'give the path of the top folder of a QEMU source tree',
    },
  ]);
}

/** `lookedFor` lists, role by role, the paths tried where none was found; `top` is the tree that the folder is in. */
export function notAQemuTree(name: string, lookedFor: readonly string[], top?: string): Refusal {
  return new Refusal([
    {
      code: 'not-a-qemu-tree',
      expected: 'the migration sources and their trace-events file of QEMU 1.0 or later',
      found: `${name} has none of: ${lookedFor.join('; none of: ')}`,
      next:
        top === undefined
          ? 'give the top folder of a QEMU source tree (the one that holds VERSION and configure)'
          : `give the top folder of the tree: ${top}`,
    },
  ]);
}

/** A tree's folder of migration sources, which looks like an old tree itself. */
export function notTheTopFolder(name: string, top: string): Refusal {
  return new Refusal([
    {
      code: 'not-the-top-folder',
      expected: 'the top folder of a QEMU source tree (the one that holds VERSION and configure)',
      found: `${name} is the folder migration of a QEMU source tree`,
      next: `give the top folder of the tree: ${top}`,
    },
  ]);
}

/** The same source twice, of releases that keep it at different places. */
export function twoLayouts(name: string, rival: string, own: string): Refusal {
  return new Refusal([
    {
      code: 'two-layouts',
      place: { file: rival },
      expected: `one of ${own} and ${rival}`,
      found: `${name} has both ${own} and ${rival}; no release does, and the build uses but one`,
      next: 'delete the one that the build does not use: a merge of a commit from another release left it',
    },
  ]);
}

/** A path that leads out of the tree or isn't in its plain form. */
export function pathLeavesTree(path: string): Refusal {
  return new Refusal([
    {
      code: 'path-leaves-tree',
      place: { file: path },
      expected: 'a plain relative path below the top of the tree',
      found: 'a path that is absolute, empty, or has "." or ".." in it',
      next: 'use the path as git prints it',
    },
  ]);
}

/** A symbolic link, as the file itself or as one of the folders above it. */
export function symlinkInTree(path: string): Refusal {
  return new Refusal([
    {
      code: 'symlink-in-tree',
      place: { file: path },
      expected: 'a real file or folder inside the tree',
      found: 'a symbolic link, which may lead out of the tree',
      next: 'replace the link by what it points to, or work on a plain unpacked tree',
    },
  ]);
}

/** `kind` says what is there instead: FIFO, socket, folder and so on. */
export function notARegularFile(path: string, kind: string): Refusal {
  return new Refusal([
    {
      code: 'not-a-regular-file',
      place: { file: path },
      expected: 'a regular file',
      found: kind,
      next: 'restore the file from the QEMU release or from git',
    },
  ]);
}

/** A file stands where a folder should be. */
export function notAFolder(path: string, kind: string): Refusal {
  return new Refusal([
    {
      code: 'not-a-folder',
      place: { file: path },
      expected: 'a folder',
      found: kind,
      next: 'restore the folder from the QEMU release or from git',
    },
  ]);
}

export function missingFile(path: string): Refusal {
  return new Refusal([
    {
      code: 'missing-file',
      place: { file: path },
      expected: 'a file of the QEMU tree',
      found: 'no such file',
      next: 'restore the file from the QEMU release or from git',
    },
  ]);
}

/** `why` is the system's reason, e.g. EACCES. */
export function unreadable(path: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'unreadable',
      place: { file: path },
      expected: 'a file or folder that this user can read',
      found: `cannot be read: ${reasonOf(why)}`,
      next: 'check its permissions, or run as the user who owns the tree',
    },
  ]);
}

export function tooLarge(path: string, size: number, limit: number): Refusal {
  return new Refusal([
    {
      code: 'too-large',
      place: { file: path },
      expected: `a source file of at most ${limit} bytes`,
      found: `${size} bytes`,
      next: 'check that this is a QEMU source file',
    },
  ]);
}

/** `what` says what changed: its bytes, its kind, or that it is gone. */
export function changedMeanwhile(path: string, what: string): Refusal {
  return new Refusal([
    {
      code: 'changed-meanwhile',
      place: { file: path },
      expected: 'the bytes that the plan was made from',
      found: what,
      next: 'run the command again: it plans anew from the present bytes',
    },
  ]);
}

/** `why` is the missing write permission or the system's reason. */
export function notWritable(path: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'not-writable',
      place: { file: path },
      expected: 'a file or folder that may be written',
      found: why,
      next: `make it writable (chmod u+w ${path}) if it is meant to be changed`,
    },
  ]);
}

/** Another live run holds the tree. `holder` is already text such as `process 42`. */
export function locked(lockPath: string, holder: string): Refusal {
  return new Refusal([
    {
      code: 'locked',
      place: { file: lockPath },
      expected: 'no other run writing to this tree',
      found: `${holder} holds the lock`,
      next: `wait for it to end; if it is certain that it is gone, delete ${lockPath}`,
    },
  ]);
}

/** The lock file isn't one that this program writes. */
export function foreignLock(lockPath: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'foreign-lock',
      place: { file: lockPath },
      expected: 'a lock file written by qemu-downtime',
      found: why,
      next: `look where it comes from, then delete ${lockPath}`,
    },
  ]);
}

/** The journal isn't one that this program writes, or names paths that it never would. */
export function foreignJournal(journalPath: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'foreign-journal',
      place: { file: journalPath },
      expected: 'a journal written by an interrupted qemu-downtime',
      found: why,
      next: `look where it comes from, then delete ${journalPath}`,
    },
  ]);
}

/** A killed run left a journal, and this command does not write. */
export function interruptedWrite(journalPath: string): Refusal {
  return new Refusal([
    {
      code: 'interrupted-write',
      place: { file: journalPath },
      expected: 'a tree that no run is in the middle of writing',
      found:
        'the journal of a run that was killed, or is still at work: some files may be new and others old',
      next: 'run `qemu-downtime apply` or `revert` on the tree, which first completes the interrupted write',
    },
  ]);
}

/** A killed run can't be completed because `path` was edited since. */
export function journalConflict(path: string, journalPath: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'journal-conflict',
      place: { file: path },
      expected: 'the file as the interrupted run left it, so that the write can be completed',
      found: why,
      next: `restore the file (for example with git checkout), or delete ${journalPath} to keep every file as it is`,
    },
  ]);
}

/** The disk, a quota or another resource of the system ran out or failed. `state` says how the tree was left. */
export function systemShort(path: string, why: string, state: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-space',
      place: { file: path },
      expected: 'room and resources to write the new files beside the old ones',
      found: `${why}; ${state}`,
      next: 'free some space (or lift the quota or limit), then run the command again',
    },
  ]);
}

/** The result of a command could not be written. `state` says what became of the work itself. */
export function resultLost(output: string, why: string, state: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'result-lost',
      place: { file: output },
      expected: 'room and resources to write the result',
      found: `${why}; ${state}`,
      next: 'mend what the system names (permission, space, quota), or write the result elsewhere',
    },
  ]);
}

/** `state` says whether the work was undone or completed. */
export function interrupted(state: string): Interrupted {
  return new Interrupted([
    {
      code: 'interrupted',
      expected: 'to run to the end',
      found: `interrupted by a signal; ${state}`,
      next: 'run the command again when wanted',
    },
  ]);
}
