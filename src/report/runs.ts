import { exactly } from './duration.js';
import type { Migration, MigrationKind, PhaseId } from './model.js';
import type { Figure, Run, RunsSummary } from './runs-model.js';
import { deviceName } from './shown.js';
import { statisticsOf } from './statistics.js';

/** A migration under the name of its run. */
export interface NamedMigration {
  readonly name: string;
  readonly migration: Migration;
}

/** A run without a downtime event. */
export interface LostRun {
  readonly name: string;
  /** What its files are, in a sentence. */
  readonly problem: string;
}

/** Sums many migrations up: those of a kind that were completed, each figure over all that have it as one number. */
export function summarize(named: readonly NamedMigration[], lost: readonly LostRun[] = []): RunsSummary {
  const done = named.map(({ migration }) => migration).filter(({ outcome }) => outcome === 'completed');
  const kinds = [...new Set(done.map(({ kind }) => kind))];
  return {
    runs: [...named.map(({ name, migration }) => runOf(name, migration)), ...lost.map(lostRunOf)],
    figures: kinds.flatMap((of) =>
      figuresOf(
        of,
        done.filter(({ kind }) => kind === of),
      ),
    ),
  };
}

function figuresOf(of: MigrationKind, migrations: readonly Migration[]): Figure[] {
  const samples = new Map<string, Sample & { readonly values: number[] }>();
  for (const migration of migrations)
    for (const sample of samplesOf(migration)) {
      const known = samples.get(sample.id);
      if (known) known.values.push(sample.value);
      else samples.set(sample.id, { ...sample, values: [sample.value] });
    }
  const figures = [...samples.values()].map(({ kind, id, side, name, values }) => ({
    kind,
    of,
    id: `${of} ${id}`,
    side,
    name,
    statistics: statisticsOf(values),
    leftOut: migrations.length - values.length,
  }));
  return figures.sort((one, other) => rankOf(one) - rankOf(other));
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

function runOf(name: string, migration: Migration): Run {
  const { kind, outcome, downtime, pause, source, destination, findings } = migration;
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return {
    name,
    kind,
    outcome,
    sides: [...(source ? (['source'] as const) : []), ...(destination ? (['destination'] as const) : [])],
    downtime,
    pause: exactly(pause),
    problem: findings.find(({ severity }) => severity === 'error')?.message ?? null,
    findings: counts,
  };
}

function lostRunOf({ name, problem }: LostRun): Run {
  const nothing = { sides: [], downtime: null, pause: null, findings: {} };
  return { name, kind: 'unknown', outcome: 'no-event', problem, ...nothing };
}

interface Sample extends Omit<Figure, 'statistics' | 'of' | 'leftOut'> {
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
