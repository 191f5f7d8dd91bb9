import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, recipes } from '../../../src/catalogue/recipes.js';
import { rules } from '../../../src/lint/rules/index.js';
import { copyOf } from '../../support/fixture-trees.js';
import { codesIn } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { cleanTree, expectNoStack, linted, misplacedTree, rulesOf } from './lint-scene.js';

describe('the exit code', () => {
  it('is 0 for a tree that apply made, and the tree stays as it was', async () => {
    const root = await cleanTree();
    const before = stateOf(root);
    const run = await cli(['lint', root]);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, 'clean\n', '']);
    expectUntouched(root, before);
  });

  it('is 1 for a tree with an error, which stays as it was too', async () => {
    for (const root of [await misplacedTree(), copyOf('I-7.2')]) {
      const before = stateOf(root);
      const run = await cli(['lint', root]);
      expect([run.code, run.stderr]).toEqual([1, '']);
      expectUntouched(root, before);
    }
  });

  it('is 3 for what is no tree', async () => {
    for (const path of ['/nowhere/at/all', scratchFolder()]) {
      const run = await cli(['lint', path]);
      expect([run.code, run.stdout]).toEqual([3, '']);
      expect(['no-such-tree', 'not-a-qemu-tree']).toContain(codesIn(run.stderr)[0]);
      expectNoStack(run);
    }
  });

  it('is 0 or 1 in the folder itself, without an argument', async () => {
    expect((await cli(['lint'], { cwd: await cleanTree() })).code).toBe(0);
    expect((await cli(['lint'], { cwd: await misplacedTree() })).code).toBe(1);
  });

  it('is 4 where git is needed and not there', async () => {
    const run = await cli(['lint', '--rev', 'HEAD'], { env: { PATH: scratchFolder() } });
    expect(run.code).toBe(4);
    expect(codesIn(run.stderr)).toEqual(['no-git']);
    expectNoStack(run);
  });
});

