import { noIdentity } from '../problem/git-problems.js';
import { type Person, parsePerson } from './commit-text.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/**
 * Who git takes the user to be, as for a commit.
 * @throws EnvironmentLack `no-identity`, with git's own advice
 */
export async function committerIdentity(repository: Repository): Promise<Person> {
  try {
    const text = await runGit(repository.folder, ['var', 'GIT_COMMITTER_IDENT']);
    const person = parsePerson(text);
    if (person === undefined) throw noIdentity(`the identity ${JSON.stringify(text.trim())}`);
    return person;
  } catch (error) {
    if (error instanceof GitError) throw noIdentity(error.stderr);
    throw error;
  }
}
