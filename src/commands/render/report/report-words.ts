import { counted } from '../../../counted.js';
import { durationText, spanText } from '../../../report/duration.js';
import { DOUBT_TEXT, RUN_DOUBT_TEXT } from '../../../report/limit-wording.js';
import type { Clock, Finding, Interval, Limit, Migration, Report } from '../../../report/model.js';
import { shownMigrations } from '../../../report/shown.js';
import { KIND_TEXT } from '../../../report/wording.js';

/** One line about a migration: what it was, how it went, how long it took, by which definition. */
export function headline(migration: Migration): string {
  const { kind, outcome, downtime, pause } = migration;
  const name = KIND_TEXT[kind];
  if (kind === 'savevm') return `${name}: no downtime of a migration`;
  if (outcome !== 'completed')
    return downtime === null
      ? `${name}, ${outcome}: not totalled`
      : `${name}, ${outcome}: downtime ${durationText(downtime)} (source: start to end), the guest’s pause is not known`;
  const parts = [
    ...(downtime === null ? [] : [`downtime ${durationText(downtime)} (source: start to end)`]),
    ...(pause === null
      ? []
      : [`guest paused ${spanText(pause)} (until the destination may run it${ifOneHost(migration)})`]),
  ];
  return `${name}: ${parts.length > 0 ? parts.join(', ') : 'no totals'}`;
}

/** Where the pause rests on clocks that only seem to be one. */
export function ifOneHost({ clock }: Pick<Migration, 'clock'>): string {
  return clock.basis === 'close-agreement' ? ', if both clocks are one host’s' : '';
}

/** What is known of the clocks, in one line; undefined where one side is missing. */
export function clockLine({ clock, source, destination }: Migration): string | undefined {
  if (!source || !destination) return undefined;
  const allowed = intervalText(clock);
  if (clock.kind === 'same-host')
    return `one host, offset 0 (${clock.basis === 'one-log' ? 'both sides in one log' : `cause and effect allow ${allowed}`})`;
  if (clock.kind === 'given')
    return `offset ${durationText(clock.offset ?? 0)} as given (cause and effect allow ${allowed})`;
  if (clock.kind === 'unknown') return 'not related';
  const { withReturnPath } = clock;
  const back = withReturnPath
    ? `; with the return path on ${intervalText({ ...clock, interval: withReturnPath })}`
    : '';
  return `destination − source is ${allowed} (${counted(clock.pairs, 'pair')} of cause and effect)${back}`;
}

function intervalText({ interval }: Pick<Clock, 'interval'>): string {
  const { least, most }: Interval = interval;
  if (least === null && most === null) return 'anything';
  if (least === null) return `at most ${durationText(most ?? 0)}`;
  if (most === null) return `at least ${durationText(least)}`;
  return `${durationText(least)} to ${durationText(most)}, ${durationText(most - least)} wide`;
}

const RETURN_PATH = {
  required: 'in use, as postcopy needs it; the first src-downtime-end comes before the destination',
  absent: 'not waited for: the source’s downtime ends before the guest runs',
  possible: 'cannot be told from the times',
  'stated-on': 'on, as given: the source’s downtime includes the destination',
  'stated-off': 'off, as given: the source’s downtime does not include the destination',
} as const;

/** Whether the source's end includes the destination; undefined where nothing tells. */
export function returnPathLine({ returnPath, outcome }: Migration): string | undefined {
  return returnPath === 'unknown' || outcome !== 'completed' ? undefined : RETURN_PATH[returnPath];
}

/** What `--fail-over` comes to, and by which figure. */
export function limitLine(limit: Limit): string {
  const { most, verdict, undecided } = limit;
  const said = verdict === 'unknown' ? 'cannot be told' : verdict;
  const but = verdict !== 'unknown' && undecided > 0 ? `; of ${undecided} it cannot be told` : '';
  return `limit ${durationText(most)}: ${said}, ${longestText(limit)}${but}`;
}

/** The longest as far as it is known, beside the figure that is shown where that takes more for granted. */
function longestText({ longest, longestPossible, longestIfOneHost }: Limit): string {
  if (longest === null) return 'no total is known';
  const least = durationText(longest);
  const shown =
    longestIfOneHost === null ? '' : ` (${durationText(longestIfOneHost)} if both clocks are one host’s)`;
  if (longestPossible === longest) return `the longest is ${least}${shown}`;
  return longestPossible === null
    ? `the longest is at least ${least}${shown}`
    : `the longest is from ${least} to ${durationText(longestPossible)}${shown}`;
}

/** Why it cannot be told whether the limit was kept, a line a reason. */
export function doubtLines(report: Report): string[] {
  const { limit, runs, migrations } = report;
  const { doubts = [] } = limit ?? {};
  if (doubts.length === 0) return ['there is no migration whose downtime could be held against it'];
  const isRuns = migrations.length === 0;
  const texts = isRuns ? RUN_DOUBT_TEXT : DOUBT_TEXT;
  const all = isRuns ? (runs?.runs.length ?? 0) : shownMigrations(report).length;
  return [...new Set(doubts)].map((doubt) => {
    const count = doubts.filter((one) => one === doubt).length;
    const which = all === 1 ? 'it' : `of ${count} of ${all} migrations it`;
    return `${which} cannot be told: ${texts[doubt]}`;
  });
}

/** Where a finding is. */
export function findingPlace({ side, line }: Finding): string {
  if (side === null) return '';
  return line === null ? `${side}: ` : `${side}:${line}: `;
}
