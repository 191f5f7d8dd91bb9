import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '../problem/problem.js';
import { statsAt } from '../tree/stats-at.js';
import { readNamedLog, unwatched } from './read-logs.js';

/** Runs are not kept deeper; the search is for advice, and must not go through a whole disk. */
const DEEPEST = 4;
const MOST_FILES = 200;
/** More names are too many for a sentence. */
const MOST_NAMES = 5;

/**
 * Where there are runs near a folder that has none: below it, or in the one that it is in.
 * @param foldersOf what a pattern stands for
 * @returns what `--run` takes to sum up all of them: their names, or a pattern; of too many the first
 */
export async function runsNear(
  folder: string,
  form: string | undefined,
  foldersOf: (pattern: string) => readonly string[],
): Promise<readonly string[]> {
  const search = new RunSearch(form);
  const found = await search.below(folder, DEEPEST);
  if (found.length === 0) {
    const above = join(folder, '..');
    return (await search.hasLog(above)) ? [above] : [];
  }
  // A folder of runs takes itself all that are in it.
  const [parent = '', ...more] = new Set(found.map((path) => dirname(path)));
  if (more.length === 0) return [found.length === 1 ? (found[0] ?? '') : parent];
  const pattern = patternOf(folder, found);
  const fitting = pattern === undefined ? [] : foldersOf(pattern);
  if (pattern !== undefined && fitting.join('\0') === found.join('\0')) return [pattern];
  return found.length > MOST_NAMES ? found.slice(0, 1) : found;
}

/** Looks for folders with logs in them, as far as it may. */
class RunSearch {
  #files = MOST_FILES;

  constructor(readonly form: string | undefined) {}

  /** The folders below one that have logs in them, in the order of their names. */
  async below(folder: string, deep: number): Promise<string[]> {
    const found: string[] = [];
    for (const path of pathsIn(folder)) {
      if (this.#files === 0) break;
      if (!statsAt(path)?.isDirectory()) continue;
      if (await this.hasLog(path)) found.push(path);
      else if (deep > 1) found.push(...(await this.below(path, deep - 1)));
    }
    return found;
  }

  /** Whether one of a folder's own files has a downtime event in it. */
  async hasLog(folder: string): Promise<boolean> {
    for (const path of pathsIn(folder)) {
      if (this.#files === 0) break;
      if (!statsAt(path)?.isFile()) continue;
      this.#files -= 1;
      if (await this.#isLog(path)) return true;
    }
    return false;
  }

  async #isLog(path: string): Promise<boolean> {
    try {
      const { log } = await readNamedLog(path, '--run', this.form, unwatched);
      return log.events.length > 0;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  }
}

/** What cannot be listed has nothing in it: this is for advice. */
function pathsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A pattern that several folders of one depth fit: what they have in common, and `*` for the rest. */
function patternOf(folder: string, found: readonly string[]): string | undefined {
  const [first = [], ...others] = found.map((path) => relative(folder, path).split(sep));
  if (others.length === 0 || others.some(({ length }) => length !== first.length)) return undefined;
  const parts = first.map((part, index) => (others.every((one) => one[index] === part) ? part : '*'));
  return join(folder, ...parts);
}
