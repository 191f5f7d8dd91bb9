import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** How a shell is started without anybody's settings, and what it has to be told first. */
interface InteractiveShell {
  readonly command: string;
  readonly setUp: string;
}

const PROMPT = 'ready> ';

export const interactiveShells = {
  bash: {
    command: 'bash --norc --noprofile -i',
    setUp: `bind 'set enable-bracketed-paste off'; PS1='${PROMPT}'`,
  },
  zsh: { command: 'zsh -f -i', setUp: `autoload -U compinit; compinit -u -D; PS1='${PROMPT}'` },
} satisfies Record<string, InteractiveShell>;

/**
 * Types a line into a shell at a terminal, with the script of its completions loaded and a program that says what it
 * was run with.
 * @param line what is typed, with \t where the tab key is pressed
 * @returns what the terminal showed from then on
 */
export async function typed(
  { command, setUp }: InteractiveShell,
  script: string,
  line: string,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-shell-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'completion'), script);
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'dumb', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (data: Buffer) => {
    shown += data.toString();
  });
  const until = async (sign: string, from: number): Promise<void> => {
    for (let tries = 0; tries < 200; tries++) {
      if (shown.indexOf(sign, from) !== -1) return;
      await wait(50);
    }
    throw new Error(`the shell did not show ${JSON.stringify(sign)}: ${shown}`);
  };
  try {
    child.stdin.write(`qemu-downtime() { printf 'ran: <%s>\\n' "$@"; }; ${setUp}\n`);
    child.stdin.write('. ./completion; echo "lo""aded"\n');
    await until('loaded', 0);
    await until(PROMPT, shown.indexOf('loaded'));
    const start = shown.length;
    // A shell may look for keys only once it has drawn its prompt.
    await wait(100);
    child.stdin.write(line);
    await wait(500);
    child.stdin.write('\n');
    await until(PROMPT, start);
    await wait(100);
    return shown.slice(start);
  } finally {
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.stdin.end('exit\n');
    if ((await Promise.race([closed, wait(5000, 'late')])) === 'late') child.kill('SIGKILL');
  }
}
