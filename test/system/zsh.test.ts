import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { completionScript } from '../../src/command-line/completion/index.js';
import { commandLine } from '../../src/command-line/program.js';
import { git } from '../support/git-scene.js';
import { interactiveShells, typed } from '../support/typed-shell.js';

const script = completionScript(
  'zsh',
  commandLine(() => {}),
);
const zsh = (line: string) => typed(interactiveShells.zsh, script, line);

describe('the tab key in a zsh at a terminal', () => {
  it.each([
    ['a command', 'qemu-downtime chec\t', 'ran: <checkpoints>'],
    ['a checkpoint', 'qemu-downtime checkpoints src-vm\t', 'ran: <src-vm-stopped>'],
    ['an option', 'qemu-downtime apply --dr\t', 'ran: <--dry-run>'],
    ['what an option can be given', 'qemu-downtime lint --format ju\t', 'ran: <junit>'],
    ['the same behind a sign of equality', 'qemu-downtime lint --format=ju\t', 'ran: <--format=junit>'],
    ['an option a second time', 'qemu-downtime backport --onto a --ont\t', 'ran: <--onto'],
    ['a rule', 'qemu-downtime lint --explain fires\t', 'ran: <fires-twice>'],
    ['a file', 'qemu-downtime report --source compl\t', 'ran: <completion>'],
    ['a command behind help', 'qemu-downtime help bac\t', 'ran: <backport>'],
  ])('writes the rest of %s', async (_, line, ran) => {
    expect(await zsh(line)).toContain(ran);
  });

  it.each([
    ['its argument', (repo: string) => `backport ${repo} --onto st\t`],
    ['its argument behind a flag', (repo: string) => `backport -n ${repo} --onto st\t`],
    ['--repo', (repo: string) => `lint --repo=${repo} --rev st\t`],
    ['--repo and a word', (repo: string) => `lint --repo ${repo} --rev st\t`],
    ['its argument beside a folder of an option', (repo: string) => `backport -o /tmp ${repo} --onto st\t`],
  ])('writes the rest of a revision of the repository that is %s', async (_, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-zsh-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const repo = join(folder, 'qemu 7.2');
    mkdirSync(repo);
    git(repo, 'init', '--quiet', '--initial-branch=stable-7.2');
    git(repo, 'commit', '--quiet', '--allow-empty', '-m', 'a');
    expect(await zsh(`qemu-downtime ${line(repo.replace(' ', '\\ '))}`)).toContain('ran: <stable-7.2>');
  });

  it('lists commands with what they do', async () => {
    const shown = await zsh('qemu-downtime re\t\t');
    expect(shown).toMatch(/report +-- say where the downtime went/);
    expect(shown).toMatch(/revert +-- take out what apply put in/);
  });
});
