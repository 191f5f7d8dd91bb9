import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { cleanTree, misplacedTree } from '../lint/lint-scene.js';
import { action, noteTakingNpm, runAction } from './composite-action.js';

/** The checkout of the action, with the program built. */
function builtAction(): string {
  const folder = scratchFolder();
  symlinkSync(dirname(inject('cliPath')), join(folder, 'dist'));
  return folder;
}

const PATH = process.env.PATH ?? '';
const run = (workspace: string, inputs: Readonly<Record<string, string>> = {}) =>
  runAction(workspace, inputs, { path: PATH, actionPath: builtAction() });

/** A workspace with the tree in a folder, whose name needs quotes. */
async function workspaceWith(make: (root: string) => Promise<string>, name = "qemu's $(>planted)") {
  const workspace = join(scratchFolder(), 'work space');
  mkdirSync(join(workspace, name), { recursive: true });
  await make(join(workspace, name));
  return workspace;
}

describe('the action for GitHub', () => {
  it('takes inputs by the environment alone, and describes each', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
    }
    const used = action.runs.steps.flatMap(({ env }) => Object.values(env)).join(' ');
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(used).toContain(`\${{ inputs.${name} }}`);
      expect(description).not.toBe('');
    }
  });

  it('passes a tree that is right, with an empty report', async () => {
    const { steps, outputs } = await run(await workspaceWith(cleanTree), { tree: "qemu's $(>planted)" });
    expect(steps.lint).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8')).runs[0].results).toEqual([]);
  });

  it.each(['relative', 'absolute'])(
    'shows findings beside their lines, and in SARIF, of a %s tree',
    async (kind) => {
      const name = "qemu's $(>planted)";
      const workspace = await workspaceWith(misplacedTree, name);
      const tree = kind === 'absolute' ? join(workspace, name) : name;
      const { steps, outputs } = await run(workspace, { tree });
      expect(steps.lint?.code).toBe(1);
      const shown = steps.lint?.stdout.trimEnd().split('\n') ?? [];
      expect(shown).toHaveLength(2);
      for (const line of shown)
        expect(line).toMatch(
          /^::error file=qemu's \$\(>planted\)\/migration\/migration\.c,line=\d+,col=\d+,title=[\w-]+::/,
        );
      const sarif = JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8'));
      expect(sarif.runs[0].results).toHaveLength(2);
      expect(existsSync(join(workspace, 'planted'))).toBe(false);
    },
  );

  it('takes the top of the repository by default', async () => {
    const workspace = await workspaceWith(misplacedTree, '.');
    const { steps } = await run(workspace);
    expect(steps.lint?.stdout).toMatch(/^::error file=migration\/migration\.c,/);
    expect((await run(workspace, { tree: workspace })).steps.lint?.stdout).toBe(steps.lint?.stdout);
  });

  it('hands on recipe, baseline and what is grave', async () => {
    const workspace = await workspaceWith(misplacedTree, '.');
    expect((await cli(['lint', '--write-baseline', join(workspace, 'it is known'), workspace])).code).toBe(0);
    expect((await run(workspace, { baseline: 'it is known' })).steps.lint?.code).toBe(0);
    expect((await run(workspace, { recipe: 'per-device' })).steps.lint?.stdout).toContain(
      'title=change-unplaced',
    );
    expect((await run(workspace, { 'fail-on': 'none' })).steps.lint?.code).toBe(2);
  });

  it.each(['; touch planted', '$(touch planted)', '`touch planted`', '-n', '"', '\n::warning::planted'])(
    'is not taken in by the input %j',
    async (text) => {
      const workspace = await workspaceWith(cleanTree, '.');
      for (const name of ['tree', 'recipe', 'fail-on', 'baseline', 'version']) {
        const { steps, outputs } = await run(workspace, { [name]: text });
        const { code, stdout, stderr } = steps.lint ?? steps.install ?? { code: 0, stdout: '', stderr: '' };
        expect([2, 3], `${name}: ${stderr}`).toContain(code);
        expect(`${stdout}\n${stderr}`).not.toMatch(/^::warning/m);
        expect(outputs.sarif).toBe('');
      }
      expect(existsSync(join(workspace, 'planted'))).toBe(false);
    },
  );

  it('installs itself where it is not built yet, or a version that is named', async () => {
    const { bin, asked } = noteTakingNpm();
    const actionPath = scratchFolder();
    const runner = { path: `${bin}:${PATH}`, actionPath };
    await runAction(await workspaceWith(cleanTree, '.'), {}, runner);
    expect(asked()).toEqual(['ci', '--prefix', actionPath, '--include=dev', '--no-audit', '--no-fund']);
    await runAction(await workspaceWith(cleanTree, '.'), { version: '1.2.3-rc.1' }, runner);
    expect(asked().at(-1)).toBe('qemu-downtime@1.2.3-rc.1');
  });
});
