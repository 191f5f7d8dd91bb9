import { anyOf } from '../near-names.js';
import { shellWord } from '../shell-word.js';
import { saidInOneLine } from './printable.js';
import { EnvironmentLack, type Failure, Refusal } from './problem.js';

/** git itself isn't installed. */
export function noGit(): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-git',
      expected: 'the git program',
      found: 'no git on the PATH',
      next: 'install git, or run the command without the options that need it',
    },
  ]);
}

/** git ran and failed for a reason that isn't the caller's to judge; `hint` is its own text. */
export function gitFailed(command: string, hint: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'git-failed',
      expected: `\`git ${command}\` to work here`,
      found: `git says: ${saidInOneLine(hint) || 'nothing'}`,
      next: 'do what git asks for, then run the command again',
    },
  ]);
}

/** No folder there at all. `path` is as the user gave it. */
export function noSuchRepository(path: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'no-such-repository',
      expected: 'a git repository',
      found: `${path}: ${why}`,
      next: 'give the path of a repository or of a folder in its work tree',
    },
  ]);
}

export function notAGitTree(path: string): Refusal {
  return new Refusal([
    {
      code: 'not-a-git-tree',
      expected: 'a git checkout or repository',
      found: `${path} is not in a git repository`,
      next: 'give the path of a repository; `apply` without --commit and `lint` without --rev need none',
    },
  ]);
}

/** The repository's configuration says that its files are somewhere else than the tree is. */
export function otherWorkTree(path: string, workTree: string): Refusal {
  return new Refusal([
    {
      code: 'other-work-tree',
      expected: `${path} to be the work tree of its repository, or a folder in it`,
      found: `the repository's work tree is ${workTree || 'nowhere (a bare repository)'}`,
      next: 'look at core.worktree and core.bare in the configuration of the repository',
    },
  ]);
}

/** @param meant refs that it may be meant for */
export function unknownRevision(revision: string, why: string, meant: readonly string[] = []): Refusal {
  return new Refusal([
    {
      code: 'unknown-revision',
      expected: 'a revision that names one commit of the repository',
      found: `${JSON.stringify(revision)}: ${saidInOneLine(why)}`,
      next:
        meant.length === 0
          ? 'check the name with `git rev-parse`, and fetch it if it is not there yet'
          : `did you mean ${anyOf(meant)}?`,
    },
  ]);
}

/** A pattern that fits branches of ours alone, which no pattern stands for. */
export function onlyOwnRefsFit(pattern: string, count: number, branchPrefix: string): Refusal {
  return new Refusal([
    {
      code: 'unknown-revision',
      expected: 'a pattern that fits a branch or tag of others',
      found: `what fits ${JSON.stringify(pattern)} (${count}) is made by backport: patterns pass over ${JSON.stringify(branchPrefix)}`,
      next: 'name such a branch exactly, or give another --branch-prefix',
    },
  ]);
}

/** A pattern that stands for no branch or tag. @param meant patterns that fit something, which it may be meant for */
export function noRefFits(pattern: string, meant: readonly string[] = []): Refusal {
  return new Refusal([
    {
      code: 'unknown-revision',
      expected:
        'a pattern that fits a branch or tag (`*` stops at a slash; `**` stands for any folders where it is a whole one: `**/x`, `x/**`)',
      found: `no ref fits ${JSON.stringify(pattern)}`,
      next:
        meant.length === 0
          ? 'see `git for-each-ref --format="%(refname)"` for the names'
          : `did you mean ${anyOf(meant)}?`,
    },
  ]);
}

export function unbornHead(): Refusal {
  return new Refusal([
    {
      code: 'unborn-head',
      expected: 'a commit to put the new one on',
      found: 'a branch without any commit yet',
      next: 'commit the QEMU sources first',
    },
  ]);
}

/** An object that a partial clone has not fetched. Nothing is ever fetched by this program. */
export function missingObject(repository: string, object: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'missing-object',
      expected: `the object ${object} in the repository (nothing is ever fetched)`,
      found: 'a partial clone that does not hold it',
      next: `fetch it with \`git -C ${shellWord(repository)} cat-file -e ${object}\``,
    },
  ]);
}

/** An object that is there by name only: its file is gone or damaged. */
export function brokenObject(repository: string, object: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'broken-object',
      expected: `the object ${object} to be readable`,
      found: 'git cannot read it: its file is gone or damaged',
      next: `see what \`git -C ${shellWord(repository)} fsck\` says, and restore the object from another clone`,
    },
  ]);
}