describe('wrong usage', () => {
  const CASES: readonly { args: readonly string[]; says: RegExp }[] = [
    { args: ['--rule', 'misplaced=fatal'], says: /--rule misplaced=fatal \[rule-unfit\]/ },
    { args: ['--rule', 'misplaced'], says: /\[rule-unfit\]/ },
    { args: ['--rule', 'misplaced='], says: /\[rule-unfit\]/ },
    { args: ['--rule', 'misplaced=off=off'], says: /\[rule-unfit\]/ },
    { args: ['--rule', 'mislaid=off'], says: /no rule is called "mislaid" \[no-such-rule\]/ },
    { args: ['--rule', 'misplaced=off,=note'], says: /\[no-such-rule\]/ },
    { args: ['--rule', 'mispaced=off'], says: /did you mean misplaced\?$/m },
    { args: ['--rule', 'fires-twice:postcop=off'], says: /\[no-such-narrowing\].*\n.*\n.*mean postcopy\?/ },
    { args: ['--dry-run'], says: /--dry-run alone \[option-needs-another\]/ },
    { args: ['--fix', '-n', '--format', 'sarif'], says: /--format sarif: with --dry-run.*\[format-unfit\]/ },
    { args: ['--fix', '-n', '-o', 'github:-'], says: /--format github: with --dry-run.*\[format-unfit\]/ },
    { args: ['--fix', '-n', '--write-baseline', 'a'], says: /--dry-run with --write-baseline/ },
    { args: ['--path-prefix', '../qemu'], says: /it leads out of the repository \[prefix-unfit\]/ },
    { args: ['--path-prefix', '/qemu'], says: /it begins at the root \[prefix-unfit\]/ },
    { args: ['--explain', 'fires-twise'], says: /did you mean fires-twice\?$/m },
    { args: ['--fail-on', 'fatal'], says: /Allowed choices are error, warning, note/ },
    { args: ['--format', 'xml'], says: /Allowed choices are text, json, sarif, github, gitlab, junit/ },
    { args: ['--repo', '.'], says: /--repo alone \[option-needs-another\]/ },
    { args: ['--fix', '--rev', 'HEAD'], says: /--fix with --rev/ },
    { args: ['--fix', '--rev-file', 'none'], says: /--fix with --rev/ },
    { args: ['--repo', 'a', '--rev', 'HEAD', 'b'], says: /both name the repository/ },
    { args: ['--baseline', 'a', '--write-baseline', 'b'], says: /--baseline with --write-baseline/ },
    { args: ['--baseline', 'none'], says: /none: no such file or folder \[file-unreadable\]/ },
    { args: ['--baseline', 'VERSION'], says: /it is no baseline of lint \[file-unreadable\]/ },
    { args: ['--rev-file', 'none'], says: /none: no such file or folder \[file-unreadable\]/ },
    { args: ['--rev-file', '-', '--baseline', '-'], says: /there is one standard input/ },
    { args: ['--output', 'xml:a'], says: /no format is called "xml".*\[output-unfit\]/ },
    { args: ['--output', 'json:'], says: /no file is named behind the colon.*\[output-unfit\]/ },
    { args: ['--output', 'json:none/a'], says: /there is no folder none.*\[output-unfit\]/ },
    { args: ['--output', 'json:migration'], says: /a folder.*\[output-unfit\]/ },
    { args: ['--output', 'json:migration/savevm.c'], says: /savevm\.c of the tree.*\[output-unfit\]/ },
    { args: ['--output', '-', '--output', 'json:-'], says: /there is one standard output/ },
    { args: ['--output', 'a', '--output', 'json:./a'], says: /both would be the same file/ },
    { args: ['--output', 'a', '--write-baseline', 'a'], says: /both would be the same file/ },
    { args: ['--write-baseline', 'none/a'], says: /--write-baseline none\/a: there is no folder none/ },
    { args: ['--explain', 'mislaid'], says: /no rule is called "mislaid"/ },
    { args: ['--explain', 'all', '--output', 'none/a'], says: /there is no folder none/ },
    { args: ['--recipe', 'none'], says: /\[no-such-recipe\]/ },
    { args: ['--write-baselin', 'a'], says: /Did you mean --write-baseline\?/ },
  ];
  it.each(CASES)('$args', async ({ args, says }) => {
    const root = copyOf('C-2.4');
    const before = stateOf(root);
    const run = await cli(['lint', ...args], { cwd: root });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
    expectNoStack(run);
    expectUntouched(root, before);
  });
});

describe('--rule and --fail-on', () => {
  it('give a rule another severity, and say which one fails', async () => {
    const root = await misplacedTree();
    const both = (severity: string): string[] => [
      '--rule',
      `misplaced=${severity}`,
      '--rule',
      `missing-checkpoint=${severity}`,
      '--rule',
      'missing-on-path=off',
    ];
    const CASES = [
      { severity: 'error', fails: ['error', 'warning', 'note'] },
      { severity: 'warning', fails: ['warning', 'note'] },
      { severity: 'note', fails: ['note'] },
      { severity: 'off', fails: [] },
    ] as const;
    for (const { severity, fails } of CASES)
      for (const failOn of ['error', 'warning', 'note'] as const) {
        const code = (fails as readonly string[]).includes(failOn) ? 1 : 0;
        const document = await linted(code, [...both(severity), '--fail-on', failOn, root]);
        expect(rulesOf(document)).toEqual(severity === 'off' ? [] : ['misplaced', 'missing-checkpoint']);
      }
  });

  it('narrow a rule to a checkpoint and a scenario', async () => {
    const root = copyOf('K-8.2');
    const found = async (...rule: string[]): Promise<string[][]> => {
      const { results } = await linted(0, [...rule.flatMap((one) => ['--rule', one]), root]);
      return results[0].findings.map((one: { scenarios: string[] }) => one.scenarios);
    };
    expect(await found()).toEqual([['postcopy'], ['background-snapshot']]);
    expect(await found('fires-twice:src-downtime-end:postcopy=off')).toEqual([['background-snapshot']]);
    expect(await found('fires-twice:src-downtime-end=off')).toEqual([]);
    expect(await found('fires-twice:src-vm-stopped=off')).toHaveLength(2);
    expect(await found('fires-twice=off', 'fires-twice:postcopy=note')).toEqual([['postcopy']]);
  });

  it('take several rules at once, the last word counts', async () => {
    const root = await misplacedTree();
    const document = await linted(0, ['--rule', 'misplaced=off,missing-checkpoint=note', root]);
    // Of the call that is elsewhere it is told then that it is missing.
    expect(document.results[0]).toMatchObject({ errors: 0, notes: 2 });
    await linted(1, ['--rule', 'misplaced=off', '--rule', 'misplaced=error', root]);
  });
});

