import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ObjectFormat } from '../tree/blob-id.js';

/**
 * The hash that names objects in the checkout around a folder; sha1 where there is none.
 * Reads git's files itself, so that showing an id starts no process (gitrepository-layout, extensions.objectFormat).
 */
export function objectFormat(folder: string): ObjectFormat {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const dot = join(at, '.git');
    if (kindOf(dot) !== undefined) return formatIn(commonFolder(dot));
    if (dirname(at) === at) return 'sha1';
  }
}

function formatIn(gitFolder: string): ObjectFormat {
  const config = plainText(join(gitFolder, 'config')) ?? '';
  return /^\s*objectformat\s*=\s*"?sha256"?\s*$/im.test(config) ? 'sha256' : 'sha1';
}

/** The folder with the config: `.git` itself, or for a linked worktree the one that its files point to. */
function commonFolder(dot: string): string {
  if (kindOf(dot) === 'folder') return dot;
  const folder = resolve(dirname(dot), (plainText(dot) ?? '').replace(/^gitdir:\s*/, '').trim());
  const common = plainText(join(folder, 'commondir'));
  return common === undefined ? folder : resolve(folder, common.trim());
}

function kindOf(path: string): 'folder' | 'other' | undefined {
  try {
    return lstatSync(path).isDirectory() ? 'folder' : 'other';
  } catch {
    return undefined;
  }
}

/** The text of a plain file. Anything else, a FIFO above all, must not hold the program up. */
function plainText(path: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor, 'latin1') : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
