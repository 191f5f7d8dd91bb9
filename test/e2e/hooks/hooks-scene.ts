import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { rewrite } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { type Ended, ended, plainEnvironment } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { CALL, cleanTree, MIGRATION } from '../lint/lint-scene.js';

export const HOOKS = join(import.meta.dirname, '../../../templates/hooks');

/** A repository that has hooks, with the program on the path as users have it. */
export interface HookedRepository {
  readonly root: string;
  /** Runs a program there, mostly git. */
  readonly run: (
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<Ended>;
  readonly git: (...args: string[]) => Promise<Ended>;
  /** How often the program was started. */
  readonly starts: () => number;
}

/** A folder with `qemu-downtime` in it, which notes each start. */
export function programFolder(): { readonly bin: string; readonly starts: () => number } {
  const bin = scratchFolder();
  const notes = join(bin, 'starts');
  const program = join(bin, 'qemu-downtime');
  writeFileSync(
    program,
    `#!/bin/sh\necho >>'${notes}'\nexec '${process.execPath}' '${inject('cliPath')}' "$@"\n`,
  );
  chmodSync(program, 0o755);
  return { bin, starts: () => (existsSync(notes) ? readFileSync(notes, 'utf8').length : 0) };
}

/** A tree whose checkpoints are right, committed, in a folder whose name needs quotes; then the hooks. */
export async function hookedRepository(hooks: readonly string[]): Promise<HookedRepository> {
  const root = join(scratchFolder(), "it's a $(tree)");
  mkdirSync(root);
  await cleanTree(root);
  commitAll(root);
  return withHooks(root, hooks);
}

/** Puts hooks into a repository. */
export function withHooks(root: string, hooks: readonly string[]): HookedRepository {
  const { bin, starts } = programFolder();
  const folder = join(root, git(root, 'rev-parse', '--git-path', 'hooks'));
  mkdirSync(folder, { recursive: true });
  for (const hook of hooks) copyFileSync(join(HOOKS, hook), join(folder, hook));
  const run: HookedRepository['run'] = (program, args, env = {}) => {
    const path = `${bin}:${process.env.PATH ?? ''}`;
    const environment = plainEnvironment({ PATH: path, GIT_CONFIG_NOSYSTEM: '1', ...env });
    return ended(spawn(program, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  return { root, run, git: (...args) => run('git', args), starts };
}

/** Changes a file that has no checkpoints. */
export function touchOther(root: string, text = 'more\n'): void {
  appendFileSync(join(root, 'README'), text);
}

/** Moves one call before the statement that it belongs behind. */
export function misplace(root: string): void {
  rewrite(root, MIGRATION, (text) =>
    text.replace(CALL, '').replace(/^ {4}qemu_announce_self\(\);\n/m, `${CALL}$&`),
  );
}

/** A change beside the checkpoints. */
export function comment(root: string, text = 'fine'): void {
  rewrite(root, MIGRATION, (before) => `${before}/* ${text} */\n`);
}
