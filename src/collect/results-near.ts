import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MANIFEST } from '../pipeline/manifest.js';
import { COMMANDS } from './read-revision.js';

const DOCUMENTS = COMMANDS.map((command) => `${command}.json`);

/** Whether a folder has what a job leaves. */
export function isOfJob(folder: string): boolean {
  return DOCUMENTS.some((name) => existsSync(join(folder, name)));
}

/**
 * The folder of results that may be meant by a path which is none: the one that a document or a revision is in, or one in it.
 * @returns undefined where there is no such folder, or not one alone
 */
export function resultsNear(path: string): string | undefined {
  if (basename(path) === MANIFEST) return dirname(path);
  if (DOCUMENTS.includes(basename(path))) return join(dirname(path), '..');
  if (isOfJob(path)) return join(path, '..');
  const [found, second] = foldersIn(path).filter((folder) => foldersIn(folder).some(isOfJob));
  return second === undefined ? found : undefined;
}

/** What cannot be listed has nothing in it: this is for advice. */
function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
