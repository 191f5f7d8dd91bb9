import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/run-cli.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

/** Runs a command line that is wrong. @returns what it is told, which is all that it gets */
async function told(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli(args);
  expect([code, stdout], args.join(' ')).toEqual([2, '']);
  return stderr;
}

describe('an option of another command', () => {
  it('is not taken for the nearest that there is: apply --fix', async () => {
    const text = await told('apply', '--fix', '/nowhere');
    expect(text).toMatch(/^error: unknown option '--fix'\n\(Did you mean lint --fix, or apply by itself\?\)/);
    expect(text).not.toContain('--fixes');
    expect((await cli(['apply', '--help'])).stdout).not.toMatch(/--fix\b(?!es)/);
    expect((await cli(['completion', 'bash'])).stdout).not.toMatch(/apply\)[^;]*--fix /);
  });
});

describe('a command that is none', () => {
  it.each([
    [['lnt']],
    [['help', 'lnt']],
    [['lnt', '--help']],
    [['lnt', '-h', '.']],
    [['--help', 'lnt']],
    [['LINT']],
    [['lin', '--fix']],
  ])('is an error with the nearest wherever it stands: %j', async (args) => {
    const name = args.find((one) => /^l/i.test(one));
    expect(await told(...args)).toBe(
      `error: unknown command '${name}'\n(Did you mean lint?)\n(--help shows the usage)\n`,
    );
  });

  it.each([
    ['port', 'apply or backport'],
    ['undo', 'revert'],
    ['check', 'lint or checkpoints'],
    ['co', 'collect or completion'],
  ])('that is another word, or the beginning of several, is led on: %s', async (name, meant) => {
    expect(await told(name)).toContain(`(Did you mean ${meant}?)`);
  });

  it.each(['ls', 'xyzzy', 'constructor', '\u001b[31m'])(
    'that is like none is told which there are: %j',
    async (name) => {
      const text = await told(name);
      expect(text).toMatch(/\(The commands are apply, revert, .*, completion, version\.\)/);
      expect(text).not.toContain('\u001b');
    },
  );

  it('is none of those that there are', async () => {
    for (const args of [
      ['help', 'lint'],
      ['--help', 'lint'],
      ['lint', '--help'],
      ['lint', '-h', 'x'],
    ])
      expect(await cli(args)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/^Usage: qemu-downtime lint /),
      });
    for (const args of [['help'], ['--help'], ['help', 'help'], ['help', '--help']])
      expect(await cli(args)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(/^Usage: qemu-downtime \[/),
      });
  });
});

describe('a name that is none', () => {
  it.each([
    [['apply', '--only', 'src-vm-stoped'], 'did you mean src-vm-stopped?'],
    [
      ['backport', '--onto', 'x', '--only', 'src-*,dst-precopy-bh'],
      "did you mean dst-precopy-bh-enter, dst-precopy-bh-announced or dst-precopy-bh-vm-started? 'dst-precopy-bh*' is all of them",
    ],
    [['checkpoints', 'src-vm'], 'did you mean src-vm-stopped?'],
    [
      ['checkpoints', '--recipe', 'per-device', 'SAVE'],
      "did you mean save-iterable or save-non-iterable? 'save*' is all of them",
    ],
    [['checkpoints', 'src-downtime-stop'], 'did you mean src-downtime-end?'],
    [['checkpoints', 'vm_stop'], 'see qemu-downtime checkpoints for the names'],
    ...['apply', 'revert', 'lint', 'verify', 'checkpoints'].map(
      (command) => [[command, '--recipe', 'per-devices'], 'did you mean per-device?'] as const,
    ),
    [['lint', '--recipe', 'fleet'], 'leave --recipe out for the 14 checkpoints'],
  ] as const)('%j is told what it may be meant for', async (args, next) => {
    expect(await told(...args)).toContain(`\n  next: ${next}\n`);
  });
});

describe('an option that is none', () => {
  it.each([
    [['report', '--dest', 'x'], 'Did you mean --destination?'],
    [['report', '--dest=x'], 'Did you mean --destination?'],
    [['report', '--dst', 'x'], 'Did you mean --destination?'],
    [['report', '--scource', 'x'], 'Did you mean --source?'],
    [['report', '--json'], 'Did you mean --format json?'],
    [['backport', '--rev', 'x'], 'Did you mean --onto?'],
    [['pipeline', '--emit', 'gitlab', '--rev', 'x'], 'Did you mean --onto?'],
    [['apply', '--rev', 'x'], 'Did you mean qemu-downtime backport --onto?'],
    [['lint', '--onto', 'x'], 'Did you mean --rev?'],
    [['lint', '--re'], 'Did you mean --repo, --rev, --rev-file or --recipe?'],
    [['lint', '-v'], '-v is an option of backport.'],
    [['revert', '--rev', 'x'], '--rev is an option of lint, verify.'],
    [['-v'], 'Did you mean --version?'],
    [['--verison'], 'Did you mean --version?'],
  ])('is told what it may be meant for: %j', async (args, hint) => {
    const option = args.find((one) => /^-(?!-emit)/.test(one));
    expect(await told(...args)).toBe(
      `error: unknown option '${option}'\n(${hint})\n(--help shows the usage)\n`,
    );
  });

  it.each(['--xyzzy', '-x', '--constructor'])('is told alone where it is like none: %s', async (option) => {
    expect(await told('lint', option)).toBe(`error: unknown option '${option}'\n(--help shows the usage)\n`);
  });

  it('leads nobody to a hidden one', async () => {
    expect(await told('lint', '--fixe')).toContain('(Did you mean --fix?)');
  });
});

