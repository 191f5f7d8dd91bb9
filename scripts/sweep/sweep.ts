import { setImmediate } from 'node:timers/promises';
import type { ObjectReader } from '../../src/git/object-reader.js';
import { type RevisionTree, readRevisionTree } from '../../src/git/revision-tree.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { Failure } from '../../src/problem/problem.js';
import { commitFacts } from './commit-facts.js';
import { type PortSettings, portInMemory, unreadable } from './port-in-memory.js';
import { isOlderRelease, releaseFailures } from './release-checks.js';
import { NOTHING, type Outcome, type Row } from './row.js';
import type { Selected } from './selection.js';

export interface SweepSettings extends Omit<PortSettings, 'revertMayDecline'> {
  /** Compare with what is known of the release. */
  readonly golden: boolean;
}

/**
 * Ports onto each revision, one after the other. The same files are ported once. Outcomes are kept, texts are not,
 * and the event loop gets its turn after each port: native syntax trees are freed only then.
 */
export async function* sweep(
  reader: ObjectReader,
  selection: readonly Selected[],
  settings: SweepSettings,
): AsyncGenerator<Row> {
  const known = new Map<string, Outcome>();
  for (const selected of selection) {
    yield await sweepOne(reader, selected, settings, known);
    await setImmediate();
  }
}

async function sweepOne(
  reader: ObjectReader,
  selected: Selected,
  settings: SweepSettings,
  known: Map<string, Outcome>,
): Promise<Row> {
  const row = {
    revision: selected.name,
    commit: null,
    date: '',
    subject: '',
    version: null,
    repeated: false,
  };
  let revision: RevisionTree;
  try {
    revision = await readRevisionTree(reader, selected.revision);
  } catch (error) {
    const outcome = isNoTree(error) ? { ...NOTHING, verdict: 'not-a-tree' as const } : unreadable(error);
    const facts = outcome.verdict === 'not-a-tree' ? await factsOf(reader, selected.revision) : {};
    return { ...row, ...facts, ...outcome };
  }
  const { commit, tree, blobIds } = revision;
  const { layout } = tree;
  const fixes = settings.fixes || selected.fixes === true;
  const key = [layout.migration, layout.savevm, layout.events]
    .flatMap((path) => [path, blobIds.get(path)])
    .concat(String(fixes))
    .join(' ');
  const before = settings.golden ? undefined : known.get(key);
  const outcome =
    before ??
    (await portInMemory(
      treeTexts(tree),
      { ...settings, fixes, revertMayDecline: !isOlderRelease(commit) },
      settings.golden ? (plan, texts) => releaseFailures(reader, commit, { plan, texts, fixes }) : undefined,
    ));
  known.set(key, outcome);
  const facts = await commitFacts(reader, commit);
  return { ...row, ...facts, ...outcome, commit, version: tree.version, repeated: before !== undefined };
}

async function factsOf(reader: ObjectReader, revision: string) {
  const commit = await reader.readObject(`${revision}^{commit}`);
  return commit === null ? {} : { commit: commit.id, ...(await commitFacts(reader, commit.id)) };
}

function isNoTree(error: unknown): boolean {
  return error instanceof Failure && error.problems.some((problem) => problem.code === 'not-a-qemu-tree');
}
