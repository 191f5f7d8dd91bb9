import { TARGET_PATHS } from '../tree/layout.js';

/** A mail of ours ends in our name; the commit's id at its beginning is none, since there is no commit. */
const MAIL = /^From 0{40,64} Mon Sep 17 00:00:00 2001\n[\s\S]*\n-- \nqemu-downtime \S+\n\s*$/;

/** The note is in the header, which ends where the diff begins. */
const QUILT = /^Description: (?:(?!\n---)[\s\S])*\n Backported by qemu-downtime: /;

/**
 * Whether a file is a patch that a run of this program wrote, in any form, or empty: only such a one may be replaced.
 * @param bytes one character a byte
 */
export function isOwnPatch(bytes: string): boolean {
  return bytes === '' || MAIL.test(bytes) || QUILT.test(bytes) || isOwnDiff(bytes);
}

/** A plain diff names nobody. It is taken for ours if it is as we write it, of files that we change, and adds what we add. */
function isOwnDiff(text: string): boolean {
  const heads = text.match(/^--- a\/.*\n\+\+\+ b\/.*$/gm) ?? [];
  const paths = heads.map((head) => head.slice(head.indexOf('\n+++ b/') + '\n+++ b/'.length));
  return (
    text.startsWith('--- a/') && paths.every((path) => TARGET_PATHS.has(path)) && /^\+.*downtime/m.test(text)
  );
}
