import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * The hash that names objects in the checkout around a folder; sha1 where there is none.
 * Reads git's files itself, so that showing an id starts no process (gitrepository-layout, extensions.objectFormat).
 */
export function objectFormat(folder: string): 'sha1' | 'sha256' {
  try {
    const config = configPath(folder);
    if (config === undefined) return 'sha1';
    return /^\s*objectformat\s*=\s*"?sha256"?\s*$/im.test(readFileSync(config, 'latin1')) ? 'sha256' : 'sha1';
  } catch {
    return 'sha1';
  }
}

function configPath(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const dot = join(at, '.git');
    if (existsSync(dot)) return join(commonFolder(dot), 'config');
    if (dirname(at) === at) return undefined;
  }
}

/** The folder with the config: `.git` itself, or for a linked worktree the one that its files point to. */
function commonFolder(dot: string): string {
  if (statSync(dot).isDirectory()) return dot;
  const folder = resolve(
    dirname(dot),
    readFileSync(dot, 'latin1')
      .replace(/^gitdir:\s*/, '')
      .trim(),
  );
  const common = join(folder, 'commondir');
  return existsSync(common) ? resolve(folder, readFileSync(common, 'latin1').trim()) : folder;
}
