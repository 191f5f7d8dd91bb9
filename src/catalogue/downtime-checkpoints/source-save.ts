import type { Checkpoint } from '../recipe.js';
import { ANY } from './paths.js';

const HERE = { to: 'statement' } as const;

export const iterableSaved: Checkpoint = {
  name: 'src-iterable-saved',
  side: 'source',
  phase: 'iterable',
  meaning: 'every iterable section has its END (RAM, block dirty bitmaps)',
  upstream: 'qemu_savevm_state_complete_precopy_iterable, before its return 0',
  upstreamPlacement: 'iterable-function',
  since: '8.2',
  changedBy: [],
  file: 'savevm',
  slots: [
    {
      ...ANY,
      functions: [
        'qemu_savevm_state_complete_precopy_iterable',
        'qemu_savevm_state_complete_precopy',
        'qemu_savevm_state_complete',
      ],
      placements: [
        {
          id: 'iterable-function',
          why: 'before the iterable part returns success',
          functions: ['qemu_savevm_state_complete_precopy_iterable'],
          calledUnder: {
            in: 'qemu_savevm_state_complete_precopy',
            condition: '!in_postcopy || iterable_only',
            twiceBy: 'postcopy_start',
          },
          anchor: { kind: 'return', text: '0' },
          topLevel: true,
          climb: HERE,
          side: 'before',
        },
        {
          id: 'iterable-loop-guarded',
          why: 'after the loop over iterable sections, unless this is the second pass of postcopy, which skips them',
          functions: ['qemu_savevm_state_complete_precopy'],
          anchor: { kind: 'loop', callingMember: ['save_live_complete_precopy'] },
          topLevel: true,
          climb: HERE,
          side: 'after',
          under: { condition: '!in_postcopy || iterable_only', declares: ['in_postcopy', 'iterable_only'] },
        },
        {
          // Between a3e06c3d13 (the name) and 763c906b0e's follow-ups (iterable_only) in 2.5's development.
          id: 'iterable-loop-once',
          why: 'after the loop over iterable sections, which every path passes once',
          functions: ['qemu_savevm_state_complete_precopy'],
          calledOnceBy: 'postcopy_start',
          anchor: { kind: 'loop', callingMember: ['save_live_complete_precopy'] },
          topLevel: true,
          climb: HERE,
          side: 'after',
        },
        {
          id: 'iterable-loop',
          why: 'after the loop over iterable sections',
          functions: ['qemu_savevm_state_complete'],
          anchor: { kind: 'loop', callingMember: ['save_live_complete', 'save_live_state'] },
          topLevel: true,
          climb: HERE,
          side: 'after',
        },
      ],
    },
  ],
};

export const nonIterableSaved: Checkpoint = {
  name: 'src-non-iterable-saved',
  side: 'source',
  phase: 'non-iterable',
  meaning: 'every device state (FULL sections) is in the stream',
  upstream: 'qemu_savevm_state_complete_precopy_non_iterable, before its return 0',
  upstreamPlacement: 'non-iterable-function',
  since: '8.2',
  changedBy: [],
  file: 'savevm',
  slots: [
    {
      ...ANY,
      functions: [
        'qemu_savevm_state_complete_precopy_non_iterable',
        'qemu_savevm_state_complete_precopy',
        'qemu_savevm_state_complete',
      ],
      placements: [
        {
          id: 'non-iterable-function',
          why: 'before the non-iterable part returns success',
          functions: ['qemu_savevm_state_complete_precopy_non_iterable'],
          anchor: { kind: 'return', text: '0' },
          topLevel: true,
          climb: HERE,
          side: 'before',
        },
        {
          id: 'non-iterable-flush',
          why: 'before the stream is flushed',
          functions: ['qemu_savevm_state_complete_precopy', 'qemu_savevm_state_complete'],
          // Since 4.2 a function of its own ends the stream, and not every path comes through this one.
          requires: ['qemu_put_byte'],
          anchor: { kind: 'call', names: ['qemu_fflush'], pick: 'only' },
          topLevel: true,
          climb: HERE,
          side: 'before',
        },
        {
          id: 'non-iterable-return',
          why: 'before the error of the stream is returned (1.0 to 1.4 do not flush here)',
          functions: ['qemu_savevm_state_complete'],
          anchor: { kind: 'call', names: ['qemu_file_get_error'], pick: 'last' },
          topLevel: true,
          climb: HERE,
          side: 'before',
        },
        {
          id: 'non-iterable-end',
          why: 'where the function ends (1.5 in development neither flushes nor returns here)',
          functions: ['qemu_savevm_state_complete'],
          requires: ['qemu_put_byte'],
          anchor: { kind: 'end' },
          climb: HERE,
          side: 'after',
        },
      ],
    },
  ],
};
