import { spawnSync } from 'node:child_process';
import type { Invocation } from './contestant.js';

/** How long a process took, start to end. */
export interface Ran {
  readonly milliseconds: number;
  readonly status: number | null;
  readonly stderr: string;
}

/**
 * Runs a program to its end with its output thrown away. Its exit status is its own business (cherry-pick and patch
 * end with 1 where hunks fail); one that cannot be started is an error.
 */
export function runOnce({ program, args, cwd, env }: Invocation): Ran {
  const started = performance.now();
  const ran = spawnSync(program, args, {
    cwd,
    env: { ...process.env, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = performance.now() - started;
  if (ran.error) throw ran.error;
  return { milliseconds, status: ran.status, stderr: ran.stderr };
}
