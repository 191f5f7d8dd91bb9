import type { ObjectReader } from '../../src/git/object-reader.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import type { FilePlan, Plan } from '../../src/port/port-result.js';
import { blobId } from '../../src/tree/blob-id.js';
import {
  downtimeCorrection,
  type GoldenRelease,
  type GoldenTree,
  goldenReleases,
  goldenTrees,
  UPSTREAM_TREE,
  upstreamCommit,
} from '../../test/golden/golden.js';
import { judgeCalls, type Policy } from '../../test/golden/judge-calls.js';
import { isEventRight } from '../../test/golden/judge-event.js';
import { filesOf, resultTexts } from './round-trip.js';
import { treeIdWith } from './tree-object.js';

/** What is known about a commit and does not hold for its port; nothing where nothing is known. */
export async function releaseFailures(
  reader: ObjectReader,
  commit: string,
  { plan, texts, fixes }: { plan: Plan; texts: TreeTexts; fixes: boolean },
): Promise<string[]> {
  const failures: string[] = [];
  const release = releaseOf(commit);
  if (release?.expected_sites) failures.push(...wrongCounts(release.expected_sites, plan));
  else if (release && !fixes) failures.push(...notPresent(plan));
  const tree = [...goldenTrees.values()].find((known) => known.commit === commit);
  if (tree) failures.push(...siteFailures(tree, plan, texts, fixes ? 'fixed' : 'faithful'));
  if (!fixes && commit === upstreamCommit.before_commit) {
    failures.push(...wrongBlobs(plan.files, new Map(Object.entries(upstreamCommit.files))));
    failures.push(...(await wrongTree(reader, commit, plan.files)));
  }
  if (fixes && commit === downtimeCorrection?.before_commit) {
    failures.push(...wrongBlobs(plan.files, new Map(Object.entries(downtimeCorrection.files))));
  }
  return failures;
}

/** Whether a commit is a release from before upstream's commit. */
export function isOlderRelease(commit: string): boolean {
  return (releaseOf(commit)?.expected_sites ?? null) !== null;
}

function releaseOf(commit: string): GoldenRelease | undefined {
  return [...goldenReleases.values()].find((known) => known.commit === commit);
}

/** The whole tree of upstream's commit, made from its parent's by the port. */
async function wrongTree(
  reader: ObjectReader,
  commit: string,
  files: readonly FilePlan[],
): Promise<string[]> {
  const { format } = reader.repository;
  const blobs = new Map(files.map((file) => [file.path, blobId(Buffer.from(file.after, 'latin1'), format)]));
  const id = await treeIdWith(reader, `${commit}^{tree}`, blobs);
  return id.startsWith(UPSTREAM_TREE) ? [] : [`the whole tree is ${id}, not ${UPSTREAM_TREE}…`];
}

function wrongCounts(expected: Readonly<Record<string, number>>, plan: Plan): string[] {
  return plan.verdicts.flatMap(({ name, sites }) => {
    const wanted = expected[name] ?? 0;
    return sites.length === wanted ? [] : [`${name}: ${sites.length} calls instead of ${wanted}`];
  });
}

function notPresent(plan: Plan): string[] {
  const changed = plan.files
    .filter((file) => file.before !== file.after)
    .map(({ path }) => `${path}: changed`);
  const missing = plan.verdicts
    .filter((verdict) => verdict.status !== 'present')
    .map((verdict) => `${verdict.name}: ${verdict.status} instead of present`);
  return [...changed, ...missing];
}

function siteFailures(tree: GoldenTree, plan: Plan, texts: TreeTexts, policy: Policy): string[] {
  const byPath = (files: readonly { path: string; text: string }[]) =>
    new Map(files.map(({ path, text }) => [path, text]));
  const before = byPath(filesOf(texts));
  const after = byPath(filesOf(resultTexts(texts, plan.files)));
  const failures = [...before].flatMap(([path, text]) => {
    const known = tree.blobs[path];
    return blobId(Buffer.from(text, 'latin1')) === known ? [] : [`${path}: not the file that is known`];
  });
  const { wrong, missing } = judgeCalls(tree, before, after, policy);
  failures.push(
    ...wrong.map((call) => `${call.file}:${call.line}: ${call.name}: ${call.why}`),
    ...missing.map((site) => `${site.file}:${site.after_line} (${site.function}): ${site.name} is not there`),
  );
  const { file } = tree.trace_events;
  if (!isEventRight(tree, before.get(file) ?? '', after.get(file) ?? '')) {
    failures.push(`${file}: not the lines that are known`);
  }
  return failures;
}

function wrongBlobs(
  files: readonly FilePlan[],
  known: ReadonlyMap<string, { readonly after: string }>,
): string[] {
  return files.flatMap((file) => {
    const id = blobId(Buffer.from(file.after, 'latin1'));
    // A file that upstream's commit leaves alone must stay as it is.
    const wanted = known.get(file.path)?.after ?? blobId(Buffer.from(file.before, 'latin1'));
    return id === wanted ? [] : [`${file.path}: blob ${id} instead of upstream's ${wanted}`];
  });
}
