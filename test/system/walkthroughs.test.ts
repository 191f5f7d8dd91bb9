import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const root = join(import.meta.dirname, '../..');

/** A copy of this repository, with its packages, for a walkthrough to change. */
function copyOfRepository(): string {
  const folder = scratchFolder();
  for (const part of ['src', 'test', 'scripts', 'templates', 'qemu-fixtures', 'docs', 'man'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'vitest.config.ts', 'README.md'])
    cpSync(join(root, file), join(folder, file));
  mkdirSync(join(folder, 'dist'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Step {
  readonly kind: 'diff' | 'sh walkthrough';
  readonly text: string;
}

/** The changes and commands of a page, in their order. */
function stepsOf(page: string): Step[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(diff|sh walkthrough)\n([\s\S]*?)^```$/gm)].map(([, kind, step = '']) => ({
    kind: kind === 'diff' ? 'diff' : 'sh walkthrough',
    text: step,
  }));
}

function take({ kind, text }: Step, folder: string): void {
  const [program, args] =
    kind === 'diff'
      ? ['git', ['apply', '--whitespace=nowarn', '-']]
      : ['bash', ['-e', '-o', 'pipefail', '-s']];
  try {
    execFileSync(program, args, {
      cwd: folder,
      input: text,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, '..') },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${text}\n${stdout ?? ''}\n${stderr ?? String(error)}`);
  }
}

describe('the steps of a page can be taken, and its tests pass:', () => {
  it.each(['add-a-checkpoint.md', 'add-an-era.md', 'add-a-trace-reader.md'])(
    '%s',
    (page) => {
      const steps = stepsOf(page);
      expect(new Set(steps.map(({ kind }) => kind)).size).toBe(2);
      const folder = copyOfRepository();
      for (const step of steps) take(step, folder);
    },
    10 * 60_000,
  );
});
