import { printableLine } from '../../../problem/printable.js';
import type { RunOutcome } from '../../../report/kinds.js';
import type { Run, RunsSummary } from '../../../report/runs-model.js';

/** How a run went, in words. */
export function outcomeText(outcome: RunOutcome): string {
  return outcome === 'no-event' ? 'no event' : outcome;
}

/** Why a run that was completed has no pause, or not as one number. */
type PauseLack = 'one-side' | 'no-single-number';

function pauseLack({ outcome, kind, sides, pause }: Run): PauseLack | undefined {
  if (outcome !== 'completed') return undefined;
  if (sides.length === 2) return pause === null ? 'no-single-number' : undefined;
  return kind === 'savevm' || kind === 'background-snapshot' ? undefined : 'one-side';
}

/** Why a run has no total, or no pause; empty where it has both. */
export function lackText(run: Run): string {
  if (run.problem !== null) return run.problem;
  const lack = pauseLack(run);
  if (lack === undefined) return '';
  return lack === 'one-side'
    ? `one side only (${run.sides.join()}), no pause`
    : 'the pause is no single number';
}

/** How many findings of each rule. */
export function countsText(counts: Iterable<readonly [rule: string, count: number]>): string {
  return [...counts].map(([rule, count]) => `${count} ${rule}`).join(', ');
}

/** The runs of which something is missing, and what was found in all of them, by rule. */
export function runNotes({ runs }: RunsSummary): string[] {
  const left = runs.filter(({ outcome }) => outcome !== 'completed');
  const lacking = (lack: PauseLack) => runs.filter((run) => pauseLack(run) === lack);
  const counts = new Map<string, number>();
  for (const { findings } of runs)
    for (const [rule, count] of Object.entries(findings)) counts.set(rule, (counts.get(rule) ?? 0) + count);
  return [
    ...left.map(({ name, outcome, problem }) =>
      printableLine(`${outcomeText(outcome)}: ${name}${problem === null ? '' : `: ${problem}`}`),
    ),
    ...lacking('one-side').map(({ name, sides }) =>
      printableLine(`one side only: ${name} (${sides.join()}), no pause`),
    ),
    ...lacking('no-single-number').map(({ name }) => printableLine(`the pause is no single number: ${name}`)),
    ...(counts.size > 0 ? [`findings: ${countsText(counts)}`] : []),
  ];
}
