import type { FilePlan, PlacedCall, Plan, Verdict } from '../port/port-result.js';

/** The verdicts whose calls a plan adds, renames or moves, each with only these calls. */
export function addedCalls(plan: Plan): Verdict[] {
  const isNew = new Map(plan.files.map((file) => [file.path, newLines(file)]));
  const added = (site: PlacedCall): boolean => isNew.get(site.file)?.(site.line) ?? false;
  return plan.verdicts
    .filter(({ status }) => status === 'inserted' || status === 'replaced' || status === 'moved')
    .map((verdict) => ({ ...verdict, sites: verdict.sites.filter(added) }))
    .filter(({ sites }) => sites.length > 0);
}

/** How many calls verdicts have. */
export function countCalls(verdicts: readonly { readonly sites: readonly PlacedCall[] }[]): number {
  return verdicts.reduce((sum, verdict) => sum + verdict.sites.length, 0);
}

/** Tells whether a line of the file as it will be has text of an edit. */
function newLines(file: FilePlan): (line: number) => boolean {
  let shift = 0;
  const spans = [...file.edits]
    .sort((one, other) => one.start - other.start)
    .map(({ start, end, text }) => {
      const from = start + shift;
      shift += text.length - (end - start);
      return { from, to: from + text.length };
    });
  const starts = [0];
  for (let feed = file.after.indexOf('\n'); feed >= 0; feed = file.after.indexOf('\n', feed + 1))
    starts.push(feed + 1);
  return (line) => {
    const from = starts[line - 1] ?? 0;
    const to = (starts[line] ?? file.after.length + 1) - 1;
    return spans.some((span) => span.from < to && span.to > from);
  };
}
