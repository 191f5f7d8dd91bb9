import { patchedFiles } from '../patch/patched-files.js';
import { TARGET_PATHS } from '../tree/layout.js';

/** A mail of ours ends in our name; the commit's id at its beginning is none, since there is no commit. */
const MAIL = /^From 0{40,64} Mon Sep 17 00:00:00 2001\n[\s\S]*\n-- \nqemu-downtime \S+\n\s*$/;

/** The note is in the header, which ends where the diff begins. */
const QUILT = /^Description: (?:(?!\n---)[\s\S])*\n (?:Backported by qemu-downtime: |\[qemu-downtime: )/;

/** What a file is that a patch is to be written to: ours, or not, or ours with changes to a file that no port changes. */
export type PatchOwner = 'ours' | 'foreign' | { readonly foreignFile: string };

/**
 * Whether a file is a patch that a run of this program wrote, in any form, or empty: only such a one may be replaced.
 * @param bytes one character a byte
 */
export function patchOwner(bytes: string): PatchOwner {
  if (bytes === '') return 'ours';
  if (!MAIL.test(bytes) && !QUILT.test(bytes) && !isDiff(bytes)) return 'foreign';
  const foreignFile = patchedFiles(bytes).find((path) => !TARGET_PATHS.has(path));
  return foreignFile === undefined ? 'ours' : { foreignFile };
}

/** A plain diff names nobody. It is taken for ours if it is as we write it and adds what we add. */
function isDiff(text: string): boolean {
  return text.startsWith('--- a/') && /^\+.*downtime/m.test(text);
}
