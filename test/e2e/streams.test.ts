import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf, rewrite } from '../support/fixture-trees.js';
import { commitAll } from '../support/git-scene.js';
import { cli, shell } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';

const space = scratchSpace();
const tree = (): string => copyOf('H-6.2');
const ESCAPE = '\u001b';

describe('stdout carries the result and nothing else', () => {
  it('JSON only, notes and refusals on stderr', async () => {
    const root = tree();
    rewrite(root, 'migration/savevm.c', (text) => text.replace('\n', '\r\n'));
    const run = await cli(['apply', '--dry-run', '--format', 'json', root]);
    expect(JSON.parse(run.stdout).notes).toHaveLength(1);
    expect(run.stdout).toMatch(/^\{[\s\S]*\}\n$/);
    expect(run.stderr).toMatch(/^note: migration\/savevm\.c mixes LF and CRLF line ends/);

    rewrite(root, 'migration/savevm.c', (text) => text.replace(/qemu_savevm_state_complete/g, 'other'));
    const refused = await cli(['apply', '--dry-run', '--format', 'json', root]);
    expect(refused.code).toBe(3);
    const document = JSON.parse(refused.stdout);
    expect(document.written).toBe(false);
    expect(document.files).toEqual([]);
    expect(document.diff).toBe('');
    expect(document.problems.length).toBeGreaterThan(0);
    expect(refused.stderr).toMatch(/^refused, nothing was written$/m);
  });

  it('the diff only; the table goes to stderr', async () => {
    const run = await cli(['apply', '--dry-run', tree()]);
    expect(
      run.stdout.split('\n').filter((line) => !/^(?:--- a\/|\+\+\+ b\/|@@ |[ +-]|$)/.test(line)),
    ).toEqual([]);
    expect(run.stderr).toContain('src-downtime-start');
  });

  it('help and version on stdout, wrong usage on stderr', async () => {
    const help = await cli(['--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('apply');
    expect((await cli(['apply', '--help'])).stdout).toContain('70  a defect');
    const version = await cli(['--version']);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const wrong = await cli([]);
    expect(wrong.stdout).toBe('');
  });

  it.each([
    ['apply', '--dry-run'],
    ['apply', '--check'],
    ['checkpoints'],
    ['apply', '--dry-run', '--format', 'json'],
  ])('%s %s ends quietly when the reader goes', async (...args) => {
    const root = tree();
    const run = await shell(
      'set -o pipefail; "$@" 2>err | head -1; echo $? >&2; cat err >&2',
      args[0] === 'checkpoints' ? args : [...args, root],
      { cwd: space },
    );
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).not.toMatch(/EPIPE|Error|at .*:\d+/);
    expect(Number(run.stderr.split('\n')[0])).toBe(args.includes('--check') ? 1 : 0);
    const closed = await shell('"$@" >&- 2>&-', args[0] === 'checkpoints' ? args : [...args, root]);
    expect(closed.code).not.toBe(70);
  });

  it.each([[['--help']], [['apply', '--help']], [['--version']]])(
    '%j ends quietly when the reader goes',
    async (args) => {
      const run = await shell('set -o pipefail; "$@" | true; echo $?', args);
      expect([run.stdout, run.stderr]).toEqual(['0\n', '']);
    },
  );

  it.each([[['checkpoints']], [['--help']], [['--version']]])(
    'a full disk behind %j is said',
    async (args) => {
      const run = await shell('"$@" > /dev/full', args);
      expect(run.code).toBe(4);
      expect(run.stderr).toMatch(/ENOSPC/);
      expect(run.stderr).not.toContain('a defect of this program');
    },
  );

  it('a full disk behind stdout, once the tree is changed: says that only the report is lost', async () => {
    const [root, committed, same] = [tree(), tree(), tree()];
    commitAll(committed);
    const CASES: readonly (readonly [string[], string, RegExp])[] = [
      [
        ['apply'],
        root,
        /the tree was changed completely; only the report could not be written \[result-lost\]/,
      ],
      [['revert', '--format', 'json'], root, /the tree was changed completely; only/],
      [['apply', '--commit'], committed, /completely, in commit [0-9a-f]{40}; only the report/],
      [['apply', '--check'], same, /the tree was not changed/],
    ];
    for (const [args, folder, says] of CASES) {
      const run = await shell('"$@" > /dev/full', [...args, folder]);
      expect(run.code).toBe(4);
      expect(run.stderr).toMatch(says);
      expect(run.stderr).toContain('ENOSPC');
    }
    expect((await cli(['apply', '--check', committed])).code).toBe(0);
    expect((await cli(['apply', '--check', root])).code).toBe(1);
  });

  it('escape sequences in names do not reach a terminal', async () => {
    const root = copyOf('H-6.2', join(space, `${ESCAPE}[31mred`));
    rewrite(root, 'VERSION', () => `${ESCAPE}]0;title\u0007\n`);
    for (const args of [['--check'], ['--dry-run'], ['--only', `${ESCAPE}[31m`]]) {
      const run = await cli(['apply', ...args, root]);
      expect(run.stdout + run.stderr).not.toContain(ESCAPE);
    }
    expect((await cli(['apply', join(space, `${ESCAPE}none`)])).stderr).not.toContain(ESCAPE);
  });
});

describe('colour', () => {
  const CASES: readonly { args: readonly string[]; env: Record<string, string>; coloured: boolean }[] = [
    { args: [], env: {}, coloured: false },
    { args: ['--color', 'auto'], env: {}, coloured: false },
    { args: ['--color', 'always'], env: {}, coloured: true },
    { args: ['--color', 'never'], env: { FORCE_COLOR: '1' }, coloured: false },
    { args: ['--color', 'always'], env: { NO_COLOR: '1' }, coloured: true },
  ];
  it.each(CASES)('$args with $env: $coloured', async ({ args, env, coloured }) => {
    const run = await cli(['apply', '--check', ...args, tree()], { env });
    expect(run.stdout.includes(ESCAPE)).toBe(coloured);
    const list = await cli(['checkpoints', ...args], { env });
    expect(list.stdout.includes(ESCAPE)).toBe(coloured);
  });

  it.each([
    [{}, true],
    [{ NO_COLOR: '1' }, false],
    [{ TERM: 'dumb' }, false],
    [{ NO_COLOR: '' }, true],
  ])('on a terminal with %j: %s', async (env, coloured) => {
    const root = tree();
    const line = 'script -qec "$(printf "%q " "$@")" /dev/null';
    const run = await shell(line, ['apply', '--check', root], { env: { TERM: 'xterm', ...env } });
    expect(run.stdout).toContain('src-downtime-start');
    expect(run.stdout.includes(ESCAPE)).toBe(coloured);
  });

  it('a narrow terminal gets the reasons cut, nothing else', async () => {
    const root = tree();
    const sized = (columns: number, line: string) =>
      shell(`script -qec "stty cols ${columns}; $(printf '%q ' "$@") ${line}" /dev/null`, [
        'apply',
        '--color',
        'never',
        ...(line === '' ? ['--check'] : ['--dry-run']),
        root,
      ]);
    const whole = (await cli(['apply', '--check', root])).stdout.split('\n');
    const longest = Math.max(...whole.slice(1).map((line) => line.length));
    const columns = longest - 10;
    for (const line of ['', '>/dev/null']) {
      const rows = (await sized(columns, line)).stdout.split('\r\n').slice(1, -2);
      expect(rows.some((row) => row.endsWith('…'))).toBe(true);
      expect(rows.filter((row) => row.length > columns)).toEqual([]);
      for (const [index, row] of rows.entries())
        expect(whole[index + 1]?.startsWith(row.replace(/…$/, ''))).toBe(true);
    }
    expect((await sized(longest, '')).stdout).not.toContain('…');
    expect(whole.join('')).not.toContain('…');
  });

  it('never in JSON, diff or a file', async () => {
    const root = tree();
    for (const format of ['json', 'diff'])
      expect(
        (await cli(['apply', '--check', '--color', 'always', '--format', format, root])).stdout,
      ).not.toContain(ESCAPE);
  });
});

describe('wrong usage', () => {
  const CASES: readonly { args: readonly string[]; says: RegExp }[] = [
    { args: ['aply'], says: /Did you mean apply\?/ },
    { args: ['checkpoint'], says: /Did you mean checkpoints\?/ },
    { args: ['apply', '--dryrun'], says: /Did you mean --dry-run\?/ },
    { args: ['apply', '--format', 'xml'], says: /Allowed choices are text, json, diff/ },
    { args: ['apply', '--color', 'sometimes'], says: /Allowed choices are auto, always, never/ },
    { args: ['apply', 'one', 'two'], says: /too many arguments/ },
    { args: ['apply', '--dry-run', '--check'], says: /--dry-run with --check/ },
    { args: ['apply', '--commit', '--dry-run'], says: /--commit with --dry-run/ },
    { args: ['apply', '--commit', '--check'], says: /--commit with --check/ },
    { args: ['apply', '--signoff'], says: /--signoff alone/ },
    { args: ['apply', '--only'], says: /argument missing/ },
    { args: ['apply', '--recipe', 'none'], says: /\[no-such-recipe\]/ },
    { args: ['revert', '--fixes'], says: /unknown option '--fixes'/ },
    { args: ['checkpoints', '--format', 'diff'], says: /Allowed choices are text, json/ },
    { args: [], says: /Usage: qemu-downtime/ },
  ];
  it.each(CASES)('$args', async ({ args, says }) => {
    const root = tree();
    const before = stateOf(root);
    const run = await cli(args, { cwd: root });
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(says);
    expectUntouched(root, before);
  });
});
