import type { Checkpoint, Placement } from '../recipe.js';
import { BACKGROUND, POSTCOPY, PRECOPY, PRECOPY_END } from './paths.js';

/** The guards around the assignment: 2.12 and later, 2.5 to 2.11. */
const GUARDS = [/^!\s*\w+->downtime$/, /^\w+->downtime == 0$/, /^!\s*entered_postcopy$/];

const endHelper: Placement = {
  id: 'end-helper',
  why: 'when the helper has the downtime',
  functions: ['migration_downtime_end'],
  helper: true,
  anchor: { kind: 'store', into: { kind: 'field', name: 'downtime' }, exceptZero: true },
  climb: { to: 'guard', conditions: GUARDS },
  fixedInsideGuard: true,
  side: 'after',
};

const endField = (functions: readonly string[]): Placement => ({
  ...endHelper,
  id: 'end-field',
  why: 'after the downtime is calculated',
  functions,
  helper: false,
});

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
        endHelper,
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
    { ...POSTCOPY, functions: ['postcopy_start'], placements: [endHelper, endField(['postcopy_start'])] },
    {
      ...BACKGROUND,
      functions: ['bg_migration_vm_start_bh'],
      placements: [endHelper, endField(['bg_migration_vm_start_bh'])],
    },
  ],
};
