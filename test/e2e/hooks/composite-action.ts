import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Ended, ended, plainEnvironment } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const ACTION = join(import.meta.dirname, '../../../action.yml');

interface Step {
  readonly id: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

/** What of the action's file the tests rely on. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action = parse(readFileSync(ACTION, 'utf8')) as Action;

export interface ActionRun {
  /** What each step that ran came to, by its id. */
  readonly steps: Readonly<Record<string, Ended>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the steps as GitHub's runner does: each in a bash of its own, up to the first that fails. */
export async function runAction(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  runner: { readonly path: string; readonly actionPath: string },
): Promise<ActionRun> {
  const temporary = join(scratchFolder(), 'runner temp');
  mkdirSync(temporary);
  const steps: Record<string, Ended> = {};
  const known: Record<string, string> = {};
  for (const [name, { default: value }] of Object.entries(action.inputs))
    known[`inputs.${name}`] = inputs[name] ?? value;
  for (const step of action.runs.steps) {
    const [script, output] = [`${step.id}.sh`, `${step.id}.out`].map((name) => join(temporary, name));
    if (script === undefined || output === undefined) throw new Error('two names were given');
    writeFileSync(script, step.run);
    writeFileSync(output, '');
    const own = Object.entries(step.env).map(([name, text]) => [name, evaluated(text, known)]);
    const env = plainEnvironment({
      ...Object.fromEntries(own),
      PATH: runner.path,
      GITHUB_ACTION_PATH: runner.actionPath,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: temporary,
    });
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
    const run = await ended(spawn('bash', args, { cwd: workspace, env, stdio: ['ignore', 'pipe', 'pipe'] }));
    steps[step.id] = run;
    for (const [, name, value] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      known[`steps.${step.id}.outputs.${name}`] = value ?? '';
    if (run.code !== 0) break;
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, evaluated(value, known)]);
  return { steps, outputs: Object.fromEntries(outputs) };
}

/** The runner's expressions, of which the action uses the names of values alone; what is not there is empty. */
function evaluated(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => known[name] ?? '');
}

/** A folder with an `npm` that writes down its arguments instead of installing anything. */
export function noteTakingNpm(): { readonly bin: string; readonly asked: () => string[] } {
  const bin = scratchFolder();
  const notes = join(bin, 'asked');
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\nprintf '%s\\n' "$@" >>'${notes}'\n`, { mode: 0o755 });
  return { bin, asked: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : []) };
}
