import type { Change, Part, Scope, Variant } from '../change-recipe.js';

/** What differs between the two kinds of sections. */
interface Kind {
  readonly section: 'QEMU_VM_SECTION_FULL' | 'QEMU_VM_SECTION_END';
  readonly type: 'non-iterable' | 'iterable';
  readonly helper: string;
}

const FUNCTION: Scope = { kind: 'function' };

/** `vmstate_load` and its error check, in a scope. */
function around(scope: Scope, event: string): Part[] {
  return [
    {
      kind: 'statements',
      title: 'the time before a device is loaded',
      template: 'per-device-load-start.txt',
      scope,
      beside: { kind: 'call', names: ['vmstate_load'], side: 'before' },
      spacing: { joined: [0, 0], parted: [1, 1] },
    },
    {
      kind: 'statements',
      title: 'the event for a loaded device',
      template: event,
      scope,
      beside: { kind: 'call', names: ['vmstate_load'], side: 'after', glue: 'error-check' },
      spacing: { joined: [1, 1], parted: [0, 1] },
      listed: true,
    },
  ];
}

/** Since 2.6 (fb3520a84e): a function of its own, which has to be told the section's type. */
function helper({ section, type, helper: name }: Kind, entry: 'se' | 'le->se'): Variant {
  return {
    id: entry === 'se' ? 'load-function' : 'load-function-by-entry',
    why:
      entry === 'se'
        ? 'around vmstate_load, where the section has the right type'
        : 'around vmstate_load, where the section has the right type; the device is that of the load entry',
    functions: [name],
    ...(entry === 'le->se' ? { declares: 'le' } : {}),
    values: { TYPE: type, ENTRY: entry, GUARD: 'trace_downtime', SECTION: section },
    parts: [
      {
        kind: 'parameter',
        title: 'the parameter for the type of the section',
        text: 'uint8_t type',
        name: 'type',
      },
      {
        kind: 'argument',
        title: 'the type of the section for it',
        text: 'section_type',
        callers: ['qemu_loadvm_state_main'],
      },
      {
        kind: 'declaration',
        title: 'the test of the type',
        template: 'per-device-load-test.txt',
        scope: FUNCTION,
      },
      {
        kind: 'declaration',
        title: 'the variables for the times',
        template: 'per-device-load-locals.txt',
        scope: FUNCTION,
        behind: ['instance_id'],
      },
      ...around(FUNCTION, 'per-device-load-event.txt'),
    ],
  };
}

/** Up to 2.5: a case of the one `switch`, shared with the other type. */
function inSwitch({ section, type }: Kind): Variant {
  const scope: Scope = { kind: 'case', label: section };
  return {
    id: 'load-switch',
    why: 'around vmstate_load in the case of the section, where it has the right type; the device is that of the load entry',
    functions: ['qemu_loadvm_state_main', 'qemu_loadvm_state'],
    requires: ['vmstate_load'],
    values: { TYPE: type, ENTRY: 'le->se', GUARD: `section_type == ${section}`, SECTION: section },
    parts: [
      {
        kind: 'declaration',
        title: 'the variables for the times',
        template: 'per-device-load-locals.txt',
        scope: { kind: 'loop', naming: [section, 'vmstate_load'] },
        shared: true,
      },
      ...around(scope, 'per-device-load-event-nested.txt'),
    ],
  };
}

function variants(kind: Kind): Variant[] {
  return [helper(kind, 'le->se'), helper(kind, 'se'), inSwitch(kind)];
}

export const loadFull: Change = {
  name: 'load-non-iterable',
  meaning: 'how long the FULL section of a device takes to load',
  upstream: 'qemu_loadvm_section_start_full, around vmstate_load',
  upstreamVariant: 'load-function',
  file: 'savevm',
  variants: variants({
    section: 'QEMU_VM_SECTION_FULL',
    type: 'non-iterable',
    helper: 'qemu_loadvm_section_start_full',
  }),
};

export const loadPartEnd: Change = {
  name: 'load-iterable',
  meaning: 'how long the END section of an iterable device takes to load',
  upstream: 'qemu_loadvm_section_part_end, around vmstate_load',
  upstreamVariant: 'load-function',
  file: 'savevm',
  variants: variants({
    section: 'QEMU_VM_SECTION_END',
    type: 'iterable',
    helper: 'qemu_loadvm_section_part_end',
  }),
};
