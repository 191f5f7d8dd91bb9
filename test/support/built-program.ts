import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built `dist/cli.js`, in a copy that nobody rebuilds while the tests run. */
    readonly cliPath: string;
  }
}

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

function isStale(): boolean {
  const program = join(DIST, 'cli.js');
  if (!existsSync(program)) return true;
  const built = statSync(program).mtimeMs;
  const sources = [
    newest(join(ROOT, 'src')),
    newest(join(ROOT, 'scripts/build')),
    statSync(join(ROOT, 'scripts/build.ts')).mtimeMs,
  ];
  return Math.max(...sources) > built;
}

/** Builds the program unless the last build is newer than every source, and gives the tests their copy of it. */
export default function setup(project: TestProject): () => void {
  if (isStale()) execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
  // Inside the package, where the program finds its templates and packages.
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(join(cache, 'qemu-downtime-'));
  cpSync(DIST, copy, { recursive: true });
  project.provide('cliPath', join(copy, 'cli.js'));
  return () => rmSync(copy, { recursive: true, force: true });
}
