import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { sourceTree } from '../../scripts/sources/cache.js';
import { isInstalled } from '../../scripts/sources/run.js';
import type { TreeKind } from '../../scripts/sources/unpack.js';
import { addBranch, repositoryWith } from '../support/branches-scene.js';
import { cli, plainEnvironment } from '../support/run-cli.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

/**
 * Runs a program and gives back its standard output.
 * @param input what it reads from its standard input
 * @throws Error with all that it says where it fails, or with its name where it is not installed
 */
export function said(
  folder: string,
  program: string,
  args: readonly string[],
  { env = {}, input }: { readonly env?: Readonly<Record<string, string>>; readonly input?: Buffer } = {},
): string {
  if (!isInstalled(program)) throw new Error(`${program} is needed for this test; install it`);
  const ran = spawnSync(program, args, {
    cwd: folder,
    env: plainEnvironment({ GIT_CONFIG_NOSYSTEM: '1', ...env }),
    encoding: 'utf8',
    input: input ?? '',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ran.error) throw ran.error;
  // Some tell on their standard output what is wrong: checkpatch, quilt, patch.
  if (ran.status !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** A copy of some files and folders of a fetched release; what is not there is left out. */
export function partOf(release: string, kind: TreeKind, paths: readonly string[]): string {
  const from = sourceTree(release, kind);
  if (from === undefined)
    throw new Error(`QEMU ${release} is not in the cache; fetch it with: npm run sources -- 5.2 7.2 10.0`);
  const root = scratchFolder();
  for (const path of paths.filter((one) => existsSync(join(from, one)))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(from, path), join(root, path), { recursive: true });
  }
  return root;
}

/** A repository with a branch for each of these folders. */
export function repositoryOf(folders: Readonly<Record<string, string>>): string {
  const root = repositoryWith([]);
  for (const [branch, folder] of Object.entries(folders)) addBranch(root, branch, folder);
  return root;
}

/** Runs a backport that must go well; its standard output. */
export async function backport(root: string, ...args: string[]): Promise<string> {
  const run = await cli(['backport', root, ...args]);
  expect(run.code, run.stderr).toBe(0);
  return run.stdout;
}
