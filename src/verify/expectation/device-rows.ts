import type { EventBody } from '../../trace-log/event.js';
import type { MigrationMode } from '../migrations/modes.js';

/** A device's row in a trace: that it was saved, or loaded, and how long that took. */
export type DeviceRow = Extract<EventBody, { kind: 'save' | 'load' }>;

/** What the rows of a migration's devices show, against what they have to show. */
export interface DeviceJudgement {
  readonly saved: number;
  readonly loaded: number;
  /** What is wrong, a line each. */
  readonly faults: readonly string[];
  /** What is as it should be and may surprise. */
  readonly notes: readonly string[];
}

/** How a tree's code tells of devices. */
export interface RowShape {
  /** Kinds of sections of which a save row says nothing, since it is there for skipped devices as well. */
  readonly tellsSkipped: readonly string[];
}

interface ModeRows {
  /** Kinds of sections of which each host has to have at least one row. */
  readonly saved: readonly string[];
  readonly loaded: readonly string[];
  /** Kinds that are loaded without a save row. */
  readonly loadedAlone: readonly string[];
}

const BOTH = ['iterable', 'non-iterable'];
const WHOLE: ModeRows = { saved: BOTH, loaded: BOTH, loadedAlone: [] };
const NOTHING: ModeRows = { saved: [], loaded: [], loadedAlone: [] };

const ROWS: Readonly<Record<MigrationMode, ModeRows>> = {
  precopy: WHOLE,
  file: WHOLE,
  'paused-destination': WHOLE,
  'paused-source': WHOLE,
  // RAM's end is written by qemu_savevm_state_complete_postcopy, which has no event; its load row comes from the
  // listen thread, when the guest has long been running.
  postcopy: { saved: ['non-iterable'], loaded: BOTH, loadedAlone: ['iterable'] },
  // RAM has no END section at all, and nobody loads.
  'background-snapshot': { saved: ['non-iterable'], loaded: [], loadedAlone: [] },
  failed: NOTHING,
};

/**
 * Judges the rows of both hosts' traces: each device that was saved is loaded, once each.
 * @param destination undefined where nobody loads, or there is no trace
 */
export function judgeDevices(
  mode: MigrationMode,
  source: readonly DeviceRow[],
  destination: readonly DeviceRow[] | undefined,
  shape: RowShape,
): DeviceJudgement {
  const wanted = ROWS[mode];
  const [saves, loads] = [keysOf(source, 'save'), keysOf(destination ?? [], 'load')];
  const saved = [...saves.values()];
  const loaded = [...loads.values()];
  const isPaired = destination !== undefined && wanted.loaded.length > 0;
  const unloaded = isPaired ? saved.filter(({ row }) => !loads.has(row.key)) : [];
  const isSkipped = ({ row }: Counted): boolean => shape.tellsSkipped.includes(row.section);
  const unsaved = loaded.filter(
    ({ row }) => !saves.has(row.key) && !wanted.loadedAlone.includes(row.section),
  );
  const skipped = unloaded.filter(isSkipped);
  const kinds = (kept: readonly Counted[]): Set<string> => new Set(kept.map(({ row }) => row.section));
  return {
    saved: saved.length,
    loaded: loaded.length,
    faults: [
      ...wanted.saved
        .filter((kind) => !kinds(saved).has(kind))
        .map((kind) => `source: no ${kind} device is saved`),
      ...(isPaired
        ? wanted.loaded
            .filter((kind) => !kinds(loaded).has(kind))
            .map((kind) => `destination: no ${kind} device is loaded`)
        : []),
      ...(wanted.saved.length === 0
        ? saved.map(({ row }) => `source: ${row.key} is saved, and should not be`)
        : []),
      ...saved.filter(isDouble).map(({ row, count }) => `source: ${row.key} is saved ${count} times`),
      ...loaded.filter(isDouble).map(({ row, count }) => `destination: ${row.key} is loaded ${count} times`),
      ...unloaded.filter((one) => !isSkipped(one)).map(({ row }) => `${row.key} is saved and not loaded`),
      ...unsaved.map(({ row }) => `${row.key} is loaded and was not saved`),
    ],
    notes:
      skipped.length === 0
        ? []
        : [
            `${skipped.length} devices without a state to send have a save row all the same, as upstream has it since 8.0`,
          ],
  };
}

interface Counted {
  readonly row: DeviceRow;
  readonly count: number;
}

function isDouble({ count }: Counted): boolean {
  return count > 1;
}

function keysOf(rows: readonly DeviceRow[], kind: DeviceRow['kind']): Map<string, Counted> {
  const found = new Map<string, Counted>();
  for (const row of rows)
    if (row.kind === kind) found.set(row.key, { row, count: (found.get(row.key)?.count ?? 0) + 1 });
  return found;
}
