import { shellWord } from '../../shell-word.js';
import type { AbsentParts } from './absent-parts.js';
import type { Origin } from './tree-content.js';

/** What gets the parts that a tree lacks: one command where there is one. */
export function howToGet(
  { folders, submodules, subprojects }: AbsentParts,
  { kind, folder }: Origin,
): string {
  if (folders.length > 0)
    return kind === 'checkout'
      ? `take the whole tree: git -C ${shellWord(folder)} sparse-checkout disable`
      : 'take the whole tree, such as a release tarball of QEMU';
  const modules = `submodule update --init ${submodules.join(' ')}`;
  const downloads = (at: string) => `meson subprojects download --sourcedir ${at} ${subprojects.join(' ')}`;
  if (subprojects.length > 0)
    return kind === 'revision'
      ? `git does not hold them: verify a checkout of it, after ${downloads('CHECKOUT')}`
      : downloads(shellWord(folder));
  if (kind === 'files') return 'take the release tarball of QEMU, which has them, or a git clone';
  const command = `git -C ${shellWord(folder)} ${modules}`;
  return kind === 'revision' ? `with it checked out: ${command}` : command;
}
