import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, backport, lint, prepareParser, report, revert } from '../../src/library/index.js';
import { copyOf } from '../support/fixture-trees.js';
import { installedPackage } from '../support/installed-package.js';
import { shell } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';
import { putFiles } from '../tree/write/scratch-tree.js';

const ROOT = join(import.meta.dirname, '../..');
const document = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...document.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
const space = scratchSpace();

describe('docs/api.md', () => {
  it('shows an example that runs with the package as it is installed, and what it prints', async () => {
    const [example = '', ...more] = blocks('js');
    expect(more).toEqual([]);
    const folder = mkdtempSync(join(space, 'example-'));
    mkdirSync(join(folder, 'node_modules'));
    const installed = installedPackage(space, ['tree-sitter', 'tree-sitter-c', 'web-tree-sitter', 'diff']);
    symlinkSync(installed, join(folder, 'node_modules/qemu-downtime'));
    putFiles(folder, { 'example.mjs': example });
    const run = await shell('exec "$1" "$3/example.mjs" "$4"', [folder, copyOf('I-7.2')]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect([run.stdout]).toEqual(blocks(''));
  });

  it('lists every function', () => {
    const listed = [...document.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
    const functions = [apply, revert, backport, lint, report, prepareParser];
    expect(listed).toEqual(functions.map(({ name }) => name));
  });
});
