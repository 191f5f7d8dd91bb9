import type { Recipe } from '../recipe.js';
import { CASCADE, ENCLOSING, MAIN_LOOPS } from './conditions.js';
import {
  postcopyAnnounced,
  postcopyCacheInvalidated,
  postcopyCpuSynced,
  postcopyEnter,
  postcopyVmStarted,
} from './destination-postcopy.js';
import {
  bottomHalfAnnounced,
  bottomHalfEnter,
  bottomHalfVmStarted,
  loadvmCompleted,
} from './destination-precopy.js';
import { EFFECTS } from './effects.js';
import { DOUBLES, SCENARIOS } from './scenarios.js';
import { SERIES } from './series.js';
import { downtimeEnd } from './source-end.js';
import { iterableSaved, nonIterableSaved } from './source-save.js';
import { downtimeStart, vmStopped } from './source-stop.js';

/** Upstream 3e5f3bcdc2, "migration: Add tracepoints for downtime checkpoints" (QEMU 8.2). */
export const downtimeCheckpoints: Recipe = {
  kind: 'checkpoints',
  name: 'checkpoints',
  commit: '3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
  release: '8.2.0',
  tag: 'v8.2.0-rc0',
  subject: 'migration: Add tracepoints for downtime checkpoints',
  message: 'checkpoints-commit-text.txt',
  call: {
    function: 'trace_vmstate_downtime_checkpoint',
    template: 'checkpoint-call.txt',
    guarded: 'checkpoint-call-guarded.txt',
  },
  include: 'trace.h',
  event: {
    name: 'vmstate_downtime_checkpoint',
    template: 'checkpoint-event.txt',
    // vmstate_downtime_load comes with 3c80f14272, vmstate_load with 2.0, savevm_section_end with 1.2.
    after: ['vmstate_downtime_load', 'vmstate_load', 'savevm_section_end'],
    section: 'checkpoint-event-section.txt',
    removes: {
      name: 'loadvm_postcopy_handle_run_bh',
      line: 'loadvm_postcopy_handle_run_bh(const char *str) "%s"',
      follows: 'loadvm_postcopy_handle_run',
    },
  },
  enclosing: ENCLOSING,
  cascade: CASCADE,
  mainLoops: MAIN_LOOPS,
  order: [
    ['src-downtime-start', 'src-vm-stopped'],
    ['src-vm-stopped', 'src-downtime-end'],
    ['src-iterable-saved', 'src-non-iterable-saved'],
    ['dst-precopy-loadvm-completed', 'dst-precopy-bh-enter'],
    ['dst-precopy-bh-enter', 'dst-precopy-bh-announced'],
    ['dst-precopy-bh-announced', 'dst-precopy-bh-vm-started'],
    ['dst-postcopy-bh-enter', 'dst-postcopy-bh-cpu-synced'],
    ['dst-postcopy-bh-cpu-synced', 'dst-postcopy-bh-announced'],
    ['dst-postcopy-bh-announced', 'dst-postcopy-bh-cache-invalidated'],
    ['dst-postcopy-bh-cache-invalidated', 'dst-postcopy-bh-vm-started'],
  ],
  checkpoints: [
    downtimeStart,
    vmStopped,
    iterableSaved,
    nonIterableSaved,
    downtimeEnd,
    loadvmCompleted,
    bottomHalfEnter,
    bottomHalfAnnounced,
    bottomHalfVmStarted,
    postcopyEnter,
    postcopyCpuSynced,
    postcopyAnnounced,
    postcopyCacheInvalidated,
    postcopyVmStarted,
  ],
  flow: { effects: EFFECTS, scenarios: SCENARIOS, doubles: DOUBLES },
  precededBy: SERIES,
  fixes: [
    {
      commit: '812145fcf7a6d290b69383dc5f25ed00360639d8',
      subject: 'migration: Avoid two src-downtime-end tracepoints for postcopy',
      checkpoint: 'src-downtime-end',
    },
    {
      commit: '61f2b489987c51159c53101a072c6aa901b50506',
      subject: 'migration/block: Apply late-block-active behavior to postcopy',
      checkpoint: 'dst-postcopy-bh-cache-invalidated',
    },
  ],
  misspellings: {
    'src-downtime-stop': 'src-downtime-end',
    'dst-precopy-loadvm-completes': 'dst-precopy-loadvm-completed',
  },
};
