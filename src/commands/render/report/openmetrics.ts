import { printable } from '../../../problem/printable.js';
import type { Migration, Report } from '../../../report/model.js';
import { shownMigrations } from '../../../report/shown.js';
import type { Reporter } from './reporter.js';

type Labels = Readonly<Record<string, string | number>>;

/** A value with what tells it from the others of its family. */
interface Sample {
  readonly labels: Labels;
  /** As it is printed. */
  readonly value: string;
}

/** Values of one kind. Its name ends with its unit. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'info';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** OpenMetrics 1.0 text. A span that is not one number has two samples, by the label `bound`. */
export const openmetrics: Reporter = (report) => {
  const migrations = shownMigrations(report);
  const of = (samples: (migration: Migration) => Sample[]) => migrations.flatMap(samples);
  const families: Family[] = [
    info('qemu_downtime_tool', 'The program that made this.', [{ version: report.toolVersion }]),
    info('qemu_downtime_migration', 'A migration that was found in the logs.', migrations.map(description)),
    seconds(
      'qemu_downtime',
      "By the source's figure, from src-downtime-start to src-downtime-end.",
      of(downtime),
    ),
    seconds(
      'qemu_downtime_pause',
      'From src-downtime-start until the guest runs on the destination.',
      of(pause),
    ),
    seconds(
      'qemu_downtime_phase',
      'Time between two neighbouring events; phases of two sides overlap.',
      of(phases),
    ),
    seconds('qemu_downtime_phase_unexplained', 'Part of a phase that no device explains.', of(unexplained)),
    seconds(
      'qemu_downtime_clock_offset',
      "Destination's clock less the source's; bounds by cause and effect.",
      of(clockOffset),
    ),
    seconds(
      'qemu_downtime_device_save',
      'What saving a device took, in all its rows that count alike.',
      of(deviceSamples('save')),
    ),
    seconds(
      'qemu_downtime_device_load',
      'What loading a device took, in all its rows that count alike.',
      of(deviceSamples('load')),
    ),
    gauge('qemu_downtime_findings', 'Findings about a migration or its logs, by rule.', findings(report)),
    gauge('qemu_downtime_runs', 'Runs that were looked at, by outcome.', runCounts(report)),
    seconds('qemu_downtime_runs', 'Statistics of a figure over the completed runs.', runStatistics(report)),
    ...limits(report),
  ];
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
};

function seconds(name: string, help: string, samples: readonly Sample[]): Family {
  return gauge(`${name}_seconds`, help, samples);
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'gauge', help, samples };
}

function info(name: string, help: string, labels: readonly Labels[]): Family {
  return { name, type: 'info', help, samples: labels.map((own) => ({ labels: own, value: '1' })) };
}

