/** How upstream's commits got onto a release. */
export type Method = 'patch' | 'series, release’s side' | 'series, patch’s side';

/** What is known to be wrong after a method, from reading the result. */
export interface KnownFault {
  readonly from: string;
  readonly to: string;
  readonly method: Method;
  /** What lint must say: the rule, where more than the name matters. */
  readonly rule?: string;
  readonly checkpoint?: string;
  /** The function it must be in; null for none. */
  readonly function?: RegExp | null;
  /** Words that the message must have. */
  readonly says?: RegExp;
}

const patched = (
  [from, to]: readonly [string, string],
  checkpoint: string,
  fn: RegExp | null,
  more: Pick<KnownFault, 'rule' | 'says'> = {},
): KnownFault => ({ from, to, method: 'patch', checkpoint, function: fn, ...more });

const ADVISE = /^loadvm_postcopy_handle_advise$/;
const NON_ITERABLE = /^qemu_savevm_state_complete_precopy_non_iterable$/;

/** Where the calls land that `patch` misplaces, and what half a series leaves. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  patched(['v8.0.0', 'v8.1.0'], 'src-downtime-start', null, { says: /outside any function/ }),
  patched(['v7.0.0', 'v8.1.0'], 'src-downtime-end', /^migration_incoming_transport_cleanup$/),
  patched(['v7.0.0', 'v7.2.0'], 'src-downtime-start', /./, { rule: 'unreachable', says: /in a comment/ }),
  patched(['v4.2.0', 'v7.2.0'], 'src-iterable-saved', NON_ITERABLE, { rule: 'wrong-function' }),
  patched(['v3.0.0', 'v7.2.0'], 'src-non-iterable-saved', ADVISE, { rule: 'wrong-function' }),
  patched(['v6.1.0', 'v6.2.0'], 'src-downtime-start', /./, { rule: 'unreachable', says: /in a comment/ }),
  patched(['v5.0.0', 'v5.2.0'], 'src-downtime-start', /./, { rule: 'unreachable', says: /in a comment/ }),
  patched(['v6.0.0', 'v6.2.0'], 'src-downtime-end', /^migrate_generate_event$/, { rule: 'wrong-function' }),
  patched(['v5.0.0', 'v5.2.0'], 'src-downtime-end', /^migration_object_init$/, { rule: 'wrong-function' }),
  patched(['v6.0.0', 'v6.0.0'], 'src-downtime-start', null, { says: /outside any function/ }),
  patched(['v4.2.0', 'v4.2.0'], 'src-downtime-start', null),
  patched(['v3.0.0', 'v4.1.0'], 'src-iterable-saved', /^qemu_savevm_state_resume_prepare$/, {
    rule: 'wrong-function',
  }),
  patched(['v3.0.0', 'v4.1.0'], 'src-downtime-end', /^migration_object_init$/, { rule: 'wrong-function' }),
  patched(['v3.0.0', 'v4.1.0'], 'src-downtime-start', null, { says: /outside any function/ }),
  {
    from: 'v8.0.0',
    to: 'v8.1.0',
    method: 'series, release’s side',
    rule: 'helper-not-called',
    function: /^migration_completion$/,
    says: /migration_downtime_start|migration_stop_vm/,
  },
  {
    from: 'v4.0.0',
    to: 'v7.2.0',
    method: 'series, release’s side',
    rule: 'helper-undefined',
    says: /migration_downtime_start/,
  },
  {
    from: 'v2.6.0',
    to: 'v7.2.0',
    method: 'series, release’s side',
    rule: 'helper-undefined',
    says: /migration_downtime_end/,
  },
  // The sides do not fit together: a block is closed twice, and nothing can be said of the file beyond.
  { from: 'v7.2.0', to: 'v8.1.0', method: 'series, patch’s side', rule: 'not-analysable', says: /brace/ },
];
