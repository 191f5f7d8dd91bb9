import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../support/fixture-trees.js';
import { installedPackage } from '../support/installed-package.js';
import { cli, shell } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';

const ROOT = join(import.meta.dirname, '../..');
const TREE = join(FIXTURES, 'I-7.2');
const space = scratchSpace();

const installed = (packages: readonly string[]) => installedPackage(space, packages);
const runIn = (folder: string, ...args: string[]) =>
  shell('node=$1 at=$3; shift 3; exec "$node" "$at/dist/cli.js" "$@"', [folder, ...args]);
const withParser = (kind: string, ...args: string[]) => cli(args, { env: { QEMU_DOWNTIME_PARSER: kind } });

describe('where the native parser cannot be loaded', () => {
  it.each([
    ['apply', ['apply', '--dry-run', TREE], 0],
    ['lint', ['lint', '--fix', '--dry-run', '--fail-on', 'note', TREE], 1],
  ])('%s does the same with the one in WebAssembly, and says so once', async (_, args, code) => {
    const native = await cli(args);
    const wasm = await runIn(installed(['web-tree-sitter']), ...args);
    expect(native.code).toBe(code);
    expect(wasm.code).toBe(code);
    expect(wasm.stdout).toBe(native.stdout);
    const [note, ...rest] = wasm.stderr.split('\n');
    expect(note).toMatch(/^note: the native parser cannot be loaded, .*WebAssembly.*: Cannot find module/);
    expect(rest.join('\n')).toBe(native.stderr);
  });

  it('takes a native file of another machine for none', async () => {
    const folder = installed(['web-tree-sitter', 'tree-sitter-c']);
    const build = join(folder, 'node_modules/tree-sitter/build/Release');
    mkdirSync(build, { recursive: true });
    cpSync(
      join(ROOT, 'node_modules/tree-sitter/package.json'),
      join(folder, 'node_modules/tree-sitter/package.json'),
    );
    writeFileSync(join(build, 'tree_sitter_runtime_binding.node'), 'made for something else');
    const { code, stderr } = await runIn(folder, 'apply', '--check', TREE);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^note: the native parser cannot be loaded/);
  });

  it('says nothing of it in a command that parses nothing', async () => {
    const folder = installed([]);
    expect(await runIn(folder, 'checkpoints')).toMatchObject({ code: 0, stderr: '' });
    expect(await runIn(folder, 'lint', '--explain', 'fires-twice')).toMatchObject({ code: 0, stderr: '' });
  });

  it('lacks something where the other one is away too', async () => {
    const { code, stdout, stderr } = await runIn(installed([]), 'apply', '--check', TREE);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('[no-parser]');
    expect(stderr).toContain('native parser (tree-sitter) cannot be loaded');
    expect(stderr).toContain('WebAssembly (web-tree-sitter) cannot be loaded');
  });
});

describe('QEMU_DOWNTIME_PARSER', () => {
  it.each(['native', 'wasm', ''])('chooses "%s" without a word', async (kind) => {
    const plain = await cli(['apply', '--dry-run', TREE]);
    const chosen = await withParser(kind, 'apply', '--dry-run', TREE);
    expect([chosen.code, chosen.stdout, chosen.stderr]).toEqual([0, plain.stdout, plain.stderr]);
  });

  it('really takes the one that it names', async () => {
    const folder = installed(['web-tree-sitter']);
    const run = (kind: string) =>
      shell('QEMU_DOWNTIME_PARSER="$4" exec "$1" "$3/dist/cli.js" apply --check "$5"', [folder, kind, TREE]);
    expect(await run('wasm')).toMatchObject({ code: 1, stderr: '' });
    const native = await run('native');
    expect(native.code).toBe(4);
    expect(native.stderr).toContain('[no-parser]');
    expect(native.stderr).not.toContain('web-tree-sitter');
  });

  it('is refused where it names another', async () => {
    const { code, stderr } = await withParser('fast', 'lint', TREE);
    expect(code).toBe(2);
    expect(stderr).toContain('[parser-unfit]');
  });
});
