const SUFFIX = '.patch';
const MAX_LENGTH = 64;

/** A file's name for a patch, as `git format-patch` makes it of a subject, without a number; at most 64 characters. */
export function patchName(subject: string): string {
  const slug = subject
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/\.{2,}/g, '.')
    // Unlike git's: no number stands before it, and a dot would hide the file.
    .replace(/^[-.]+/, '')
    .slice(0, MAX_LENGTH - SUFFIX.length)
    .replace(/[-.]+$/, '');
  return `${slug === '' ? 'unnamed' : slug}${SUFFIX}`;
}
