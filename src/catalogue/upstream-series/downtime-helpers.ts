import type { Change, ChangeRecipe, Part } from '../change-recipe.js';
import { SERIES } from '../downtime-checkpoints/series.js';

const [, commit] = SERIES;

const CLOCK = 'qemu_clock_get_ms\\(QEMU_CLOCK_REALTIME\\)';

const start: Part = {
  kind: 'rewrite',
  title: 'the start by the helper',
  into: { kind: 'field', name: 'downtime_start' },
  right: new RegExp(`^${CLOCK}$`),
  template: 'series-helpers-start.txt',
  listed: true,
};

const end: Part = {
  kind: 'rewrite',
  title: 'the end by the helper',
  into: { kind: 'field', name: 'downtime' },
  right: new RegExp(`^${CLOCK} - \\w+->downtime_start$`),
  template: 'series-helpers-end.txt',
  listed: true,
};

function change(
  name: string,
  meaning: string,
  functions: readonly string[],
  parts: readonly Part[],
  optional?: true,
): Change {
  const [upstream = ''] = functions;
  const variants = [{ id: 'by-helper', why: 'as upstream, in the function of this tree', functions, parts }];
  return {
    name,
    meaning,
    upstream,
    upstreamVariant: 'by-helper',
    file: 'migration',
    variants,
    ...(optional ? { optional } : {}),
  };
}

/** Upstream e22ffad03a, "migration: Add migration_downtime_start|end() helpers" (QEMU 8.2). */
export const downtimeHelpers: ChangeRecipe = {
  kind: 'changes',
  name: 'downtime-helpers',
  commit: commit.commit,
  release: '8.2.0',
  tag: 'v8.2.0-rc0',
  subject: commit.subject,
  message: 'series-helpers-text.txt',
  include: 'trace.h',
  presentIf: commit.sign,
  onlyWith: {
    functions: ['postcopy_start'],
    otherwise: 'one place starts the downtime and one ends it, both by a local: nothing to unify',
  },
  events: [],
  locals: [],
  wordings: [],
  changes: [
    {
      name: 'helpers',
      meaning: 'migration_downtime_start and migration_downtime_end',
      upstream: 'after the forward declarations',
      upstreamVariant: 'defined',
      file: 'migration',
      variants: [
        {
          id: 'defined',
          why: 'after the forward declarations',
          functions: ['postcopy_start'],
          parts: [
            {
              kind: 'define',
              title: 'the helpers',
              names: ['migration_downtime_start', 'migration_downtime_end'],
              template: 'series-helpers-definition.txt',
              place: 'behind-declarations',
            },
          ],
        },
      ],
    },
    change('postcopy-downtime', 'postcopy uses both', ['postcopy_start'], [start, end]),
    change(
      'completion-downtime-start',
      'the completion uses the first',
      ['migration_completion_precopy', 'migration_completion'],
      [start],
    ),
    {
      name: 'calculated-downtime-end',
      meaning: 'the end of a migration uses the second',
      upstream: 'migration_calculate_complete',
      upstreamVariant: 'calculated',
      file: 'migration',
      variants: [
        {
          id: 'calculated',
          why: 'before the total time',
          functions: ['migration_calculate_complete'],
          parts: [
            {
              kind: 'rewrite',
              title: 'the end by the helper',
              into: { kind: 'field', name: 'downtime' },
              right: /^\w+ - \w+->downtime_start$/,
              within: /^!\w+->downtime$/,
              template: 'series-helpers-end.txt',
              before: { kind: 'field', name: 'total_time' },
              listed: true,
            },
          ],
        },
        {
          // QEMU 2.5 to 2.11.
          id: 'in-thread',
          why: 'where the thread reckons, still only without postcopy; the clock is read under the lock now, not before it',
          functions: ['migration_thread'],
          parts: [{ ...end, right: /^\w+ - \w+->downtime_start$/ }],
        },
      ],
    },
    change(
      'snapshot-downtime-end',
      'the background snapshot uses the second',
      ['bg_migration_vm_start_bh'],
      [end],
      true,
    ),
    change(
      'snapshot-downtime-start',
      'the background snapshot uses the first',
      ['bg_migration_thread'],
      [start],
      true,
    ),
  ],
  precededBy: [],
};