/** `operation` is what git calls it: merge, rebase, cherry-pick, revert. */
export function operationInProgress(operation: string, marker: string): Refusal {
  return new Refusal([
    {
      code: 'operation-in-progress',
      expected: 'a work tree in which no merge, rebase, cherry-pick or revert is going on',
      found: `a ${operation} (${marker} is there)`,
      next: `finish or abort the ${operation}, or leave out --commit`,
    },
  ]);
}

/** `what`: how the file differs from the commit at HEAD. */
export function notCommittable(
  path: string,
  code: 'staged' | 'modified' | 'not-tracked',
  what: string,
): Refusal {
  return new Refusal([
    {
      code,
      place: { file: path },
      expected: 'the file as it is in the commit at HEAD, byte for byte, in the index and in the work tree',
      found: what,
      next: `commit or stash the changes to ${path}, or leave out --commit`,
    },
  ]);
}

/** As {@link notCommittable}, where the change to commit is in the work tree already. */
export function orUndoFirst(refusal: Refusal, undo: 'apply' | 'revert'): Refusal {
  return new Refusal(
    refusal.problems.map((problem) => ({
      ...problem,
      next: `${problem.next}, or ${undo} first, then run with --commit`,
    })),
  );
}

export function indexLocked(lockPath: string): Refusal {
  return new Refusal([
    {
      code: 'index-locked',
      place: { file: lockPath },
      expected: 'no other git command at work in this checkout',
      found: 'the index is locked',
      next: `wait for the other git command; if none is running, delete ${lockPath}`,
    },
  ]);
}

/** The index or a ref was changed by somebody else during the run. */
export function repositoryChanged(what: string): Refusal {
  return new Refusal([
    {
      code: 'changed-meanwhile',
      expected: 'the repository as it was when the commit was prepared',
      found: what,
      next: 'run the command again',
    },
  ]);
}

/** The failure with what became of the files that had been written before it. */
export function withFilesPutBack(failure: Failure): Failure {
  const problems = failure.problems.map((problem) => ({
    ...problem,
    found: `${problem.found.trimEnd()}; every file was put back`,
  }));
  if (failure instanceof Refusal) return new Refusal(problems);
  return failure instanceof EnvironmentLack ? new EnvironmentLack(problems) : failure;
}

/** Another git process holds a ref, or one that was killed left its lock. */
export function refLocked(ref: string, lockPath: string): Refusal {
  return new Refusal([
    {
      code: 'ref-locked',
      place: { file: lockPath },
      expected: `no other git command at work on ${ref}`,
      found: `${ref} is locked`,
      next: `wait for the other git command; if none is running, delete ${lockPath}`,
    },
  ]);
}

/** `refs/heads/a` and `refs/heads/a/b` cannot be at the same time. `why` is git's own text. */
export function refInTheWay(ref: string, why: string): Refusal {
  return new Refusal([
    {
      code: 'ref-in-the-way',
      expected: `room for ${ref}: no ref that is a folder of it, or has it for a folder`,
      found: saidInOneLine(why),
      next: 'choose another name, or rename or delete the ref that is in the way',
    },
  ]);
}

/** `mode` is git's: 120000 a symbolic link, 160000 a submodule, 40000 a folder. */
export function notAFileInCommit(path: string, mode: string): Refusal {
  return new Refusal([
    {
      code: 'not-a-file',
      place: { file: path },
      expected: 'a regular file in a folder (mode 100644 or 100755)',
      found: `an entry of mode ${mode} in the commit`,
      next: 'restore the file from the QEMU release',
    },
  ]);
}

export function nulInMessage(): Refusal {
  return new Refusal([
    {
      code: 'nul-in-message',
      expected: 'a commit message of text',
      found: 'a message with a NUL byte in it, which git does not take',
      next: 'take the byte out of the message',
    },
  ]);
}

/** `why` is git's own text. */
export function noSpaceForObjects(repository: string, why: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-space',
      place: { file: repository },
      expected: 'room to store the new commit',
      found: `git says: ${saidInOneLine(why)}; no ref was moved`,
      next: 'free some space (or lift the quota or limit), then run the command again',
    },
  ]);
}

/** git doesn't know who the user is; `hint` is its own text. */
export function noIdentity(hint: string): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-identity',
      expected: 'a name and an e-mail address for the commit',
      found: `git says: ${saidInOneLine(hint)}`,
      next: 'set user.name and user.email with `git config`, then run the command again',
    },
  ]);
}
