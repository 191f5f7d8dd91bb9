import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { completionScript } from '../../../src/command-line/completion/index.js';
import { commandLine } from '../../../src/command-line/program.js';
import { interactiveShells, typed } from '../../support/typed-shell.js';

const script = completionScript(
  'bash',
  commandLine(() => {}),
);

/** What bash offers for the last of these words. */
function offered(words: readonly string[], cwd: string = tmpdir()): string[] {
  const ask = `${script}
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_qemu_downtime
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['--norc', '-c', ask, 'bash', 'qemu-downtime', ...words], { cwd });
  return out
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-completion-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('bash completes', () => {
  it('commands', () => {
    expect(offered([''])).toEqual(expect.arrayContaining(['apply', 'revert', 'completion', 'help']));
    expect(offered(['re'])).toEqual(['revert', 'report']);
    expect(offered(['help', 'che'])).toEqual(['checkpoints']);
  });

  it('options of the command, short and long', () => {
    expect(offered(['apply', '--d'])).toEqual(['--dry-run']);
    expect(offered(['apply', '-'])).toContain('-n');
    expect(offered(['-'])).toEqual(['-V', '--version', '-h', '--help']);
    expect(offered(['revert', '--fix'])).toEqual([]);
  });

  it('what an option can be given, also behind a sign of equality', () => {
    expect(offered(['apply', '--format', ''])).toEqual(['text', 'json', 'diff']);
    expect(offered(['lint', '--format', '=', 'ju'])).toEqual(['junit']);
    expect(offered(['lint', '--format', '='])).toHaveLength(6);
    expect(offered(['apply', '--only', 'src-vm'])).toEqual(['src-vm-stopped']);
    expect(offered(['lint', '--recipe', 'per'])).toEqual(['per-device']);
  });

  it('names of rules and figures, which may be left out', () => {
    expect(offered(['lint', '--rule', 'fires-tw'])).toEqual(['fires-twice']);
    expect(offered(['lint', '--explain', 'fires'])).toEqual(['fires-twice']);
    expect(offered(['report', '--explain', 'in-f'])).toEqual(['in-flight']);
    expect(offered(['lint', '--explain', '--form'])).toEqual(['--format']);
  });

  it('folders for trees, files for logs, with odd names', () => {
    const folder = scratch();
    mkdirSync(join(folder, 'qemu 7.2'));
    writeFileSync(join(folder, 'qemu.log'), '');
    expect(offered(['apply', 'qe'], folder)).toEqual(['qemu 7.2']);
    expect(offered(['report', '--source', 'qemu.'], folder)).toEqual(['qemu.log']);
    expect(offered(['report', ''], folder)).toEqual([]);
  });

  it('revisions, and runs nothing that the name of a ref asks for', () => {
    const folder = scratch();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '--quiet', '--initial-branch=stable-7.2');
    git(
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.org',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'a',
    );
    git('branch', 'stable-$(>ran)');
    expect(offered(['backport', '--onto', 'stable-7'], folder)).toEqual(['stable-7.2']);
    expect(offered(['backport', '--onto', 'stable-$'], folder)).toEqual(['stable-\\$\\(\\>ran\\)']);
    expect(offered(['backport', '--onto', ''], folder)).toHaveLength(2);
    expect(execFileSync('ls', { cwd: folder }).toString()).toBe('');
  });

  it('revisions of the repository that the line names, before or behind it', () => {
    const folder = scratch();
    const repo = join(folder, 'qemu 7.2');
    mkdirSync(join(repo, 'empty'), { recursive: true });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: repo });
    git('init', '--quiet', '--initial-branch=stable-7.2');
    const user = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
    git(...user, 'commit', '--quiet', '--allow-empty', '-m', 'a');
    const typedAs = 'qemu\\ 7.2';
    const ofRepo = (...words: string[]) => offered(words, folder);
    expect(ofRepo('backport', typedAs, '--onto', 'st')).toEqual(['stable-7.2']);
    expect(ofRepo('backport', '-n', typedAs, '--onto', 'st')).toEqual(['stable-7.2']);
    expect(ofRepo('lint', '--repo', '=', typedAs, '--rev', '=', 'st')).toEqual(['stable-7.2']);
    // A folder that an option is given is not meant.
    mkdirSync(join(folder, 'out'));
    expect(ofRepo('backport', '--output', 'out', typedAs, '--onto', 'st')).toEqual(['stable-7.2']);
    expect(ofRepo('backport', '--onto', 'st')).toEqual([]);
  });

  it('nothing where anything can stand, or behind a command that there is not', () => {
    expect(offered(['report', '--fail-over', ''])).toEqual([]);
    expect(offered(['aply', ''])).toEqual([]);
  });
});

it('the tab key in a bash at a terminal writes the rest', async () => {
  expect(await typed(interactiveShells.bash, script, 'qemu-downtime chec\tsrc-vm\t')).toContain(
    'ran: <checkpoints>\r\nran: <src-vm-stopped>',
  );
});
