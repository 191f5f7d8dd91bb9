import { listRefs } from '../git/refs.js';
import { patternsMeant } from '../git/refs-meant.js';
import type { Repository } from '../git/repository.js';
import { noRefFits, onlyOwnRefsFit } from '../problem/git-problems.js';
import { Refusal } from '../problem/problem.js';

/** A revision to port onto; or a pattern that stands for none, with the refusal. */
export interface Requested {
  readonly onto: string;
  readonly refusal?: Refusal;
}

/** Characters of patterns. A revision may hold them in `^{/text}`, `:/text` and `@{…}` only. */
const PATTERN = /[*?[]/;
const SEARCH = /\^\{|^:|@\{/;

/**
 * Lists the revisions that texts name, each once, in the order given. A text with `*`, `?` or `[` is a pattern of
 * refs, as `git for-each-ref` has it; branches of ours are left out of what it stands for.
 * @param branchPrefix what the names of our branches begin with; undefined where none is to be left out
 * @throws EnvironmentLack `git-failed`
 */
export async function requestedRevisions(
  repository: Repository,
  texts: readonly string[],
  branchPrefix: string | undefined,
): Promise<Requested[]> {
  const requested = new Map<string, Requested>();
  for (const text of texts) {
    for (const one of await expanded(repository, text, branchPrefix))
      if (!requested.has(one.onto)) requested.set(one.onto, one);
  }
  return [...requested.values()];
}

/** Whether a text is a pattern of refs, which may stand for any number of revisions. */
export function isRefPattern(text: string): boolean {
  return PATTERN.test(text) && !SEARCH.test(text);
}

async function expanded(
  repository: Repository,
  text: string,
  branchPrefix: string | undefined,
): Promise<Requested[]> {
  if (!isRefPattern(text)) return [{ onto: text }];
  try {
    const refs = await listRefs(repository, text);
    const isOurs = (ref: string): boolean =>
      branchPrefix !== undefined && ref.startsWith(`refs/heads/${branchPrefix}`);
    const theirs = refs.filter(({ ref }) => !isOurs(ref));
    if (theirs.length > 0) return theirs.map(({ ref }) => ({ onto: ref }));
    const refusal =
      refs.length > 0 && branchPrefix !== undefined
        ? onlyOwnRefsFit(text, refs.length, branchPrefix)
        : noRefFits(text, await patternsMeant(repository, text));
    return [{ onto: text, refusal }];
  } catch (error) {
    if (error instanceof Refusal) return [{ onto: text, refusal: error }];
    throw error;
  }
}
