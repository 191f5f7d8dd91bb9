import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { MARKED_CHANGES } from './marked-changes.js';

/** Writes files below a folder, making the folders between. */
export function putFiles(root: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** A fresh folder that is removed when the test ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A small tree with the old bytes of {@link MARKED_CHANGES}. */
export function scratchTree(root = scratchFolder()): string {
  putFiles(root, { VERSION: '7.2.0\n' });
  for (const { path, before } of MARKED_CHANGES) putFiles(root, { [path]: before });
  return root;
}

/** Every file below a folder, relative, sorted. */
export function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** `old`, `new`, or what is wrong: a mixture, or files that don't belong there. */
export function stateOfTree(root: string): string {
  const expected = ['VERSION', ...MARKED_CHANGES.map(({ path }) => path)].sort();
  const found = listFiles(root);
  if (found.join() !== expected.join()) return `stray or missing files: ${found.join(' ')}`;
  const states = MARKED_CHANGES.map(({ path, before, after }) => {
    const bytes = readFileSync(join(root, path));
    return bytes.equals(before) ? 'old' : bytes.equals(after) ? 'new' : `wrong bytes in ${path}`;
  });
  return [...new Set(states)].join(' and ');
}
