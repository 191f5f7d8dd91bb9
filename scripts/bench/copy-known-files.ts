import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KNOWN_PATHS } from '../../src/tree/layout.js';

/** Copies the files of a QEMU tree that the program reads; a whole tree has some hundred megabytes. */
export function copyKnownFiles(from: string, to: string): void {
  for (const path of KNOWN_PATHS.filter((known) => existsSync(join(from, known)))) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path));
  }
}