describe('a choice that is none, or is lacking', () => {
  it.each([
    [['completion', 'basj'], 'Did you mean bash?'],
    [['completion'], 'shell: the shell it is for: bash, zsh or fish'],
    [['collect'], /dir: the folder of their results.*/],
    [['report', '--format', 'htm'], 'Did you mean html?'],
    [['verify', '--level', 'BUILD'], 'Did you mean build?'],
    [['pipeline', '--onto', 'x'], '--emit gitlab or --emit github'],
  ])('is told those that there are: %j', async (args, hint) => {
    const [first, second] = (await told(...args)).split('\n');
    expect(first).toMatch(/^error: /);
    expect(second).toMatch(typeof hint === 'string' ? `(${hint})` : hint);
  });

  it.each([
    [
      ['report', '--source', 'x', '-o', 'htm:x'],
      'did you mean html:x? for a file of that name write ./htm:x',
    ],
    [
      ['report', '--source', 'x', '-o', 'html:no/such/x'],
      'make it with mkdir -p no/such, or give another file',
    ],
    [
      ['report', '--source', 'x', '-o', 'json:'],
      'give another file, or leave --output out for standard output',
    ],
    [['lint', '-o', 'pdf:x'], 'for a file of that name write ./pdf:x'],
    [['report', '--source', 'x', '--top', '0'], 'write it as --top 1, or --all to list all devices'],
    [
      ['report', '--source', 'x', '--migration', '0'],
      'write it as --migration 1, or leave it out to see all',
    ],
    [['report', '--explain', 'foo'], 'leave the name out for all of them'],
    [['report', '--explain', 'down'], 'did you mean downtime?'],
    [['verify', '--require', 'post'], 'did you mean postcopy?'],
    [
      ['backport'],
      "add --onto with a branch or tag, such as --onto v7.2.0 or --onto 'stable-*', or --onto-file with one a line",
    ],
    [['backport', 'v7.2.0'], 'did you mean --onto v7.2.0?'],
    [['pipeline', '--emit', 'gitlab', '--onto-file', '/dev/null'], 'put revisions into it, one a line'],
  ])('is told what to give: %j', async (args, next) => {
    expect(await told(...args)).toContain(`\n  next: ${next}\n`);
  });
});

describe('more arguments than a command takes', () => {
  it.each([
    [
      ['report', 'src.log'],
      'none, and got src.log\n(Did you mean --source src.log or --destination src.log? A folder of runs is --run src.log.)',
    ],
    [['report', 'a', 'b'], 'none, and got a b\n(Did you mean --source a --destination b?)'],
    [['report', 'a', 'b', 'c'], 'none, and got a b c\n(Did you mean --run a b c?)'],
    [
      ['lint', 'a', 'b'],
      'one (tree), and got a b\n(One tree a run; run it once for each. For a revision: --rev b)',
    ],
    [['apply', 'a', 'b'], 'one (tree), and got a b\n(One tree a run; run it once for each.)'],
    [['backport', 'a', 'b', 'c'], 'one (repo), and got a b c\n(Did you mean --onto b --onto c?)'],
    [
      ['checkpoints', 'a', 'b'],
      "one (name), and got a b\n(Several names are one argument: 'src-vm-stopped,src-downtime-end' or 'src-*'.)",
    ],
    [['completion', 'bash', 'zsh'], 'one (shell), and got bash zsh'],
  ])('%j are told where they belong', async (args, says) => {
    expect(await told(...args)).toBe(
      `error: too many arguments for '${args[0]}': it takes ${says}\n(--help shows the usage)\n`,
    );
  });
});

describe('an --output that is called as a form is', () => {
  it('is a file, and the form is pointed at', async () => {
    const cwd = scratchFolder();
    const log = join(import.meta.dirname, '../report/samples/precopy-src-v10.log');
    const run = await cli(['report', '--source', log, '-o', 'html'], { cwd });
    expect(run).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'note: the result goes to a file called html; for that form it is --format html\n',
    });
    expect(readFileSync(join(cwd, 'html'), 'utf8')).toMatch(/^precopy: /);
    const meant = await cli(['report', '--source', log, '--format', 'html', '-o', 'html'], { cwd });
    expect(meant).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a file for an option that reads one', () => {
  it.each([
    [['report', '--source'], "zcat -f a.gz 'my b' > FILE"],
    [['report', '--destination'], "zcat -f a.gz 'my b' > FILE"],
    [['report', '--source', 'x', '--compare'], undefined],
    [['lint', '--rev-file'], "cat a.gz 'my b' > FILE"],
    [['lint', '--baseline'], undefined],
    [['backport', '--onto-file'], "cat a.gz 'my b' > FILE"],
    [['backport', '--onto', 'x', '--message-file'], undefined],
    [['pipeline', '--emit', 'gitlab', '--onto-file'], "cat a.gz 'my b' > FILE"],
  ])('is named once, for the last alone would be read: %j', async (args, command) => {
    const option = args.at(-1) ?? '';
    const text = await told(...args, 'a.gz', option, 'my b');
    expect(text).toContain(`${option} a.gz, and ${option} 'my b' after it [option-given-twice]`);
    expect(text).toContain(
      command === undefined
        ? 'next: leave one of the two out'
        : `next: make one of the files, the first before the second, and name that: ${command}`,
    );
  });

  it('that is a pipe is no part of a command', async () => {
    expect(await told('report', '--source', '-', '--source', 'b')).toContain(
      'next: make one of the files, the first before the second, and name that\n',
    );
  });

  it('does not change what options do of which the last counts', async () => {
    expect((await cli(['checkpoints', '--format', 'text', '--format', 'json'])).stdout).toMatch(/^\{/);
  });
});
