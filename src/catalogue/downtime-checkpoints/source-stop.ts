import type { Checkpoint, Placement, StandingPlace } from '../recipe.js';
import { BACKGROUND, POSTCOPY, PRECOPY, PRECOPY_STOP } from './paths.js';

const HERE = { to: 'statement' } as const;

/** What comes between the start of the clock and the stop, first things first; 1f9b657cae moved it into migration_stop_vm. */
const START_STANDS: readonly StandingPlace[] = [
  {
    // Before the big lock is taken, in upstream too.
    where: 'right after the setup is complete',
    in: 'bg_migration_thread',
    anchor: { kind: 'call', names: ['trace_migration_thread_setup_complete'] },
    side: 'after',
  },
  {
    where: 'right before the guest is woken to be stopped',
    anchor: { kind: 'call', names: ['qemu_system_wakeup_request'] },
    side: 'before',
    owner: true,
  },
  {
    where: 'right before the run state is kept',
    anchor: { kind: 'store', into: { kind: 'field', name: 'vm_old_state' } },
    side: 'before',
    owner: true,
  },
  {
    where: 'right before the run state is stored',
    anchor: { kind: 'call', names: ['global_state_store'] },
    side: 'before',
    owner: true,
  },
  {
    where: 'right before the guest stops',
    anchor: { kind: 'call', names: ['migration_stop_vm', 'vm_stop_force_state'] },
    side: 'before',
  },
];

/** e22ffad03a: one helper takes the time for all paths. */
const startHelper: Placement = {
  id: 'start-helper',
  why: 'before the helper takes the start time',
  functions: ['migration_downtime_start'],
  helper: true,
  stands: START_STANDS,
  anchor: { kind: 'store', into: { kind: 'field', name: 'downtime_start' } },
  climb: HERE,
  side: 'before',
};

const startField = (functions: readonly string[]): Placement => ({
  id: 'start-field',
  why: 'before the start time is taken',
  functions,
  anchor: { kind: 'store', into: { kind: 'field', name: 'downtime_start' } },
  climb: HERE,
  side: 'before',
});

export const downtimeStart: Checkpoint = {
  name: 'src-downtime-start',
  side: 'source',
  phase: 'stop',
  meaning: 'the downtime clock starts, right before the guest stops',
  upstream: 'migration_downtime_start, first statement',
  upstreamPlacement: 'start-helper',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_STOP,
      placements: [
        startHelper,
        startField(PRECOPY_STOP),
        {
          id: 'start-pointer',
          why: 'before the start time is stored for the caller (2.5 to 2.11)',
          functions: PRECOPY_STOP,
          anchor: { kind: 'store', into: { kind: 'pointer', name: 'start_time' } },
          climb: HERE,
          side: 'before',
        },
        {
          id: 'start-local',
          why: 'before the start time is taken (1.3 to 2.4)',
          functions: PRECOPY_STOP,
          requires: ['vm_stop_force_state'],
          anchor: { kind: 'store', into: { kind: 'variable', name: 'start_time' } },
          climb: HERE,
          side: 'before',
        },
        {
          id: 'start-wakeup',
          why: 'before the guest is woken to be stopped (no downtime is measured before 1.3)',
          functions: ['migrate_fd_put_ready'],
          requires: ['vm_stop_force_state'],
          anchor: { kind: 'call', names: ['qemu_system_wakeup_request'], pick: 'only' },
          climb: HERE,
          side: 'before',
        },
        {
          id: 'start-stop',
          why: 'before the guest stops (1.0 has neither a downtime nor a wakeup)',
          functions: ['migrate_fd_put_ready'],
          anchor: { kind: 'call', names: ['vm_stop_force_state'], pick: 'only' },
          climb: HERE,
          side: 'before',
        },
      ],
    },
    {
      ...POSTCOPY,
      functions: ['postcopy_start'],
      placements: [
        startHelper,
        startField(['postcopy_start']),
        {
          id: 'start-postcopy-wakeup',
          why: 'where 62f5da7dd1 moved the start to (time_at_stop is taken too early)',
          functions: ['postcopy_start'],
          anchor: { kind: 'call', names: ['qemu_system_wakeup_request'], pick: 'only' },
          topLevel: true,
          climb: HERE,
          side: 'before',
        },
      ],
    },
    {
      ...BACKGROUND,
      functions: ['bg_migration_thread'],
      placements: [startHelper, startField(['bg_migration_thread'])],
    },
  ],
};

const STOP_CALL = ['vm_stop_force_state'] as const;

const STOP_STANDS: readonly StandingPlace[] = [
  {
    where: 'right after the run state was stored',
    anchor: { kind: 'call', names: ['global_state_store'] },
    side: 'after',
  },
  {
    where: 'right after the big lock was taken',
    anchor: { kind: 'call', names: ['bql_lock', 'qemu_mutex_lock_iothread'] },
    side: 'after',
  },
];

/** 93bdf888fa: one wrapper stops the guest for all paths but COLO. */
const stopWrapper: Placement = {
  id: 'stop-wrapper',
  upstreamShape: true,
  why: 'after the wrapper stopped the guest',
  functions: ['migration_stop_vm'],
  helper: true,
  stands: STOP_STANDS,
  doubled: 'stopped-twice',
  anchor: { kind: 'call', names: STOP_CALL, pick: 'only' },
  climb: HERE,
  side: 'after',
  hoistInto: ['ret', 'stopped'],
};

const stopCall = (functions: readonly string[]): Placement => ({
  id: 'stop-call',
  why: 'after the guest stopped',
  functions,
  doubled: 'stopped-twice',
  anchor: { kind: 'call', names: STOP_CALL, pick: 'only' },
  climb: HERE,
  side: 'after',
  hoistInto: ['ret', 'stopped'],
});

export const vmStopped: Checkpoint = {
  name: 'src-vm-stopped',
  side: 'source',
  phase: 'stop',
  meaning: 'the stop call returned',
  upstream: 'migration_stop_vm, after vm_stop_force_state',
  upstreamPlacement: 'stop-wrapper',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_STOP,
      placements: [
        stopWrapper,
        {
          id: 'stop-in-both-arms',
          passing: true,
          why: 'after the guest stopped, one way or the other (1.4)',
          functions: PRECOPY_STOP,
          anchor: { kind: 'call-in-each-arm', names: ['vm_stop', 'vm_stop_force_state'] },
          climb: HERE,
          side: 'after',
        },
        stopCall(PRECOPY_STOP),
      ],
    },
    { ...POSTCOPY, functions: ['postcopy_start'], placements: [stopWrapper, stopCall(['postcopy_start'])] },
    {
      ...BACKGROUND,
      functions: ['bg_migration_thread'],
      placements: [stopWrapper, stopCall(['bg_migration_thread'])],
    },
  ],
};
