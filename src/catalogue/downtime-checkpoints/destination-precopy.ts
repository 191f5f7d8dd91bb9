import type { Checkpoint } from '../recipe.js';
import { ANY, PRECOPY_RESUME } from './paths.js';

const HERE = { to: 'statement' } as const;
const INLINE = ['process_incoming_migration_co', 'process_incoming_migration'] as const;
/** The coroutine also invalidates caches for COLO (3.1 to 8.0); only where it announces does it resume. */
const RESUMES = ['qemu_announce_self', 'vm_start'] as const;

export const loadvmCompleted: Checkpoint = {
  name: 'dst-precopy-loadvm-completed',
  side: 'destination',
  phase: 'load',
  meaning: 'the main stream is loaded (in postcopy too, whatever the name says)',
  upstream: 'process_incoming_migration_co, after qemu_loadvm_state and the reset of loadvm_co',
  upstreamPlacement: 'loadvm-call',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...ANY,
      functions: INLINE,
      placements: [
        {
          id: 'loadvm-call',
          why: 'after the stream was loaded, before anything is decided by the result',
          functions: INLINE,
          anchor: { kind: 'call', names: ['qemu_loadvm_state'], pick: 'only' },
          climb: HERE,
          side: 'after',
          glue: 'reset',
          hoistInto: ['ret', 'loaded'],
        },
      ],
    },
  ],
};

export const bottomHalfEnter: Checkpoint = {
  name: 'dst-precopy-bh-enter',
  side: 'destination',
  phase: 'resume-precopy',
  meaning: 'the resume bottom half begins',
  upstream: 'process_incoming_migration_bh, after the declarations',
  upstreamPlacement: 'precopy-bh-entry',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...ANY,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: 'precopy-bh-entry',
          why: 'where the bottom half begins',
          functions: ['process_incoming_migration_bh'],
          requires: RESUMES,
          anchor: { kind: 'declarations' },
          climb: HERE,
          side: 'before',
        },
        {
          id: 'precopy-inline-entry',
          why: 'where the resume begins (no bottom half before 2.6)',
          functions: INLINE,
          requires: RESUMES,
          anchor: { kind: 'call', names: ['qemu_announce_self', 'bdrv_invalidate_cache_all'], pick: 'first' },
          climb: { to: 'body' },
          side: 'before',
        },
      ],
    },
  ],
};

export const bottomHalfAnnounced: Checkpoint = {
  name: 'dst-precopy-bh-announced',
  side: 'destination',
  phase: 'resume-precopy',
  meaning: 'self-announcement (ARP/RARP) sent',
  upstream: 'process_incoming_migration_bh, after qemu_announce_self',
  upstreamPlacement: 'precopy-announced',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...ANY,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: 'precopy-announced',
          why: 'after the announcement',
          functions: PRECOPY_RESUME,
          requires: RESUMES,
          anchor: { kind: 'call', names: ['qemu_announce_self'], pick: 'only' },
          climb: HERE,
          side: 'after',
        },
      ],
    },
  ],
};

export const bottomHalfVmStarted: Checkpoint = {
  name: 'dst-precopy-bh-vm-started',
  side: 'destination',
  phase: 'resume-precopy',
  meaning: 'the guest runs (or its final run state is set)',
  upstream: 'process_incoming_migration_bh, after the whole run state cascade',
  upstreamPlacement: 'precopy-vm-started',
  since: '8.2',
  changedBy: [],
  file: 'migration',
  slots: [
    {
      ...ANY,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: 'precopy-vm-started',
          why: 'after the guest runs or its final run state is set',
          functions: PRECOPY_RESUME,
          requires: RESUMES,
          anchor: { kind: 'call', names: ['vm_start'], pick: 'last' },
          climb: { to: 'body' },
          side: 'after',
        },
      ],
    },
  ],
};
