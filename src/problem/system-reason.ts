/** What the system's errors mean; those that somebody may want to look up with their code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'a folder, not a file',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'something is in the way there',
  EACCES: 'no permission (EACCES)',
  EPERM: 'not permitted (EPERM)',
  EROFS: 'the disk is read-only (EROFS)',
  ENOSPC: 'no space is left on the disk (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  EFBIG: 'too large for the disk (EFBIG)',
  EIO: 'the disk fails (EIO)',
  ELOOP: 'links that lead in a circle (ELOOP)',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open (EMFILE)',
  ENFILE: 'too many files are open (ENFILE)',
  ENOMEM: 'memory is short (ENOMEM)',
  EBUSY: 'in use (EBUSY)',
  ENXIO: 'nothing is at its other end (ENXIO)',
  ETXTBSY: 'a program that is running (ETXTBSY)',
  EAGAIN: 'nothing to read there yet (EAGAIN)',
  ERR_FS_FILE_TOO_LARGE: 'larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'larger than 512 MiB',
};

/** An error code of the system, such as `ENOENT`, in words. */
export function reasonOf(code: string): string {
  return Object.hasOwn(REASONS, code) ? (REASONS[code] ?? code) : code;
}

/**
 * Why the system declined to read or to write something, in words; of an error that is not the system's its own message.
 * @param doing what was tried: a file to be written need not have been there
 */
export function systemReason(error: unknown, doing: 'read' | 'write' = 'read'): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ENOENT' && doing === 'write') return 'no file can be made there (ENOENT)';
  return code !== undefined && Object.hasOwn(REASONS, code) ? reasonOf(code) : error.message;
}
