import { existsSync } from 'node:fs';

/** Where the package `debian-archive-keyring` puts the keys of every supported Debian release. */
export const ARCHIVE_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * The `Signed-By` of a suite: what the machine's entry says, and Debian's whole keyring beside it where that
 * entry names files only, because those may hold nothing but the keys of the machine's own release.
 * `undefined` leaves it to apt's own trusted keys; it never switches the check off.
 */
export function signedByFor(
  entrySignedBy: string | undefined,
  keyring = existsSync(ARCHIVE_KEYRING) ? ARCHIVE_KEYRING : undefined,
): string | undefined {
  if (entrySignedBy === undefined || entrySignedBy.trim() === '') return keyring;
  if (entrySignedBy.includes('-----BEGIN')) return entrySignedBy;
  const parts = entrySignedBy.split(/[\s,]+/).filter((part) => part !== '');
  if (keyring !== undefined && parts.every((part) => part.startsWith('/')) && !parts.includes(keyring)) {
    parts.push(keyring);
  }
  return parts.join(' ');
}
