import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES, fixtureNames } from '../support/fixture-trees.js';
import { plainEnvironment } from '../support/run-cli.js';
import { putFiles } from '../tree/write/scratch-tree.js';

export const ROOT = join(import.meta.dirname, '../..');

function npm(folder: string, ...args: string[]): void {
  const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  // Under `npm run` npm would take the folder of this package for the one to work in.
  execFileSync('npm', [...args, ...quiet, '--prefix', folder], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Packs the package as it is published, from the build that is there. @returns the path of the tarball */
export function packed(space: string): string {
  const folder = mkdtempSync(join(space, 'packed-'));
  const args = ['pack', '--ignore-scripts', '--pack-destination', folder, '--silent'];
  execFileSync('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const [tarball = ''] = readdirSync(folder);
  return join(folder, tarball);
}

/** Has everything that the tarball depends on in npm's cache; what is there already is not asked for again. */
export function fillCache(space: string, tarball: string): void {
  npm(mkdtempSync(join(space, 'online-')), 'install', '--prefer-offline', '--ignore-scripts', tarball);
}

/** Installs the tarball into an empty folder, from npm's cache alone. */
export function installOffline(space: string, tarball: string, ...options: string[]): string {
  const folder = mkdtempSync(join(space, 'consumer-'));
  npm(folder, 'install', '--offline', ...options, tarball);
  return folder;
}

/** Installs packages from npm's cache, or where it lacks them from the registry; without running scripts of theirs. */
export function installPackages(space: string, ...names: string[]): string {
  const folder = mkdtempSync(join(space, 'packages-'));
  npm(folder, 'install', '--prefer-offline', '--ignore-scripts', ...names);
  return folder;
}

/** Runs the installed program as its user would, or another node's with it. */
export function runInstalled(
  folder: string,
  args: readonly string[],
  node?: string,
): SpawnSyncReturns<string> {
  const bin = join(folder, 'node_modules/.bin/qemu-downtime');
  const [program, ...rest] = node === undefined ? [bin, ...args] : [node, bin, ...args];
  return spawnSync(program ?? bin, rest, { cwd: folder, env: plainEnvironment(), encoding: 'utf8' });
}

/** What the installed library makes of every tree written for the tests. */
export interface Plans {
  readonly kind: string;
  /** The document of a dry run, or the problems of a refusal, by the tree's name. */
  readonly trees: Readonly<Record<string, unknown>>;
}

/** Has the installed library plan a port of each tree. @param parser the one to take; without it the one that can be loaded */
export function plansOf(folder: string, node = process.execPath, parser?: 'native' | 'wasm'): Plans {
  const script = `import { apply, prepareParser, Refusal } from 'qemu-downtime';
const { kind } = await prepareParser(${parser === undefined ? '' : JSON.stringify(parser)});
const trees = {};
for (const name of ${JSON.stringify(fixtureNames)})
  trees[name] = await apply(${JSON.stringify(`${FIXTURES}/`)} + name, { dryRun: true }).catch((error) => {
    if (error instanceof Refusal) return error.problems;
    throw error;
  });
console.log(JSON.stringify({ kind, trees }));
`;
  putFiles(folder, { 'plans.mjs': script });
  const run = spawnSync(node, ['plans.mjs'], { cwd: folder, env: plainEnvironment(), encoding: 'utf8' });
  if (run.status !== 0 || run.stderr !== '')
    throw new Error(`${node} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
