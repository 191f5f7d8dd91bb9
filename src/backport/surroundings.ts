import { isOurs } from '../catalogue/recipe-parts.js';
import { checkedOutBranches } from '../git/checked-out.js';
import type { Person } from '../git/commit-text.js';
import { userIdentity } from '../git/identity.js';
import type { ObjectReader } from '../git/object-reader.js';
import { configuredHooksOff } from '../git/planted-hooks.js';
import { readUpstreamCommit } from '../git/upstream-commit.js';
import type { UpstreamText } from '../provenance/message.js';
import type { BranchOptions } from './branch.js';
import type { BackportRequest } from './request.js';

/** What is the same for every revision, found out once. */
export interface Surroundings {
  /** The commits of the recipes by id, where the repository holds them. */
  readonly upstream: ReadonlyMap<string, UpstreamText>;
  /** Who git takes the user to be; undefined where nobody has to be named. */
  readonly user: { readonly committer: Person; readonly author: Person } | undefined;
  readonly branches: Omit<BranchOptions, 'force'>;
}

/**
 * Finds out what every revision needs of the repository.
 * @throws EnvironmentLack `no-identity` where somebody has to be named, `git-failed`
 */
export async function surroundingsOf(reader: ObjectReader, request: BackportRequest): Promise<Surroundings> {
  const { repository } = reader;
  const writes = request.as === 'branch' && !request.dryRun;
  const upstream = new Map<string, UpstreamText>();
  for (const recipe of request.recipes) {
    // A step that is ours is only modelled on its commit.
    const text = isOurs(recipe) ? undefined : await readUpstreamCommit(reader, recipe.commit);
    if (text) upstream.set(recipe.commit, text);
  }
  const isNamed = request.recipes.every(({ commit }) => upstream.has(commit));
  const namesAuthor = (request.as === 'mbox' || request.as === 'quilt') && !isNamed;
  const user = writes || request.signoff || namesAuthor ? await userIdentity(repository) : undefined;
  const branches = {
    checkedOut: request.as === 'branch' ? await checkedOutBranches(repository) : new Map<string, string>(),
    hooksOff: writes ? await configuredHooksOff(repository) : [],
  };
  return { upstream, user, branches };
}
