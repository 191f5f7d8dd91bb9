import { backportNotes } from '../problem/backport-problems.js';
import type { BackportResult, Ported } from './backport-result.js';

/** What is worth knowing about a result, each a sentence. */
export function notesOf(result: BackportResult): readonly string[] {
  const notes = result.plan?.notes ?? [];
  if (result.status !== 'ported') return notes;
  const { patches = [], written } = result;
  // Patch and series, for each and once.
  const isListed = written?.paths.length === patches.length + 1;
  return [
    ...notes,
    ...new Set(patches.flatMap((patch) => patch.notes)),
    ...patches
      .filter(({ inSeries }) => inSeries && !isListed)
      .map(({ name }) => `the line for the series is: ${name}`),
    ...(written?.notes ?? []),
    ...messageNotes(result),
  ];
}

/** How a branch that was there with other messages gets those of this run: --force does not replace everything. */
function messageNotes({ present = [], ref = '', workTree }: Ported): string[] {
  const others = present.filter(({ messageDiffers }) => messageDiffers);
  if (others.length === 0) return [];
  const branch = ref.replace(/^refs\/heads\//, '');
  return others.every(({ isOurs }) => isOurs)
    ? [backportNotes.otherMessage(branch, workTree !== undefined)]
    : [backportNotes.foreignMessage(branch)];
}
