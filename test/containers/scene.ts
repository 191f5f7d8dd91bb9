import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { realTree } from '../real-sources/real-tree.js';
import { git } from '../support/git-scene.js';
import { cli, type Ended } from '../support/run-cli.js';

/** What of the document of `verify` these tests look at. */
export interface Verified {
  readonly version: string;
  readonly image: string;
  readonly passed: boolean;
  readonly applied: readonly string[];
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly cached?: true }[];
  readonly events: readonly string[];
  readonly migrations: readonly VerifiedMigration[];
}

export interface VerifiedMigration {
  readonly mode: string;
  readonly status: string;
  readonly reason?: string;
  readonly source: readonly { readonly name: string; readonly count: number }[];
  readonly destination: readonly { readonly name: string; readonly count: number }[];
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly outOfOrder: readonly string[];
  readonly notes: readonly string[];
  readonly devices?: { readonly saved: number; readonly loaded: number; readonly faults: readonly string[] };
}

/** A folder for all that the tests of a file leave, with a cache of its own: what is built is built here. */
export const scene = mkdtempSync(join(tmpdir(), 'qemu-downtime-containers-'));
afterAll(() => rmSync(scene, { recursive: true, force: true }));

/** A copy of a release's Debian sources that a test may change. */
export function treeCopy(release: string): string {
  const folder = join(scene, `qemu-${release}`);
  cpSync(realTree(release, 'patched'), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** What the program sees of the environment, with the engine's address. */
function engineEnvironment(): Record<string, string> {
  const { DOCKER_HOST } = process.env;
  return DOCKER_HOST === undefined ? {} : { DOCKER_HOST };
}

/** Runs the program with the engine of this machine. */
export function run(...args: readonly string[]): Promise<Ended> {
  return cli(args, { env: engineEnvironment() });
}

interface Verification {
  readonly code: number | null;
  readonly document: Verified;
  readonly stderr: string;
}

/** Verifies a tree, with the scene's cache. */
async function documentOf(...options: readonly string[]): Promise<Verification> {
  const cache = `--cache=${join(scene, 'cache')}`;
  const { code, stdout, stderr } = await run('verify', '--format=json', cache, ...options);
  if (stdout === '') throw new Error(`verify ended with ${code}: ${stderr}`);
  return { code, document: JSON.parse(stdout), stderr };
}

/** Verifies a tree: precopy, postcopy and a migration to a file have to be possible. */
export function verified(tree: string, logs: string, ...options: readonly string[]): Promise<Verification> {
  return documentOf('--require=precopy,postcopy,file', `--log=${logs}`, ...options, tree);
}

/** Builds a tree. */
export function built(tree: string, logs: string, ...options: readonly string[]): Promise<Verification> {
  return documentOf('--level=build', `--log=${logs}`, ...options, tree);
}

/** Makes a repository of a whole tree, with what its own rules ignore. */
export function commitEverything(tree: string): void {
  git(tree, 'init', '--quiet', '--initial-branch=main');
  git(tree, 'config', 'gc.auto', '0');
  git(tree, 'config', 'user.name', 'Una User');
  git(tree, 'config', 'user.email', 'una@example.org');
  git(tree, 'add', '--all', '--force', '.');
  git(tree, 'commit', '--quiet', '-m', 'import');
}

/** Changes the lines of a file. */
export function changeLines(tree: string, path: string, change: (lines: string[]) => void): void {
  const file = join(tree, path);
  const lines = readFileSync(file, 'latin1').split('\n');
  change(lines);
  writeFileSync(file, lines.join('\n'), 'latin1');
}
