import { requestedRevisions } from '../backport/requested.js';
import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { openObjectReader } from '../git/object-reader.js';
import { readRevisionTree } from '../git/revision-tree.js';
import type { LintResult } from '../lint/finding.js';
import { lintTree } from '../lint/lint-tree.js';
import type { Settings } from '../lint/settings.js';
import { TreeMemory } from '../port/tree-memory.js';
import { treeTexts } from '../port/tree-texts.js';
import { Failure } from '../problem/problem.js';
import { rivalSources, SOURCE_PATHS } from '../tree/layout.js';

/** A revision that was linted, or why it could not be. */
type LintedRevision =
  | { readonly result: LintResult }
  | { readonly revision: string; readonly failure: Failure };

/** Is told how far it is. */
export interface WatchRevisions {
  begin(total: number): void;
  at(done: number): void;
  /** Something else is about to be said, or all is done. */
  clear(): void;
}

const unwatched: WatchRevisions = { begin: () => undefined, at: () => undefined, clear: () => undefined };

/** How many revisions are read ahead of the one that is looked at. */
const READ_AHEAD = 8;

/**
 * Lints revisions of a repository by its objects alone, one after the other; neighbours mostly share files, which are
 * read once.
 * @param texts revisions, or patterns of refs
 */
export async function* lintEachRevision(
  repository: string,
  texts: readonly string[],
  recipes: readonly AnyRecipe[],
  settings: Settings,
  watch: WatchRevisions = unwatched,
): AsyncGenerator<LintedRevision> {
  const reader = await openObjectReader(repository);
  const memory = new TreeMemory();
  try {
    const revisions = await requestedRevisions(reader.repository, texts, undefined);
    watch.begin(revisions.length);
    const read = (index: number) => {
      const one = revisions[index];
      if (!one) return undefined;
      const reading = one.refusal
        ? Promise.reject(one.refusal)
        : readRevisionTree(reader, one.onto, SOURCE_PATHS);
      // Looked at in its turn; until then a failure is nobody's.
      reading.catch(() => undefined);
      return reading;
    };
    const ahead = revisions.slice(0, READ_AHEAD).map((_, index) => read(index));
    for (const [index, { onto }] of revisions.entries()) {
      const reading = ahead.shift();
      ahead.push(read(index + READ_AHEAD));
      watch.at(index);
      try {
        const opened = await reading;
        if (!opened) continue;
        const { tree } = opened;
        const rivals = rivalSources(tree.layout, (path) => tree.has(path));
        const texts = treeTexts(tree);
        const subject = { tree: repository, version: tree.version, revision: onto, texts, rivals };
        const result = lintTree(subject, recipes, settings, memory);
        watch.clear();
        yield { result };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        watch.clear();
        yield { revision: onto, failure: error };
      }
    }
    watch.clear();
  } finally {
    await reader.close();
  }
}
