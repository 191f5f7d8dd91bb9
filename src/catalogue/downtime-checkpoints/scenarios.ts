import type { Assumed, KnownDouble, Scenario } from '../flow.js';

/** The source's thread: `migration_thread` since 1.5, `buffered_file_thread` in 1.4, a callback of the stream before. */
const SOURCE = ['migration_thread', 'buffered_file_thread', 'migrate_fd_put_ready'];
const COMPLETED = ['MIGRATION_STATUS_COMPLETED', 'MIG_STATE_COMPLETED'];
const FIRES = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
];

/** Set up, or active where the thread begins later than that (to 1.5). */
const BEGINS = {
  state: ['MIGRATION_STATUS_SETUP', 'MIG_STATE_SETUP', 'MIG_STATE_ACTIVE'],
  downtime: ['0'],
  complete: ['0'],
};

/** Pausing before the switch changes the way to a state and nothing behind it: looked at in precopy and postcopy alone. */
const PAUSED: Readonly<Record<string, Assumed>> = { migrate_pause_before_switchover: 'zero' };
const EITHER: Readonly<Record<string, Assumed>> = {
  migrate_colo: 'zero',
  migrate_colo_enabled: 'zero',
  migrate_mode_is_cpr: 'zero',
};
const PLAIN: Readonly<Record<string, Assumed>> = { ...EITHER, ...PAUSED };

const source = { entries: SOURCE, answers: PLAIN, without: [], success: { state: COMPLETED } } as const;
const postcopy = {
  ...source,
  needs: ['postcopy_start'],
  begins: { ...BEGINS, start_postcopy: ['1'] },
  through: ['postcopy_start'],
  fires: FIRES,
  firesIn: { 'src-downtime-end': 'postcopy_start' },
} as const;
const background = {
  ...source,
  entries: ['bg_migration_thread'],
  begins: BEGINS,
  through: [],
  // RAM goes out while the guest runs; no iterable section ends in the pause.
  fires: FIRES.filter((name) => name !== 'src-iterable-saved'),
  firesIn: { 'src-downtime-end': 'bg_migration_vm_start_bh' },
} as const;

/** Announced or started: on a way that does one of the two alone, what marks the other is missing. */
const RESUMED = { through: [], throughOneOf: ['qemu_announce_self', 'vm_start'] } as const;
const PRECOPY_RESUME = [
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
];
const POSTCOPY_RESUME = [
  'dst-postcopy-bh-enter',
  'dst-postcopy-bh-cpu-synced',
  'dst-postcopy-bh-announced',
  'dst-postcopy-bh-cache-invalidated',
  'dst-postcopy-bh-vm-started',
];

/** The ways in which a migration can go, in QEMU 1.0 to 10.2. */
export const SCENARIOS: readonly Scenario[] = [
  {
    ...source,
    id: 'precopy',
    title: 'in precopy',
    begins: { ...BEGINS, start_postcopy: ['0'] },
    answers: EITHER,
    stores: { downtime: 'positive' },
    through: [],
    without: ['postcopy_start'],
    fires: FIRES,
  },
  { ...postcopy, id: 'postcopy', title: 'in postcopy', answers: EITHER, stores: { downtime: 'positive' } },
  {
    ...postcopy,
    id: 'postcopy-zero-downtime',
    title: 'in postcopy with a downtime of 0 ms',
    stores: { downtime: 'zero' },
  },
  {
    ...background,
    id: 'background-snapshot',
    title: 'in a background snapshot',
    stores: { downtime: 'positive' },
  },
  {
    ...background,
    id: 'background-zero-downtime',
    title: 'in a background snapshot with a downtime of 0 ms',
    stores: { downtime: 'zero' },
  },
  {
    ...source,
    id: 'colo',
    title: 'in the first round of COLO',
    needs: ['MIGRATION_STATUS_COLO'],
    begins: { ...BEGINS, start_postcopy: ['0'] },
    answers: { ...PLAIN, migrate_colo: 'not-zero', migrate_colo_enabled: 'not-zero' },
    stores: { downtime: 'positive' },
    through: [],
    without: ['postcopy_start'],
    success: { state: ['MIGRATION_STATUS_COLO'] },
    // 10.0 and 10.1 go to COLO from the state ACTIVE only, and are in DEVICE by then.
    mayNeverSucceed: true,
    // The source goes on running; there is no end of its downtime.
    fires: FIRES.filter((name) => name !== 'src-downtime-end'),
  },
  {
    // CPR stops the guest before the thread begins (9.0).
    ...source,
    id: 'cpr',
    title: 'in CPR',
    entries: ['migration_start_outgoing', 'migration_connect', 'migrate_fd_connect'],
    needs: ['migrate_mode_is_cpr'],
    begins: { ...BEGINS, start_postcopy: ['0'] },
    answers: { ...PLAIN, migrate_mode_is_cpr: 'not-zero', migrate_background_snapshot: 'zero' },
    stores: { downtime: 'positive' },
    through: [],
    without: ['postcopy_start'],
    fires: FIRES,
  },
  {
    id: 'savevm',
    title: 'in a snapshot by savevm',
    entries: ['qemu_savevm_state'],
    // No migration runs when a snapshot is taken.
    begins: { state: ['MIGRATION_STATUS_NONE', 'MIG_STATE_NONE'] },
    through: [],
    without: [],
    success: 'result-zero',
    fires: ['src-iterable-saved', 'src-non-iterable-saved'],
  },
  {
    id: 'colo-checkpoint',
    title: 'in a checkpoint of COLO',
    entries: ['qemu_savevm_live_state'],
    begins: { state: ['MIGRATION_STATUS_COLO'] },
    through: [],
    without: [],
    success: 'result-zero',
    fires: ['src-iterable-saved'],
  },
  {
    id: 'load',
    title: 'on the destination of precopy',
    entries: ['process_incoming_migration_co', 'process_incoming_migration'],
    begins: {},
    ...RESUMED,
    without: [],
    success: 'way',
    fires: PRECOPY_RESUME,
  },
  {
    id: 'postcopy-resume',
    title: 'on the destination of postcopy',
    entries: ['loadvm_postcopy_handle_run'],
    begins: {},
    ...RESUMED,
    without: [],
    success: 'result-not-negative',
    fires: POSTCOPY_RESUME,
    // From 10.0 (61f2b48998) only where the guest starts at once.
    optional: ['dst-postcopy-bh-cache-invalidated'],
  },
];

/** Where upstream's own code fires a checkpoint twice. */
export const DOUBLES: readonly KnownDouble[] = [
  {
    checkpoint: 'src-downtime-end',
    scenarios: ['postcopy', 'background-snapshot'],
    severity: 'warning',
    why: 'as in upstream’s commit, until 812145fcf7 (10.0)',
    fix: '--fixes',
  },
  {
    checkpoint: 'src-downtime-end',
    scenarios: ['postcopy-zero-downtime', 'background-zero-downtime'],
    severity: 'note',
    why: 'since a downtime of 0 ms looks unset, in upstream too',
  },
];
