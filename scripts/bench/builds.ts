import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI } from './built-program.js';
import type { NotRun, Texts } from './contestant.js';

/** What a result came to in QEMU's own build, by the row's name. */
export type Builds = ReadonlyMap<string, boolean>;

/** The document of `verify`, as far as it is read here. */
interface Verified {
  readonly passed: boolean;
  readonly problems?: readonly { readonly code: string; readonly found: string }[];
}

/**
 * Compiles the files that each contestant left, one after the other in one build of the release, in containers.
 * @param folder the release's whole sources
 * @param results the C files and the events file of each row, one character a byte
 * @returns why nothing could be built, where that is so
 */
export function benchBuilds(
  folder: string,
  results: ReadonlyMap<string, Texts>,
  scratch: string,
): Builds | NotRun {
  const tree = join(scratch, 'to-build');
  cpSync(folder, tree, { recursive: true, verbatimSymlinks: true });
  const builds = new Map<string, boolean>();
  for (const [name, texts] of results) {
    for (const [path, text] of texts) writeFileSync(join(tree, path), text, 'latin1');
    const { passed, problems = [] } = compiled(tree, scratch);
    const [problem] = problems;
    if (problem) return { name: 'builds', why: `${problem.found} [${problem.code}]` };
    builds.set(name, passed);
  }
  return builds;
}

function compiled(tree: string, scratch: string): Verified {
  const cache = join(scratch, 'builds-cache');
  const options = ['--level=objects', '--apply=no', '--format=json', `--cache=${cache}`];
  const { stdout, error } = spawnSync(process.execPath, [CLI, 'verify', ...options, tree], {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return JSON.parse(stdout) as Verified;
}
