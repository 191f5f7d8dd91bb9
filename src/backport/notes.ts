import type { BackportResult } from './backport-result.js';

/** What is worth knowing about a result, each a sentence. */
export function notesOf(result: BackportResult): readonly string[] {
  const notes = result.plan?.notes ?? [];
  if (result.status !== 'ported') return notes;
  const { patch, present } = result;
  return [
    ...notes,
    ...(patch?.notes ?? []),
    ...(patch?.inSeries && result.written?.length !== 2 ? [`the line for the series is: ${patch.name}`] : []),
    ...(present?.messageDiffers
      ? ['the commit was there with another message, which stays; --force replaces it']
      : []),
  ];
}
