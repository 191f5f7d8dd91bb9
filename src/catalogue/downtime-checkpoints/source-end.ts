import type { Checkpoint, Placement, StandingPlace } from '../recipe.js';
import { BACKGROUND, POSTCOPY, PRECOPY, PRECOPY_END } from './paths.js';

/** The guards around the assignment: 2.12 and later, 2.5 to 2.11. */
const GUARDS = [/^!\s*\w+->downtime$/, /^\w+->downtime == 0$/, /^!\s*entered_postcopy$/];

const endHelper = (...stands: StandingPlace[]): Placement => ({
  id: 'end-helper',
  why: 'when the helper has the downtime',
  functions: ['migration_downtime_end'],
  helper: true,
  stands,
  anchor: { kind: 'store', into: { kind: 'field', name: 'downtime' }, exceptZero: true },
  climb: { to: 'guard', conditions: GUARDS },
  fixedInsideGuard: true,
  side: 'after',
});

const endField = (functions: readonly string[], stands?: StandingPlace): Placement => ({
  id: 'end-field',
  why: 'after the downtime is calculated',
  functions,
  ...(stands ? { stands: [stands] } : {}),
  anchor: { kind: 'store', into: { kind: 'field', name: 'downtime' }, exceptZero: true },
  climb: { to: 'guard', conditions: GUARDS },
  fixedInsideGuard: true,
  side: 'after',
});

/** 2.5 to 2.11, where the series is ported as a whole. */
const AFTER_TOTAL: StandingPlace = {
  where: 'right after the total time is set',
  in: 'migration_thread',
  anchor: { kind: 'store', into: { kind: 'field', name: 'total_time' } },
  side: 'after',
};

const BEFORE_TOTAL: StandingPlace = {
  where: 'right before the total time is set',
  anchor: { kind: 'store', into: { kind: 'field', name: 'total_time' } },
  side: 'before',
};

/** Before 9.0 a list of its own. */
const AFTER_NOTIFIERS: StandingPlace = {
  where: 'right after the notifiers were called',
  anchor: { kind: 'call', names: ['migration_call_notifiers', 'notifier_list_notify'] },
  side: 'after',
};

const AFTER_START: StandingPlace = {
  where: 'right after the guest was started',
  anchor: { kind: 'call', names: ['vm_resume', 'vm_start'] },
  side: 'after',
};

export const downtimeEnd: Checkpoint = {
  name: 'src-downtime-end',
  side: 'source',
  phase: 'completion',
  meaning: 'the source has its downtime figure',
  upstream: 'migration_downtime_end, last statement',
  upstreamPlacement: 'end-helper',
  since: '8.2',
  changedBy: ['812145fcf7'],
  file: 'migration',
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_END,
      placements: [
        endHelper(AFTER_TOTAL, BEFORE_TOTAL),
        endField(PRECOPY_END),
        {
          id: 'end-completed',
          why: 'after the migration completed (no downtime is measured before 1.3)',
          functions: ['migrate_fd_put_ready'],
          anchor: { kind: 'call', names: ['migrate_fd_completed'], pick: 'only' },
          climb: { to: 'statement' },
          side: 'after',
        },
      ],
    },
    {
      ...POSTCOPY,
      functions: ['postcopy_start'],
      placements: [endHelper(AFTER_NOTIFIERS), endField(['postcopy_start'])],
    },
    {
      ...BACKGROUND,
      functions: ['bg_migration_vm_start_bh'],
      placements: [endHelper(AFTER_START), endField(['bg_migration_vm_start_bh'], AFTER_START)],
    },
  ],
};
