import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { ObjectReader } from '../../src/git/object-reader.js';
import { type RevisionTree, readRevisionTree } from '../../src/git/revision-tree.js';
import type { Finding } from '../../src/lint/finding.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { type GoldenRelease, goldenReleases, upstreamCommit } from '../../test/golden/golden.js';
import { resultTexts } from '../sweep/round-trip.js';
import { touching } from '../sweep/selection.js';
import { findingText, lintTexts } from './lint-texts.js';

/** A tree that is right, and what lint says of it. */
export interface CleanRow {
  readonly tree: string;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Errors, and where the known double is not told as it should be. */
  readonly failures: readonly string[];
}

/** Of which paths the known double must be told, and how gravely. */
interface Doubles {
  readonly warned: readonly string[];
  readonly noted: boolean;
}

const POSTCOPY = 'fires twice in postcopy,';
const BACKGROUND = 'fires twice in a background snapshot,';
const ZERO = 'with a downtime of 0 ms';
/** Upstream's correction came in 10.0. */
const CORRECTED = 'v10.0.0';

/** Lints upstream's own trees with checkpoints, the commits between, and the ports of all releases before. */
export async function* cleanTrees(reader: ObjectReader): AsyncGenerator<CleanRow> {
  const memory = new TreeMemory();
  for (const [name, release] of goldenReleases) {
    const { tree } = await readRevisionTree(reader, release.commit);
    const texts = treeTexts(tree);
    if (!release.expected_sites) {
      yield row(name, texts, memory, ownDoubles(name));
      continue;
    }
    for (const fixes of [false, true]) {
      const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes });
      const title = `port of ${name}${fixes ? ' --fixes' : ''}`;
      yield plan.problems.length > 0
        ? { ...NOTHING, tree: title, failures: plan.problems.map(({ found }) => `not ported: ${found}`) }
        : row(title, resultTexts(texts, plan.files), memory, fixes ? NONE : portedDoubles(release));
    }
  }
  yield* commitsSince(reader, memory);
}

const NOTHING = { errors: 0, warnings: 0, notes: 0 };
const NONE: Doubles = { warned: [], noted: false };

/** What upstream's own release has. */
function ownDoubles(name: string): Doubles {
  const names = [...goldenReleases.keys()];
  const isCorrected = names.indexOf(name) >= names.indexOf(CORRECTED);
  return isCorrected ? { warned: [], noted: true } : { warned: [POSTCOPY, BACKGROUND], noted: false };
}

/** A call for each path that ends the downtime, besides that of the normal one. */
function portedDoubles({ expected_sites }: GoldenRelease): Doubles {
  const calls = expected_sites?.['src-downtime-end'] ?? 0;
  return { warned: [POSTCOPY, BACKGROUND].slice(0, Math.max(calls - 1, 0)), noted: false };
}

/** Every commit from upstream's on that touches the migration sources; what has the same files comes once. */
async function* commitsSince(reader: ObjectReader, memory: TreeMemory): AsyncGenerator<CleanRow> {
  const master = goldenReleases.get('master')?.commit;
  const range = `${upstreamCommit.before_commit}..${master}`;
  const seen = new Set<string>();
  for (const { revision } of await touching(reader.repository, range)) {
    const opened = await readRevisionTree(reader, revision);
    const key = filesKey(opened);
    if (seen.has(key)) continue;
    seen.add(key);
    yield row(revision.slice(0, 10), treeTexts(opened.tree), memory);
  }
}

function filesKey({ tree: { layout }, blobIds }: RevisionTree): string {
  return [layout.migration, layout.savevm, layout.events].map((path) => blobIds.get(path)).join(' ');
}

function row(tree: string, texts: TreeTexts, memory: TreeMemory, doubles?: Doubles): CleanRow {
  const findings = lintTexts(texts, memory);
  const count = (wanted: Finding['severity']) =>
    findings.filter(({ severity }) => severity === wanted).length;
  return {
    tree,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    failures: [...falseAlarms(findings), ...(doubles ? doubleFailures(findings, doubles) : [])],
  };
}

/** All but the known double, which is a warning or a note and comes with a path. */
function falseAlarms(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ rule, severity, path }) => rule !== 'fires-twice' || severity === 'error' || path.length === 0)
    .map((one) => `${one.severity} ${findingText(one)}`);
}

function doubleFailures(findings: readonly Finding[], { warned, noted }: Doubles): string[] {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const notes = findings.filter(({ severity }) => severity === 'note');
  return [
    ...warned
      .filter((words) => !warnings.some(({ message }) => message.includes(words)))
      .map((words) => `no warning of the double: ${words}`),
    ...warnings
      .filter(({ message }) => !warned.some((words) => message.includes(words)))
      .map((one) => `a warning too many: ${findingText(one)}`),
    ...(noted && !notes.some(({ message }) => message.includes(ZERO))
      ? ['no note of the double of 0 ms']
      : []),
  ];
}
