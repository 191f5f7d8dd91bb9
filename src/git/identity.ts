import { noIdentity } from '../problem/git-problems.js';
import { type Person, parsePerson } from './commit-text.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

async function identity(
  repository: Repository,
  name: 'GIT_COMMITTER_IDENT' | 'GIT_AUTHOR_IDENT',
): Promise<Person> {
  try {
    const text = await runGit(repository.folder, ['var', name], { userConfig: true });
    const person = parsePerson(text);
    if (person === undefined) throw noIdentity(`the identity ${JSON.stringify(text.trim())}`);
    return person;
  } catch (error) {
    if (error instanceof GitError) throw noIdentity(error.stderr);
    throw error;
  }
}

/**
 * Who git takes the user to be, as for a commit: by the environment and the settings that it names, the
 * repository's and the user's own.
 * @throws EnvironmentLack `no-identity`, with git's own advice
 */
export async function userIdentity(
  repository: Repository,
): Promise<{ readonly committer: Person; readonly author: Person }> {
  const committer = await identity(repository, 'GIT_COMMITTER_IDENT');
  return { committer, author: await identity(repository, 'GIT_AUTHOR_IDENT') };
}

/** A person as the variables by which git knows who moves a ref, for the reflog. */
export function committerVariables(person: Person): Record<string, string> {
  return {
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
    // The @ keeps git from taking a small number of seconds for another form of date.
    GIT_COMMITTER_DATE: `@${person.date}`,
  };
}
