import { release } from 'node:os';
import type { ReadyParser } from '../csource/ready-parser.js';
import { runGit } from '../git/run-git.js';
import { printable } from '../problem/printable.js';
import { EnvironmentLack } from '../problem/problem.js';
import { exitCode } from './exit-code.js';
import { programLine } from './program-line.js';
import { chosenParser } from './ready-parser.js';
import { requireOutput, writeResult } from './result.js';

/** `qemu-downtime version`: what a report of a defect needs. @returns the exit code */
export async function version({ output }: { readonly output?: string }): Promise<number> {
  requireOutput(output);
  const lines = [
    programLine(),
    `system: ${process.platform} ${release()}`,
    `parser: ${await orNone(async () => parserText(await chosenParser()))}`,
    `git: ${await orNone(async () => (await runGit('.', ['version'])).trim().replace(/^git version /, ''))}`,
  ];
  writeResult(Buffer.from(lines.map((line) => `${printable(line)}\n`).join('')), output);
  return exitCode.done;
}

function parserText({ kind, because }: ReadyParser): string {
  if (kind === 'native') return 'native';
  return because === undefined
    ? 'WebAssembly'
    : `WebAssembly, since the native one cannot be loaded: ${because}`;
}

/** What is missing here is told as such, with the rest. */
async function orNone(told: () => Promise<string>): Promise<string> {
  try {
    return await told();
  } catch (error) {
    if (!(error instanceof EnvironmentLack)) throw error;
    return `none (${error.problems[0]?.found ?? ''})`;
  }
}
