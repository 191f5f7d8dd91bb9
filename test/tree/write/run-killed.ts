import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

// One for all children: tsx keeps its cache there too.
const temporary = mkdtempSync(join(tmpdir(), 'qemu-downtime-killed-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

export type Mode = 'write' | 'recover' | 'commit';

/** How a child ended. */
export interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Starts the child that kills itself right before its n-th call that changes the disk; 0: never. */
export function child(mode: Mode, root: string, stop: number): Promise<Ended> {
  const script = fileURLToPath(new URL('killed-child.ts', import.meta.url));
  const running = spawn(process.execPath, ['--import', 'tsx', script, mode, root, String(stop)], {
    // What a killed child leaves in the folder for temporary files goes with the test.
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  running.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return new Promise((resolve) => running.on('close', (_code, signal) => resolve({ signal, output })));
}

/** Runs jobs a few at a time: each starts a process. */
export async function inTurns<T>(count: number, job: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 1;
  const worker = async (): Promise<void> => {
    for (let n = next++; n <= count; n = next++) results[n - 1] = await job(n);
  };
  await Promise.all([worker(), worker(), worker()]);
  return results;
}

/** The number of calls that change the disk in a run that is not killed. */
export async function countCalls(mode: Mode, root: string): Promise<number> {
  const { signal, output } = await child(mode, root, 0);
  expect(signal).toBeNull();
  return Number(output);
}
