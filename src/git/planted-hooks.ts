import { gitFailed } from '../problem/git-problems.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/**
 * The settings that switch off the hooks a listing of `hook.*` settings defines.
 * @param listing output of `git config -z --name-only --get-regexp`
 * @internal
 */
export function switchesFor(listing: string): string[] {
  const names = new Set<string>();
  for (const key of listing.split('\0')) {
    // hook.NAME.event: the name may itself hold dots.
    const name = /^hook\.([\s\S]+)\.[^.]+$/.exec(key)?.[1];
    if (name !== undefined) names.add(name);
  }
  return [...names].map((name) => {
    // `-c` splits at the first `=`, so such a name could not be switched off.
    if (/[=\n]/.test(name))
      throw gitFailed('config', `a hook with the name ${JSON.stringify(name)} is configured`);
    return `hook.${name}.enabled=false`;
  });
}

/**
 * Newer gits run hooks named in the configuration as well, which core.hooksPath does not stop. Lists them (git
 * only prints the names) and gives the settings that switch each off.
 */
export async function configuredHooksOff(repository: Repository): Promise<string[]> {
  try {
    return switchesFor(
      await runGit(repository.folder, ['config', '-z', '--name-only', '--get-regexp', '^hook\\.']),
    );
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return [];
    if (error instanceof GitError) throw gitFailed('config', error.stderr);
    throw error;
  }
}
