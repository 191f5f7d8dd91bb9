import type { Change, Part, Scope } from '../change-recipe.js';

const locals = (behind: readonly string[]): Part => ({
  kind: 'declaration',
  title: 'the variables for the times',
  template: 'per-device-save-locals.txt',
  scope: { kind: 'function' },
  behind,
  shared: true,
});

const start = (scope: Scope, call: string, joined: 'new-paragraph' | 'as-it-is'): Part => ({
  kind: 'statements',
  title: 'the time before a device is saved',
  template: 'per-device-save-start.txt',
  scope,
  beside: { kind: 'call', names: [call], side: 'before' },
  spacing: { joined: joined === 'new-paragraph' ? [1, 0] : [0, 0], parted: [1, 1] },
});

const event = (scope: Scope, after: 'error-check' | undefined, paragraph: boolean): Part => ({
  kind: 'statements',
  title: 'the event for a saved device',
  template: 'per-device-save-event.txt',
  scope,
  beside: { kind: 'end', ...(after ? { after } : {}) },
  spacing: { joined: paragraph ? [1, 0] : [0, 0] },
  listed: true,
});

/** The loop that writes the END sections. */
const ITERABLES: Scope = {
  kind: 'loop',
  naming: ['QEMU_VM_SECTION_END'],
  callingMember: ['save_live_complete_precopy', 'save_live_complete', 'save_complete'],
};

/** The same since 10.1, where a function of its own writes a section. */
const COMPLETED: Scope = { kind: 'loop', naming: ['qemu_savevm_complete'] };

/** The loop over the devices up to 7.2, which writes the sections' headers itself. */
const FULL_SECTIONS: Scope = { kind: 'loop', naming: ['QEMU_VM_SECTION_FULL', 'vmstate_save'] };

/** The same since 8.0: vmstate_save does all. */
const DEVICES: Scope = { kind: 'loop', naming: ['vmstate_save'] };

export const saveIterable: Change = {
  name: 'save-iterable',
  meaning: 'how long the END section of an iterable device takes to save',
  upstream: 'qemu_savevm_state_complete_precopy_iterable, around the body of its loop',
  upstreamVariant: 'iterable-loop',
  file: 'savevm',
  variants: [
    {
      id: 'iterable-loop',
      why: 'after the tests that skip a device, to the end of the round',
      functions: [
        'qemu_savevm_state_complete_precopy_iterable',
        'qemu_savevm_state_complete_precopy',
        'qemu_savevm_state_complete',
      ],
      requires: ['trace_savevm_section_start'],
      values: { TYPE: 'iterable' },
      parts: [
        locals([]),
        start(ITERABLES, 'trace_savevm_section_start', 'new-paragraph'),
        event(ITERABLES, 'error-check', false),
      ],
    },
    {
      // 7dd95a9630 (10.1); such trees have the events.
      id: 'around-savevm-complete',
      tellsSkipped: true,
      why: 'around qemu_savevm_complete, which writes the whole section',
      functions: ['qemu_savevm_state_complete_precopy_iterable'],
      requires: ['qemu_savevm_complete'],
      values: { TYPE: 'iterable' },
      parts: [
        locals([]),
        start(COMPLETED, 'qemu_savevm_complete', 'new-paragraph'),
        event(COMPLETED, undefined, false),
      ],
    },
  ],
};

export const saveNonIterable: Change = {
  name: 'save-non-iterable',
  meaning: 'how long the FULL section of a device takes to save',
  upstream: 'qemu_savevm_state_complete_precopy_non_iterable, around vmstate_save',
  upstreamVariant: 'around-vmstate-save',
  file: 'savevm',
  variants: [
    {
      id: 'device-loop',
      why: 'after the tests that skip a device, which this loop makes itself, to the end of the round',
      functions: [
        'qemu_savevm_state_complete_precopy_non_iterable',
        'qemu_savevm_state_complete_precopy',
        'qemu_savevm_state_complete',
      ],
      requires: ['trace_savevm_section_start'],
      values: { TYPE: 'non-iterable' },
      parts: [
        locals([]),
        start(FULL_SECTIONS, 'trace_savevm_section_start', 'as-it-is'),
        event(FULL_SECTIONS, undefined, true),
      ],
    },
    {
      // 5e104f24e7 (8.0) moved the tests that skip a device into vmstate_save.
      id: 'around-vmstate-save',
      tellsSkipped: true,
      why: 'around vmstate_save, which writes the whole section',
      functions: ['qemu_savevm_state_complete_precopy_non_iterable'],
      values: { TYPE: 'non-iterable' },
      parts: [
        locals(['ms']),
        start(DEVICES, 'vmstate_save', 'as-it-is'),
        event(DEVICES, 'error-check', true),
      ],
    },
  ],
};
