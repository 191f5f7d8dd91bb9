import type { ChangeRecipe } from '../change-recipe.js';
import { loadFull, loadPartEnd } from './load.js';
import { saveIterable, saveNonIterable } from './save.js';

/** Upstream 3c80f14272, "migration: Add per vmstate downtime tracepoints" (QEMU 8.2). */
export const perDevice: ChangeRecipe = {
  kind: 'changes',
  name: 'per-device',
  commit: '3c80f14272057f77c87fb9971e8c4f603a03289a',
  release: '8.2.0',
  tag: 'v8.2.0-rc0',
  subject: 'migration: Add per vmstate downtime tracepoints',
  message: 'per-device-commit-text.txt',
  include: 'trace.h',
  tells: 'devices',
  events: [
    {
      name: 'vmstate_downtime_save',
      template: 'per-device-event-save.txt',
      // vmstate_load comes with 2.0, savevm_section_end with 1.2.
      after: ['vmstate_load', 'savevm_section_end'],
    },
    {
      name: 'vmstate_downtime_load',
      template: 'per-device-event-load.txt',
      after: ['vmstate_downtime_save', 'vmstate_load', 'savevm_section_end'],
    },
  ],
  locals: ['start_ts_each', 'end_ts_each', 'start_ts', 'end_ts', 'trace_downtime'],
  wordings: [
    {
      hole: 'CLOCK',
      choices: [
        // 55a197dab4 (1.7) brought it, with the conversion of all clocks.
        { sign: 'QEMU_CLOCK_\\w+', text: 'qemu_clock_get_us(QEMU_CLOCK_REALTIME)' },
        { sign: '\\w+_clock', text: 'qemu_get_clock_ns(rt_clock) / SCALE_US' },
      ],
    },
  ],
  changes: [saveIterable, saveNonIterable, loadFull, loadPartEnd],
  precededBy: [],
};
