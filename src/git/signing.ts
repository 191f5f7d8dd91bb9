import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/** Whether the settings ask for signed commits, which this program never makes. */
export async function asksForSigning(repository: Repository): Promise<boolean> {
  try {
    const args = ['config', '--type=bool', '--get', 'commit.gpgsign'];
    return (await runGit(repository.folder, args, { userConfig: true })).trim() === 'true';
  } catch (error) {
    // Not set, or no boolean.
    if (error instanceof GitError) return false;
    throw error;
  }
}
