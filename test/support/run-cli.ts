import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: Buffer;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A home without any git settings. */
const home = mkdtempSync(join(tmpdir(), 'qemu-downtime-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What the program sees of the environment: nothing that changes colours, git or paths behind a test's back. */
export function plainEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, LC_ALL: 'C', ...extra };
}

/** Starts the program as a shell would, without a terminal. */
export function startCli(args: readonly string[], options: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, [inject('cliPath'), ...args], {
    cwd: options.cwd ?? home,
    env: plainEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for a started program. */
export function ended(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (data: Buffer) => out.push(data));
  child.stderr?.on('data', (data: Buffer) => err.push(data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const bytes = Buffer.concat(out);
      resolve({
        code,
        signal,
        out: bytes,
        stdout: bytes.toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}

/** Runs the program to its end. */
export function cli(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return ended(startCli(args, options));
}

/** Runs a shell line in which `"$@"` is the program with its arguments. */
export function shell(line: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn('bash', ['-c', line, 'bash', process.execPath, inject('cliPath'), ...args], {
    cwd: options.cwd ?? home,
    env: plainEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}
