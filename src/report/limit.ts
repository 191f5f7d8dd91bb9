import type { Limit, LimitDoubt, LimitVerdict, Migration, Span } from './model.js';

/**
 * Holds migrations against `--fail-over`: exceeded where one of the figures is sure to be longer, kept where the longest that all
 * may have been is known and no longer, else it cannot be told.
 * @param lost how many runs have no downtime event: whatever they took, nothing tells
 */
export function limitOf(most: number, migrations: readonly Migration[], lost = 0): Limit {
  const judged = migrations.filter(({ kind }) => kind !== 'savevm');
  const longest = longestOf(migrations.flatMap((one) => knownFigures(one)));
  const shown = longestOf(
    migrations.flatMap((one) => knownFigures(one, isAmbiguous(one) ? null : one.pause)),
  );
  const possible = [...judged.map(mostPossible), ...new Array<null>(lost).fill(null)];
  const verdicts = migrations.map((one) => verdictOf(most, one));
  const doubts = [
    ...migrations.filter((_, index) => verdicts[index] === 'unknown').map(doubtOf),
    ...new Array<LimitDoubt>(lost).fill('no-event'),
  ];
  const undecided = doubts.length;
  const verdict = verdicts.includes('exceeded')
    ? 'exceeded'
    : undecided > 0 || !verdicts.includes('kept')
      ? 'unknown'
      : 'kept';
  return {
    most,
    longest,
    longestPossible: possible.includes(null) ? null : longestOf(possible.filter((one) => one !== null)),
    longestIfOneHost: shown === longest ? null : shown,
    verdict,
    undecided,
    doubts,
  };
}

function longestOf(figures: readonly number[]): number | null {
  return figures.length === 0 ? null : Math.max(...figures);
}

/** Undefined for a snapshot by savevm, which has no downtime of a migration. */
function verdictOf(most: number, migration: Migration): LimitVerdict | undefined {
  if (migration.kind === 'savevm') return undefined;
  if (knownFigures(migration).some((one) => one > most)) return 'exceeded';
  const possible = mostPossible(migration);
  return possible !== null && possible <= most ? 'kept' : 'unknown';
}

/**
 * The least that a migration is known to have taken: by the source, and by the guest, unless its sides may be those of two.
 */
function knownFigures(migration: Migration, pause = surePause(migration)): number[] {
  const { downtime } = migration;
  return [...(downtime === null ? [] : [downtime]), ...(pause === null ? [] : [pause.least])];
}

/** The most that it may have taken, by the source or the guest; null where that has no bound. */
function mostPossible(migration: Migration): number | null {
  // One that is incomplete has no pause, and its downtime is not the whole of it.
  const { downtime } = migration;
  const pause = surePause(migration);
  if (pause) return pause.most === null ? null : Math.max(pause.most, downtime ?? 0);
  return isWhole(migration) ? downtime : null;
}

/**
 * The guest's pause as far as it is known. That two clocks agree closely makes one host likely and proves nothing: then it is
 * known no better than cause and effect bound the offset.
 */
function surePause(migration: Migration): Span | null {
  const { pause, clock } = migration;
  if (isAmbiguous(migration)) return null;
  if (pause === null || clock.basis !== 'close-agreement') return pause;
  const { least, most } = clock.interval;
  return { least: pause.least - (most ?? 0), most: least === null ? null : pause.least - least };
}

/** Whether the source's downtime is the guest's whole pause, though no log of the destination is known to be its. */
function isWhole(migration: Migration): boolean {
  const { kind, outcome, destination, returnPath } = migration;
  const isUnsure = destination !== null && outcome === 'completed' && isAmbiguous(migration);
  return (destination === null || isUnsure) && (kind === 'background-snapshot' || returnPath === 'stated-on');
}

/** Whether the sides may be of two migrations, so that nothing is known across them. */
function isAmbiguous({ findings }: Migration): boolean {
  return findings.some(({ rule }) => rule === 'ambiguous-pairing');
}

/** What keeps the longest that a migration may have been from being known. */
function doubtOf(migration: Migration): LimitDoubt {
  const { source, destination, outcome, findings, returnPath } = migration;
  const untimed = [source, destination].some((side) => side !== null && side.origin === null);
  if (findings.some(({ rule }) => rule === 'logs-do-not-match')) return 'logs-do-not-match';
  if (outcome !== 'completed') return outcome;
  if (isAmbiguous(migration)) return 'ambiguous-pairing';
  if (untimed) return 'no-times';
  if (!source) return 'no-source';
  if (!destination) return returnPath === 'stated-off' ? 'no-destination-not-waited-for' : 'no-destination';
  return boundDoubt(migration);
}

/** The same where both logs are whole and have times. */
function boundDoubt(migration: Migration): LimitDoubt {
  const pause = surePause(migration);
  if (pause === null) return 'clock-unknown';
  if (pause.most !== null) return 'bounds-too-wide';
  const mayHaveWaited = migration.returnPath === 'possible';
  if (migration.clock.basis === 'close-agreement')
    return mayHaveWaited ? 'one-host-or-waited-for' : 'one-host';
  return mayHaveWaited ? 'no-upper-bound-or-waited-for' : 'no-upper-bound';
}
