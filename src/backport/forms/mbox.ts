import { mailPatch, needsKeepCr } from '../../patch/mail.js';
import type { PatchFormat } from './patch-form.js';

/**
 * A mailbox with a mail a commit, for `git am`.
 * @throws Refusal where a mail cannot carry the message
 */
export const mbox: PatchFormat = ({ name, commits, signature }) => {
  const mails = commits.map(({ files, message, author }, index) => {
    const id = '0'.repeat(files[0]?.afterId.length ?? 40);
    return mailPatch({
      id,
      author,
      message,
      files,
      signature,
      position: { at: index + 1, of: commits.length },
    });
  });
  const keepCr = commits.some(({ files }) => needsKeepCr(files));
  const notes = keepCr ? ['lines end in CR LF here: apply it with git am --keep-cr'] : [];
  return [{ folder: '', name: `${name}.mbox`, bytes: Buffer.concat(mails), inSeries: false, notes }];
};
