import type { ChangeRecipe } from '../change-recipe.js';

/**
 * What 62f5da7dd1 needs in QEMU 2.5 to 2.11: the time at which the guest is stopped as a field, where it was a local
 * that was handed around. Modelled on upstream 64909f9740 (2.12), which does this beside more.
 */
export const downtimeStartField: ChangeRecipe = {
  kind: 'changes',
  name: 'downtime-start-field',
  commit: '64909f974012038266a4785a33935742f1e96b84',
  ours: true,
  release: '2.12.0',
  tag: 'v2.12.0-rc0',
  subject: 'migration: introduce downtime_start',
  message: 'series-start-field-text.txt',
  include: 'trace.h',
  presentIf: { kind: 'name', name: 'downtime_start' },
  onlyWith: {
    functions: ['postcopy_start'],
    otherwise: 'no postcopy in this tree, so nothing shares the time',
  },
  events: [],
  locals: [],
  wordings: [],
  header: [
    {
      kind: 'member',
      template: 'series-start-field-member.txt',
      name: 'downtime_start',
      before: 'downtime',
    },
  ],
  changes: [
    {
      name: 'completion-start',
      meaning: 'the completion stores the time itself',
      upstream: 'migration_completion',
      upstreamVariant: 'pointer-argument',
      file: 'migration',
      variants: [
        {
          id: 'pointer-argument',
          why: 'the field in place of what a pointer led to',
          functions: ['migration_completion'],
          parts: [
            {
              kind: 'rewrite',
              title: 'the time in the field',
              into: { kind: 'pointer', name: 'start_time' },
              right: /^qemu_clock_get_ms\(QEMU_CLOCK_REALTIME\)$/,
              template: 'series-start-field-store.txt',
              listed: true,
            },
            {
              kind: 'drop-parameter',
              title: 'the parameter away',
              text: 'int64_t *start_time',
              argument: '&start_time',
              comment: /^ \* @\*?start_time\b.*\n/m,
            },
          ],
        },
      ],
    },
    {
      name: 'thread-downtime',
      meaning: 'the thread reckons with the field',
      upstream: 'migration_thread',
      upstreamVariant: 'local',
      file: 'migration',
      variants: [
        {
          id: 'local',
          why: 'the field in place of a local',
          functions: ['migration_thread'],
          parts: [
            {
              kind: 'rewrite',
              title: 'the downtime by the field',
              into: { kind: 'field', name: 'downtime' },
              right: /^\w+ - start_time$/,
              template: 'series-start-field-downtime.txt',
              listed: true,
            },
            // Its declaration, the argument and the downtime.
            { kind: 'undeclare', title: 'the local away', name: 'start_time', uses: 3 },
          ],
        },
      ],
    },
  ],
  precededBy: [],
};
