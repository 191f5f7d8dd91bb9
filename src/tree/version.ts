/**
 * The release number from the bytes of a VERSION file. The file is text of a possibly hostile tree and gets
 * printed, so anything but one short word of plain characters counts as no version.
 */
export function versionFrom(bytes: Buffer | undefined): string | null {
  if (bytes === undefined || bytes.length > 4096) return null;
  const first = bytes.toString('latin1').split('\n', 1)[0] ?? '';
  const word = first.trim();
  return /^[\w.+~:-]{1,64}$/.test(word) ? word : null;
}
