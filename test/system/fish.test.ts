import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { completionScript } from '../../src/command-line/completion/index.js';
import { commandLine } from '../../src/command-line/program.js';
import { git } from '../support/git-scene.js';

const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-fish-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(
  join(folder, 'completion.fish'),
  completionScript(
    'fish',
    commandLine(() => {}),
  ),
);
writeFileSync(join(folder, 'src.log'), '');
mkdirSync(join(folder, 'srctree'));
const repository = join(folder, 'qemu 7.2');
mkdirSync(repository);
commitNothing(repository, 'stable-7.2');

/** Makes a repository with one branch. */
function commitNothing(root: string, branch: string): void {
  git(root, 'init', '--quiet', `--initial-branch=${branch}`);
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'a');
}

/** What fish offers for the end of a line, by what it says of each. */
function offered(line: string): Map<string, string> {
  const out = execFileSync('fish', ['-c', 'source completion.fish; complete -C $argv[1]', line], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, LC_ALL: 'C.UTF-8' },
  }).toString();
  const lines = out.split('\n').filter((one) => one !== '');
  return new Map(lines.map((one) => one.split('\t') as [string, string]));
}

describe('fish completes', () => {
  it('commands, with what they do', () => {
    expect([...offered('qemu-downtime re').keys()].sort()).toEqual(['report', 'revert']);
    expect(offered('qemu-downtime ap').get('apply')).toMatch(/^put the checkpoints into/);
  });

  it('options of the command, with what they do', () => {
    expect(offered('qemu-downtime apply --dr').get('--dry-run')).toMatch(/^show the change/);
    expect(offered('qemu-downtime revert --fix')).toEqual(new Map());
  });

  it.each([
    ['qemu-downtime apply --format ', ['diff', 'json', 'text']],
    ['qemu-downtime lint --format=ju', ['--format=junit']],
    ['qemu-downtime checkpoints src-vm', ['src-vm-stopped']],
    ['qemu-downtime lint --explain fires', ['fires-twice']],
    ['qemu-downtime completion ', ['bash', 'fish', 'zsh']],
    ['qemu-downtime help bac', ['backport']],
    ['qemu-downtime report --source src', ['src.log', 'srctree/']],
    ['qemu-downtime apply src', ['srctree/']],
    ["qemu-downtime backport 'qemu 7.2' --onto st", ['stable-7.2']],
    ['qemu-downtime backport -n ~/qemu\\ 7.2 --onto st', ['stable-7.2']],
    ['qemu-downtime lint --repo qemu\\ 7.2 --rev st', ['stable-7.2']],
    ['qemu-downtime lint --repo=qemu\\ 7.2 --rev st', ['stable-7.2']],
    ['qemu-downtime backport --output srctree qemu\\ 7.2 --onto st', ['stable-7.2']],
    ['qemu-downtime backport --onto st', []],
  ])('%j', (line, expected) => {
    expect([...offered(line).keys()].sort()).toEqual(expected);
  });
});
