import { shellWord } from '../shell-word.js';
import { type Place, type Problem, Refusal } from './problem.js';

/** Why a branch or patch was not written, worded in one place. */
export const backportProblems = {
  nameUnfit: (ref: string): Refusal =>
    new Refusal([
      {
        code: 'branch-name-unfit',
        expected: 'a name that git takes for a branch',
        found: `the branch would be called ${JSON.stringify(ref)}, which git does not take`,
        next: 'give another --branch-prefix',
      },
    ]),
  checkedOut: (ref: string, workTree: string): Refusal =>
    new Refusal([
      {
        code: 'branch-checked-out',
        expected: `${ref} to be checked out nowhere`,
        found: `it is checked out, or being rebased or bisected, in ${workTree}`,
        next: 'check out something else there, or give another --branch-prefix',
      },
    ]),
  /** `foreign`: what in it no run made, where that is not the branch's last commit as such. */
  notOurs: (
    ref: string,
    tip: string,
    foreign: { readonly commit: string; readonly file?: string } = { commit: tip },
  ): Refusal =>
    new Refusal([
      {
        code: 'branch-not-ours',
        expected: `no branch ${ref}, or one of commits of this program alone, as it made them`,
        found: foreignText(tip, foreign),
        next: 'rename or delete that branch, or give another --branch-prefix',
      },
    ]),
  differs: (ref: string, commit: string): Refusal =>
    new Refusal([
      {
        code: 'branch-differs',
        expected: `no branch ${ref}, or one with the same tree on the same parent`,
        found: `it is at ${commit}, an earlier port with another result or another parent, or changed since`,
        next: 'replace it with --force, which drops what it has besides, or give another --branch-prefix',
      },
    ]),
  sameName: (ref: string, other: string): Refusal =>
    new Refusal([
      {
        code: 'same-name',
        expected: 'revisions whose ports have different names',
        found: `${ref} is already what the port onto ${other} is called`,
        next: 'port one of the two in another run, with another --branch-prefix or --output',
      },
    ]),
  /** `isSameChange`: it takes out and puts in the same lines; `sameForAll`: a patch has this name whatever it is a port onto. */
  fileDiffers: (
    path: string,
    { isSameChange, sameForAll }: { readonly isSameChange: boolean; readonly sameForAll: boolean },
  ): Refusal =>
    new Refusal([
      {
        code: 'file-differs',
        place: { file: path },
        expected: 'no such file, or one with the same content',
        found: isSameChange
          ? 'a patch of an earlier port is there that changes the same lines; its header, line numbers or lines around are others, as after `quilt refresh`'
          : 'a patch of an earlier port, with other content or changed since, is there',
        next:
          sameForAll && !isSameChange
            ? 'if it is the port onto another revision, give another --output, or port onto both in one run, which gives each a folder; else replace it with --force, which drops what it has besides'
            : isSameChange
              ? 'keep it, or replace it with --force'
              : 'replace it with --force, which drops what it has besides, or give another --output',
      },
    ]),
  fileNotOurs: (path: string): Refusal =>
    new Refusal([
      {
        code: 'file-not-ours',
        place: { file: path },
        expected: 'no such file, or a patch that this program wrote',
        found: 'a file with other content is there, which no run of this program wrote as it is',
        next: 'move it away, or give another --output',
      },
    ]),
  /** `other`: a file that the patch changes and no port does. */
  fileNotOursAlone: (path: string, other: string): Refusal =>
    new Refusal([
      {
        code: 'file-not-ours',
        place: { file: path },
        expected: 'no such file, or a patch that this program wrote',
        found: `a patch of an earlier port is there that changes ${other} as well, which no port does: somebody added that`,
        next: `move it away, or take ${other} out of it, or give another --output`,
      },
    ]),
  /** `place`: a call that is there. */
  portedBefore: (place: Place): Problem => ({
    code: 'ported-before',
    place,
    expected: 'a tree without the checkpoints, or with the steps of the series that come before them',
    found: 'the checkpoints are here already, without the steps before them, which would move their places',
    next: 'revert the port of the checkpoints first, or port the series onto a revision without it, such as the parent of its commit',
  }),
  notAFile: (path: string, kind: string): Refusal =>
    new Refusal([
      {
        code: 'file-differs',
        place: { file: path },
        expected: 'no such file, or a regular one',
        found: `${kind} is there`,
        next: 'move it away, or give another --output',
      },
    ]),
} as const;

/** What is said of a result that is there. */
export const backportNotes = {
  otherMessage: (branch: string, isCheckedOut: boolean): string =>
    `the commit was there with another message, which stays; --force replaces it${isCheckedOut ? ` once ${shellWord(branch)} is checked out nowhere` : ''}`,
  /** --force does not replace it. */
  foreignMessage: (branch: string): string =>
    `the commit was there with a message that no run writes, which stays; to have it made anew, delete the branch: git branch -D ${shellWord(branch)}`,
  commentedOut: (name: string, series: string, line: number): string =>
    `${series}:${line} has ${name} in a comment, which stays: take the # away to have the patch applied`,
} as const;

function foreignText(
  tip: string,
  { commit, file }: { readonly commit: string; readonly file?: string },
): string {
  if (file !== undefined)
    return `its commit ${commit} changes ${file}, which no port does: somebody added that`;
  if (commit === tip) return `it is at ${commit}, a commit of somebody else’s`;
  return `it has the commit ${commit}, which is of somebody else and not in what is ported onto`;
}