function familyLines({ name, type, help, samples }: Family): string[] {
  const unit = name.endsWith('_seconds') ? [`# UNIT ${name} seconds`] : [];
  const sampleName = type === 'info' ? `${name}_info` : name;
  return [
    `# TYPE ${name} ${type}`,
    ...unit,
    `# HELP ${name} ${help}`,
    ...samples.map(({ labels, value }) => `${sampleName}${labelsText(labels)} ${value}`),
  ];
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${labelText(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** What cannot be printed is spelt out, and with it no line can end early. */
function labelText(value: string): string {
  return printable(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Exactly: microseconds as a decimal fraction, without the noise of binary ones. */
export function secondsText(microseconds: number): string {
  const digits = String(Math.abs(Math.round(microseconds))).padStart(7, '0');
  const sign = microseconds < 0 ? '-' : '';
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function sample(labels: Labels, microseconds: number): Sample {
  return { labels, value: secondsText(microseconds) };
}

/** One sample of a value without width, else one an end that is known. */
function bounded(labels: Labels, { least, most }: { least: number | null; most: number | null }): Sample[] {
  if (least !== null && least === most) return [sample({ ...labels, bound: 'exact' }, least)];
  const ends = Object.entries({ least, most });
  return ends.flatMap(([bound, end]) => (end === null ? [] : [sample({ ...labels, bound }, end)]));
}

function description({ number, kind, outcome, returnPath, clock }: Migration): Labels {
  return { migration: number, kind, outcome, return_path: returnPath, clock: clock.kind };
}

function downtime({ number, downtime, outcome }: Migration): Sample[] {
  return downtime === null || outcome !== 'completed' ? [] : [sample({ migration: number }, downtime)];
}

function pause({ number, pause, outcome }: Migration): Sample[] {
  return pause === null || outcome !== 'completed' ? [] : bounded({ migration: number }, pause);
}

function phases({ number, phases }: Migration): Sample[] {
  return phases.flatMap(({ lane, id, duration }) =>
    duration === null ? [] : bounded({ migration: number, lane, phase: id }, duration),
  );
}

function unexplained({ number, phases }: Migration): Sample[] {
  return phases.flatMap(({ lane, id, rows }) =>
    rows === null ? [] : [sample({ migration: number, lane, phase: id }, rows.unexplained)],
  );
}

function clockOffset({ number, clock }: Migration): Sample[] {
  const known = clock.offset === null ? clock.interval : { least: clock.offset, most: clock.offset };
  return bounded({ migration: number }, known);
}

/** Rows that nothing tells apart, such as those of a device that is there again and again, are one sample. */
function deviceSamples(which: 'save' | 'load'): (migration: Migration) => Sample[] {
  return ({ number, devices }) => {
    const sums = new Map<string, { labels: Labels; duration: number }>();
    for (const { idstr, instance, section, class: kind, [which]: row } of devices) {
      if (row === null) continue;
      const labels = { migration: number, idstr, instance, section, class: kind, counts: row.counts };
      const key = labelsText(labels);
      const duration = (sums.get(key)?.duration ?? 0) + row.duration;
      sums.set(key, { labels, duration });
    }
    return [...sums.values()].map(({ labels, duration }) => sample(labels, duration));
  };
}

function findings({ findings, ...report }: Report): Sample[] {
  const rules = [
    ...findings.map(({ rule, severity }) => ({ migration: '', rule, severity })),
    ...shownMigrations({ findings, ...report }).flatMap(({ number, findings: own }) =>
      own.map(({ rule, severity }) => ({ migration: String(number), rule, severity })),
    ),
  ];
  const counts = new Map<string, { labels: Labels; count: number }>();
  for (const labels of rules) {
    const key = labelsText(labels);
    counts.set(key, { labels, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ labels, count }) => ({ labels, value: String(count) }));
}

function runCounts({ runs }: Report): Sample[] {
  if (runs === null) return [];
  return (['completed', 'incomplete', 'unpaired', 'no-event'] as const).map((outcome) => ({
    labels: { outcome },
    value: String(runs.runs.filter((run) => run.outcome === outcome).length),
  }));
}

const STATISTICS = ['least', 'median', 'p95', 'most'] as const;

function runStatistics({ runs }: Report): Sample[] {
  return (runs?.figures ?? []).flatMap(({ id, kind, statistics }) =>
    STATISTICS.map((statistic) => sample({ figure: id, kind, statistic }, statistics[statistic])),
  );
}

function limits({ limit }: Report): Family[] {
  if (limit === null) return [];
  const { verdict, undecided } = limit;
  const exceeded = verdict === 'unknown' ? [] : [{ labels: {}, value: verdict === 'exceeded' ? '1' : '0' }];
  return [
    seconds('qemu_downtime_limit', 'What --fail-over allows.', [sample({}, limit.most)]),
    gauge('qemu_downtime_limit_exceeded', 'Whether the longest run is longer than that.', exceeded),
    gauge('qemu_downtime_limit_undecided', 'Of how many migrations it cannot be told.', [
      { labels: {}, value: String(undecided) },
    ]),
  ];
}
