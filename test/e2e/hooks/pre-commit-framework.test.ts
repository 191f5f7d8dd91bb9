import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { TARGET_PATHS } from '../../../src/tree/layout.js';
import { hookedRepository, misplace } from './hooks-scene.js';

const ROOT = join(import.meta.dirname, '../../..');
const [hook] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8'));

describe('the hook for the pre-commit framework', () => {
  it('runs where a file with checkpoints is staged, and nowhere else', () => {
    const files = new RegExp(hook.files);
    for (const path of TARGET_PATHS) if (!path.endsWith('.h')) expect(path).toMatch(files);
    for (const path of ['VERSION', 'migration/ram.c', 'hw/block/trace-events', 'migration/migration.c.orig'])
      expect(path).not.toMatch(files);
  });

  it('lints the tree, and names no files to the program', async () => {
    const { root, run } = await hookedRepository([]);
    const [program, ...args] = String(hook.entry).split(' ');
    expect(hook.pass_filenames).toBe(false);
    expect((await run(program ?? '', args)).code).toBe(0);
    misplace(root);
    expect((await run(program ?? '', args)).code).toBe(1);
  });

  it('can be installed: of npm pack nothing is printed but the name of its file', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^foreground-scripts=false$/m);
  });
});
