import { packageVersion } from '../package-version.js';

/** Which program this is, and what runs it, in a line. */
export function programLine(): string {
  return `qemu-downtime ${knownVersion()}, node ${process.version}, ${process.arch}`;
}

/** A damaged package must not hide the defect that it made. */
function knownVersion(): string {
  try {
    return packageVersion();
  } catch {
    return 'of unknown version';
  }
}
