import { mailPatch, needsKeepCr } from '../../patch/mail.js';
import type { PatchFormat } from './patch-form.js';

/**
 * A mailbox with one mail, for `git am`.
 * @throws Refusal where a mail cannot carry the message
 */
export const mbox: PatchFormat = ({ name, files, message, author, signature }) => {
  const id = '0'.repeat(files[0]?.afterId.length ?? 40);
  const bytes = mailPatch({ id, author, message, files, signature });
  const notes = needsKeepCr(files) ? ['lines end in CR LF here: apply it with git am --keep-cr'] : [];
  return { folder: '', name: `${name}.mbox`, bytes, inSeries: false, notes };
};
