/** Takes from a line what mail programs and editors put around it: quoting, line ends, quoted-printable. */
export function unpasted(line: string): string {
  const plain = (/^[>\s]/.test(line) ? line.replace(/^[>\s]+/, '') : line).trimEnd();
  if (!plain.includes('=3D')) return plain;
  const joined = plain.replace(/=\r?\n/g, '');
  return joined.replace(/=([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
