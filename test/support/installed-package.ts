import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** The built package as it is installed, with these of its packages; in a folder of its own. */
export function installedPackage(space: string, packages: readonly string[]): string {
  const folder = mkdtempSync(join(space, 'installed-'));
  cpSync(dirname(inject('cliPath')), join(folder, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'templates'), join(folder, 'templates'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of packages)
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  return folder;
}
