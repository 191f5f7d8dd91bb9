import type { ChangeRecipe } from '../change-recipe.js';
import { SERIES } from '../downtime-checkpoints/series.js';

const [commit] = SERIES;

/** Upstream 62f5da7dd1, "migration: Set downtime_start even for postcopy" (QEMU 8.2). */
export const downtimeStart: ChangeRecipe = {
  kind: 'changes',
  name: 'downtime-start',
  commit: commit.commit,
  release: '8.2.0',
  tag: 'v8.2.0-rc0',
  subject: commit.subject,
  message: 'series-start-text.txt',
  include: 'trace.h',
  presentIf: commit.sign,
  onlyWith: { functions: ['postcopy_start'], otherwise: 'no postcopy in this tree' },
  remarks: [
    'changes what query-migrate gives as downtime in postcopy, as upstream means it to: it begins when the guest is about to stop, no longer before the state change, the wait for the lock and the set-up of channels',
  ],
  events: [],
  locals: [],
  fields: ['downtime_start'],
  wordings: [],
  changes: [
    {
      name: 'postcopy-downtime-start',
      meaning: 'postcopy sets the time at which the guest is stopped',
      upstream: 'postcopy_start',
      upstreamVariant: 'postcopy',
      file: 'migration',
      variants: [
        {
          id: 'postcopy',
          why: 'before the guest is woken and stopped',
          functions: ['postcopy_start'],
          parts: [
            { kind: 'undeclare', title: 'the local time away', name: 'time_at_stop', uses: 2 },
            {
              kind: 'statements',
              title: 'the time in the field',
              template: 'series-start-store.txt',
              scope: { kind: 'function' },
              beside: { kind: 'call', names: ['trace_postcopy_start_set_run'], side: 'after' },
              spacing: { joined: [0, 0], parted: [1, 1] },
              listed: true,
            },
            {
              kind: 'rewrite',
              title: 'the downtime by the field',
              into: { kind: 'field', name: 'downtime' },
              right: /^qemu_clock_get_ms\(QEMU_CLOCK_REALTIME\) - time_at_stop$/,
              template: 'series-start-downtime.txt',
            },
          ],
        },
      ],
    },
  ],
  precededBy: [],
};
