import type { Checkpoint, Placement, Slot } from '../recipe.js';
import { ANY, POSTCOPY_RESUME } from './paths.js';

const OLD_CALL = 'trace_loadvm_postcopy_handle_run_bh';
/**
 * The tracepoints of 2.5 to 6.2. b9a040b935 (7.0) replaced both by the older form of the checkpoints, so a
 * function has either these or those; with neither, nothing tells which generation it is.
 */
const GENERATION = ['trace_loadvm_postcopy_handle_run_cpu_sync', 'trace_loadvm_postcopy_handle_run_vmstart'];
const HERE = { to: 'statement' } as const;
const NO_POSTCOPY = 'no postcopy in this tree';

const slot = (placements: readonly Placement[]): Slot => ({
  ...ANY,
  functions: POSTCOPY_RESUME,
  signs: ['loadvm_postcopy_handle_run', 'postcopy_start'],
  placements,
});

/** The resume function of a generation: the one that starts the guest. */
const common = (oldArgument: string) =>
  ({
    functions: POSTCOPY_RESUME,
    requires: ['vm_start'],
    climb: HERE,
    side: 'after',
    evidence: GENERATION,
    renames: { call: OLD_CALL, argument: oldArgument },
  }) as const;

const checkpoint = (
  name: string,
  meaning: string,
  upstream: string,
  upstreamPlacement: string,
  changedBy: readonly string[],
  placements: readonly Placement[],
): Checkpoint => ({
  name,
  side: 'destination',
  phase: 'resume-postcopy',
  meaning,
  upstream: `loadvm_postcopy_handle_run_bh, ${upstream}`,
  upstreamPlacement,
  since: '8.2',
  changedBy,
  file: 'savevm',
  slots: [slot(placements)],
  notApplicable: NO_POSTCOPY,
});

export const postcopyEnter = checkpoint(
  'dst-postcopy-bh-enter',
  'the resume bottom half begins',
  'after the declarations',
  'postcopy-bh-entry',
  [],
  [
    {
      ...common('enter'),
      id: 'postcopy-bh-entry',
      why: 'where the bottom half begins',
      functions: ['loadvm_postcopy_handle_run_bh'],
      anchor: { kind: 'declarations' },
      side: 'before',
    },
    {
      ...common('enter'),
      id: 'postcopy-inline-entry',
      why: 'where the resume begins, after the state check (no bottom half in 2.5)',
      functions: ['loadvm_postcopy_handle_run'],
      anchor: { kind: 'call', names: ['cpu_synchronize_all_post_init'], pick: 'first' },
      topLevel: true,
      side: 'before',
    },
  ],
);

export const postcopyCpuSynced = checkpoint(
  'dst-postcopy-bh-cpu-synced',
  'vCPU state pushed to the accelerator',
  'after the first cpu_synchronize_all_post_init',
  'postcopy-cpu-synced',
  [],
  [
    {
      ...common('after cpu sync'),
      id: 'postcopy-cpu-synced',
      why: 'after the first vCPU synchronisation (2.5 to 4.0 have two)',
      anchor: { kind: 'call', names: ['cpu_synchronize_all_post_init'], pick: 'first' },
      topLevel: true,
    },
  ],
);

export const postcopyAnnounced = checkpoint(
  'dst-postcopy-bh-announced',
  'self-announcement sent',
  'after qemu_announce_self',
  'postcopy-announced',
  [],
  [
    {
      ...common('after announce'),
      id: 'postcopy-announced',
      why: 'after the announcement',
      anchor: { kind: 'call', names: ['qemu_announce_self'], pick: 'only' },
      topLevel: true,
    },
  ],
);

export const postcopyCacheInvalidated = checkpoint(
  'dst-postcopy-bh-cache-invalidated',
  'block nodes activated (from 10.0: only when autostarting)',
  'after the block nodes are activated and the error is handled',
  'postcopy-caches',
  ['61f2b48998'],
  [
    {
      ...common('after invalidate cache'),
      id: 'postcopy-caches',
      why: 'after the block nodes are activated and the error is handled',
      anchor: { kind: 'call', names: ['bdrv_invalidate_cache_all', 'bdrv_activate_all'], pick: 'only' },
      glue: 'error-check',
    },
    {
      ...common('after invalidate cache'),
      id: 'postcopy-block-activate',
      why: 'after the block nodes are activated (10.0 and later)',
      anchor: { kind: 'call', names: ['migration_block_activate'], pick: 'only' },
      glue: 'error-check',
    },
  ],
);

export const postcopyVmStarted = checkpoint(
  'dst-postcopy-bh-vm-started',
  'the guest runs',
  'last statement',
  'postcopy-bh-end',
  [],
  [
    {
      // 9cf268965d and 699d9476a0, between 8.2 and 9.0, hold a reference around the bottom half.
      ...common('return'),
      id: 'postcopy-bh-unref',
      everyPath: true,
      why: 'where the work of the bottom half ends, before it drops its reference',
      functions: ['loadvm_postcopy_handle_run_bh'],
      anchor: { kind: 'call', names: ['object_unref'], pick: 'last' },
      topLevel: true,
      side: 'before',
    },
    {
      ...common('return'),
      id: 'postcopy-bh-end',
      everyPath: true,
      why: 'where the bottom half ends',
      functions: ['loadvm_postcopy_handle_run_bh'],
      anchor: { kind: 'end' },
    },
    {
      ...common('return'),
      id: 'postcopy-inline-started',
      why: 'after the guest runs (no bottom half in 2.5)',
      functions: ['loadvm_postcopy_handle_run'],
      anchor: { kind: 'call', names: ['vm_start'], pick: 'last' },
      climb: { to: 'body' },
    },
  ],
);
