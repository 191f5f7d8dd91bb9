import type { MigrationMode } from '../migrations/modes.js';
import type { Expected } from './expected.js';
import type { SideExpectation } from './judge.js';

/** What both hosts have to show; a side without one has no trace, or nothing to show. */
export interface ModeExpectation {
  readonly source: SideExpectation;
  readonly destination: SideExpectation | undefined;
}

/** The end of the load fires in postcopy as well: before the guest's bottom half, but last in 2.5. */
const LOAD_END = 'dst-precopy-loadvm-completed';

const SCENARIOS: Readonly<Record<MigrationMode, { source: readonly string[]; destination?: string }>> = {
  precopy: { source: ['precopy'], destination: 'load' },
  postcopy: { source: ['postcopy', 'postcopy-zero-downtime'], destination: 'postcopy-resume' },
  file: { source: ['precopy'], destination: 'load' },
  'background-snapshot': { source: ['background-snapshot', 'background-zero-downtime'] },
  // The destination is gone before the switch, and the guest goes on where it is: its downtime has not begun.
  failed: { source: [] },
  'paused-destination': { source: ['precopy'], destination: 'load' },
  'paused-source': { source: ['precopy'], destination: 'load' },
};

const NOTHING: Expected = { fires: [], optional: [], doubles: [] };

/**
 * What a migration of a mode has to show; undefined where the tree has no such migration.
 * @param byScenario as `expectedByScenario` gives it
 */
export function expectedIn(
  mode: MigrationMode,
  byScenario: ReadonlyMap<string, Expected>,
): ModeExpectation | undefined {
  const { source, destination } = SCENARIOS[mode];
  const sources = source.flatMap((id) => byScenario.get(id) ?? []);
  if (source.length > 0 && sources.length === 0) return undefined;
  const load = destination === undefined ? undefined : byScenario.get(destination);
  if (destination !== undefined && !load) return undefined;
  const anyTime =
    mode === 'postcopy' ? (byScenario.get('load')?.fires ?? []).filter((name) => name === LOAD_END) : [];
  return {
    source: { scenarios: sources.length > 0 ? sources : [NOTHING], anyTime: [] },
    destination: load && { scenarios: [load], anyTime },
  };
}
