import type { BackportResult } from './backport-result.js';

/** What is worth knowing about a result, each a sentence. */
export function notesOf(result: BackportResult): readonly string[] {
  const notes = result.plan?.notes ?? [];
  if (result.status !== 'ported') return notes;
  const { patches = [], present = [], written = [] } = result;
  // Patch and series, for each and once.
  const isListed = written.length === patches.length + 1;
  const differs = present.some(({ messageDiffers }) => messageDiffers);
  return [
    ...notes,
    ...new Set(patches.flatMap((patch) => patch.notes)),
    ...patches
      .filter(({ inSeries }) => inSeries && !isListed)
      .map(({ name }) => `the line for the series is: ${name}`),
    ...(differs ? ['the commit was there with another message, which stays; --force replaces it'] : []),
  ];
}
