import type { Change, ChangeRecipe } from '../change-recipe.js';
import { SERIES } from '../downtime-checkpoints/series.js';

const [, , , commit] = SERIES;

function caller(name: string, functions: readonly string[], optional?: true): Change {
  const [upstream = ''] = functions;
  return {
    name,
    meaning: `${upstream} stops the guest by the helper`,
    upstream,
    upstreamVariant: 'by-helper',
    file: 'migration',
    variants: [
      {
        id: 'by-helper',
        why: 'as upstream, in the function of this tree',
        functions,
        parts: [
          {
            kind: 'callee',
            title: 'the stop by the helper',
            from: 'vm_stop_force_state',
            to: 'migration_stop_vm',
            listed: true,
          },
        ],
      },
    ],
    ...(optional ? { optional } : {}),
  };
}

/** Upstream 93bdf888fa, "migration: migration_stop_vm() helper" (QEMU 8.2). */
export const stopHelper: ChangeRecipe = {
  kind: 'changes',
  name: 'stop-helper',
  commit: commit.commit,
  release: '8.2.0',
  tag: 'v8.2.0-rc0',
  subject: commit.subject,
  message: 'series-stop-text.txt',
  include: 'trace.h',
  presentIf: commit.sign,
  onlyWith: { functions: ['postcopy_start'], otherwise: 'one place stops the guest: nothing to unify' },
  events: [],
  locals: [],
  wordings: [],
  header: [
    {
      kind: 'include',
      header: 'qapi/qapi-types-run-state.h',
      // Where one of these is, RunState is known; f4584076fc (8.1) brought the first.
      unless: ['sysemu/runstate.h', 'system/runstate.h', 'qapi/qapi-types-run-state.h', 'qapi-types.h'],
    },
    { kind: 'prototype', template: 'series-stop-prototype.txt', name: 'migration_stop_vm' },
  ],
  changes: [
    {
      name: 'helper',
      meaning: 'migration_stop_vm',
      upstream: 'before migration_object_init',
      upstreamVariant: 'before-init',
      file: 'migration',
      variants: [
        {
          id: 'before-init',
          why: 'before migration_object_init',
          functions: ['migration_object_init'],
          parts: [
            {
              kind: 'define',
              title: 'the helper',
              names: ['migration_stop_vm'],
              template: 'series-stop-definition.txt',
              place: 'before',
            },
          ],
        },
        {
          id: 'behind-declarations',
          why: 'before all functions, since there is no migration_object_init',
          functions: ['postcopy_start'],
          parts: [
            {
              kind: 'define',
              title: 'the helper',
              names: ['migration_stop_vm'],
              template: 'series-stop-definition.txt',
              place: 'behind-declarations',
            },
          ],
        },
      ],
    },
    caller('postcopy-stop', ['postcopy_start']),
    caller('completion-stop', ['migration_completion_precopy', 'migration_completion']),
    caller('snapshot-stop', ['bg_migration_thread'], true),
  ],
  precededBy: [],
};
