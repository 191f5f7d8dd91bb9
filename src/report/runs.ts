import { exactly } from './duration.js';
import type { Migration, PhaseId } from './model.js';
import type { Figure, Run, RunsSummary } from './runs-model.js';
import { deviceName } from './shown.js';
import { statisticsOf } from './statistics.js';

/** A migration under the name of its run. */
export interface NamedMigration {
  readonly name: string;
  readonly migration: Migration;
}

/** Sums many migrations up: those that were completed, each figure over all that have it as one number. */
export function summarize(named: readonly NamedMigration[]): RunsSummary {
  const samples = new Map<string, Sample & { readonly values: number[] }>();
  for (const { migration } of named) {
    if (migration.outcome !== 'completed') continue;
    for (const sample of samplesOf(migration)) {
      const known = samples.get(sample.id);
      if (known) known.values.push(sample.value);
      else samples.set(sample.id, { ...sample, values: [sample.value] });
    }
  }
  const figures = [...samples.values()].map(({ kind, id, side, name, values }) => ({
    kind,
    id,
    side,
    name,
    statistics: statisticsOf(values),
  }));
  return {
    runs: named.map(({ name, migration }) => runOf(name, migration)),
    figures: figures.sort((one, other) => rankOf(one) - rankOf(other)),
  };
}

const PHASES: readonly string[] = [
  'stop',
  'iterable',
  'non-iterable',
  'completion',
  'in-flight',
  'load',
  'enter',
  'cpu-sync',
  'announce',
  'activate',
  'start',
] satisfies PhaseId[];

/** Totals first, phases as they follow each other, then devices as they came. */
function rankOf({ kind, name }: Pick<Figure, 'kind' | 'name'>): number {
  if (kind === 'downtime') return 0;
  if (kind === 'pause') return 1;
  return kind === 'phase' ? 2 + PHASES.indexOf(name) : 2 + PHASES.length;
}

function runOf(name: string, { outcome, downtime, pause }: Migration): Run {
  return { name, outcome, downtime, pause: exactly(pause) };
}

interface Sample extends Omit<Figure, 'statistics'> {
  readonly value: number;
}

function samplesOf({ downtime, pause, phases, devices }: Migration): Sample[] {
  const taken = exactly(pause);
  return [
    ...(downtime === null ? [] : [total('downtime', downtime)]),
    ...(taken === null ? [] : [total('pause', taken)]),
    ...phases.flatMap(({ id, lane, duration }): Sample[] => {
      const value = exactly(duration);
      return value === null
        ? []
        : [{ kind: 'phase', id: `phase ${lane} ${id}`, side: lane, name: id, value }];
    }),
    ...devices.flatMap((device): Sample[] => {
      const name = deviceName(device);
      const rows = [
        { side: 'source', verb: 'save', row: device.save },
        { side: 'destination', verb: 'load', row: device.load },
      ] as const;
      return rows.flatMap(({ side, verb, row }): Sample[] =>
        row?.counts === 'counted'
          ? [
              {
                kind: 'device',
                id: `device ${verb} ${device.section} ${name}`,
                side,
                name,
                value: row.duration,
              },
            ]
          : [],
      );
    }),
  ];
}

function total(kind: 'downtime' | 'pause', value: number): Sample {
  return { kind, id: kind, side: null, name: kind, value };
}