describe('--quiet', () => {
  it('leaves the exit code, and the reports in files', async () => {
    const root = await misplacedTree();
    const run = await cli(['lint', '--quiet', root]);
    expect([run.code, run.stdout, run.stderr]).toEqual([1, '', '']);
    expect((await cli(['lint', '--quiet', await cleanTree()])).code).toBe(0);
    rmSync(join(root, MIGRATION_FOLDER), { recursive: true });
    const none = await cli(['lint', '--quiet', '--format', 'json', root]);
    expect([none.code, none.stdout]).toEqual([3, '']);
    expect(none.stderr).toContain('[not-a-qemu-tree]');
  });
});

const MIGRATION_FOLDER = 'migration';

describe('--explain', () => {
  it('leads from a code of apply to the rule that finds the same', async () => {
    const run = await cli(['lint', '--explain', 'defined-twice']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const rule = await cli(['lint', '--explain', 'no-place']);
    expect(run.stdout).toBe(`defined-twice is what apply calls a fault of no-place\n\n${rule.stdout}`);
  });

  it('tells of a rule: its severity, what is wrong, an example', async () => {
    const run = await cli(['lint', '--explain', 'fires-twice']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(
      /^fires-twice \(error\): a migration fires a checkpoint more than once\n\n.*\n[\s\S]*\n\n {4}if \(/,
    );
    for (const line of run.stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(90);
  });

  it('tells of all, in the order of the rules, and into a file', async () => {
    const run = await cli(['lint', '--explain', 'all']);
    const heads = [...run.stdout.matchAll(/^([a-z-]+) \((?:error|warning|note)\): /gm)].map(([, id]) => id);
    expect(heads).toEqual(rules.map(({ id }) => id));
    expect((await cli(['lint', '--explain', 'all', '--output', '-'])).stdout).toBe(run.stdout);
  });

  it('without a rule lists the rules by name and the scenarios, a line each', async () => {
    const run = await cli(['lint', '--explain']);
    const names = [...run.stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, id]) => id);
    const scenarios = defaultRecipe.flow.scenarios.map(({ id }) => id);
    const sorted = rules.map(({ id }) => id).sort();
    expect([run.code, run.stderr, names]).toEqual([0, '', [...sorted, ...scenarios]]);
    expect(run.stdout).toMatch(/^rules, by name /);
    const alone = await cli(['lint', '--explain', 'scenarios']);
    expect(run.stdout.endsWith(`\n\n${alone.stdout}`)).toBe(true);
    expect(alone.stdout).toMatch(
      /^ {2}savevm +in a snapshot by savevm: from qemu_savevm_state on, 2 checkpoints$/m,
    );
  });
});

describe('--fixes', () => {
  it('is no slip for --fix, which would write the tree', async () => {
    const run = await cli(['lint', '--fixes', '.']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('apply --fixes');
    expect(run.stderr).not.toContain('Did you mean');
    expect((await cli(['lint', '--help'])).stdout).not.toContain('--fixes');
  });
});

describe('--help', () => {
  it('says which recipes there are, for every command that asks for one', async () => {
    for (const command of ['apply', 'revert', 'backport', 'lint', 'checkpoints']) {
      const { stdout } = await cli([command, '--help']);
      const [, text = ''] = /--recipe <(?:recipe|list)>([\s\S]*?)\n +-/.exec(stdout) ?? [];
      for (const { name } of recipes) expect(text.replace(/\s+/g, ' '), command).toContain(name);
    }
  });
});
