import type { Clock, Migration, Report, Side } from '../../../report/model.js';
import { shownMigrations } from '../../../report/shown.js';
import { jsonText } from '../json.js';
import { arrows, processEvents, type TraceEvent, type TraceProcess } from './chrome-trace.js';
import { migrationTitle } from './headline.js';
import type { FilesReporter, ReportFile } from './reporter.js';
import { type Timeline, timelineOf } from './timeline.js';

/** A migration laid out, and where its zero is among the others: as far apart as their origins are by the side's clock. */
interface Placed {
  readonly migration: Migration;
  readonly timeline: Timeline;
  readonly at: number;
}

/**
 * Traces in Chrome's format for Perfetto: `both` has both sides on one axis, with arrows, which Perfetto follows only within a
 * file, unless nothing relates the clocks. `source` and `destination` have one side each, by its own clock; `manifest` tells Perfetto how to merge those two. With
 * one side there is but its file.
 */
export const perfetto: FilesReporter = (report) => {
  const migrations = shownMigrations(report);
  const sources = placed(migrations, 'source', (migration) => migration);
  const destinations = placed(migrations, 'destination', (migration) => ({ ...migration, source: null }));
  if (sources.length === 0 || destinations.length === 0) {
    const side = destinations.length > 0 ? 'destination' : 'source';
    const only = side === 'source' ? sources : destinations;
    return [traceFile(side, oneSide(only, side, -earliest(only)), report)];
  }
  // What lies before the zero of the merged timeline Perfetto drops, so it is the first event of both sides.
  const zero = earliest(sources);
  const ownZero = earliest(destinations);
  const related = sources.filter(({ migration }) => migration.clock.destinationAt !== null);
  return [
    ...(related.length > 0 ? [traceFile('both', bothSides(related, -zero), report)] : []),
    traceFile('source', oneSide(sources, 'source', -zero), report),
    traceFile('destination', oneSide(destinations, 'destination', -ownZero), report),
    manifest(report, sources, destinations, ownZero - zero),
  ];
};

function placed(
  migrations: readonly Migration[],
  side: Side,
  alone: (migration: Migration) => Migration,
): Placed[] {
  const known = migrations.flatMap((migration) => {
    const origin = migration[side]?.origin ?? null;
    const timeline = origin === null ? null : timelineOf(alone(migration));
    return timeline && origin !== null ? [{ migration, timeline, origin }] : [];
  });
  const [first] = known;
  return known.map(({ origin, ...one }) => ({ ...one, at: origin - (first?.origin ?? 0) }));
}

function earliest(all: readonly Placed[]): number {
  return all.reduce(
    (least, { timeline, at }) => Math.min(least, timeline.from + at),
    Number.POSITIVE_INFINITY,
  );
}

const PARTS = ['source', 'between', 'destination'] as const;

function processOf({ migration, timeline }: Placed, part: (typeof PARTS)[number]): TraceProcess {
  return {
    pid: migration.number * PARTS.length + PARTS.indexOf(part) + 1,
    name: `${migrationTitle(migration)}: ${part}`,
    marks: timeline.marks.filter(({ side }) => side === part),
    lanes: timeline.lanes.filter(({ side }) => side === part),
  };
}

function oneSide(all: readonly Placed[], side: Side, by: number): TraceEvent[] {
  return all.flatMap((one) => processEvents(processOf(one, side), one.at + by));
}

function bothSides(all: readonly Placed[], by: number): TraceEvent[] {
  return all.flatMap((one) => {
    const processes = PARTS.map((part) => processOf(one, part));
    const [source, , destination] = processes;
    return [
      ...processes
        .filter(({ marks, lanes }) => marks.length + lanes.length > 0)
        .flatMap((process) => processEvents(process, one.at + by)),
      ...(source && destination ? arrows(source, destination, one.at + by) : []),
    ];
  });
}

function traceFile(part: string, traceEvents: readonly TraceEvent[], { toolVersion }: Report): ReportFile {
  const otherData = { tool: `qemu-downtime ${toolVersion}` };
  return { part, text: jsonText({ displayTimeUnit: 'ms', otherData, traceEvents }) };
}

/**
 * Perfetto's manifest. One offset serves all migrations, that of the first whose clocks are related; without one the files are
 * merged unrelated. @param zeros what the destination's file counts from, less what the source's does
 */
function manifest(
  { toolVersion }: Report,
  sources: readonly Placed[],
  destinations: readonly Placed[],
  zeros: number,
): ReportFile {
  const related = sources.flatMap(({ migration, at }) => {
    const destination = destinations.find((one) => one.migration.number === migration.number);
    const { destinationAt } = migration.clock;
    return destination && destinationAt !== null
      ? [{ clock: migration.clock, offset: destinationAt + at - destination.at + zeros }]
      : [];
  })[0];
  const clocks = related && {
    clocks: { sync_to: { file: 'source.json' }, offset_ns: Math.round(related.offset) * 1000 },
  };
  const files = [
    { path: 'source.json', machine: { name: 'source' } },
    { path: 'destination.json', machine: { name: 'destination' }, ...clocks },
  ];
  const attributes = {
    'qemu_downtime.version': toolVersion,
    ...(related ? clockAttributes(related.clock) : { 'qemu_downtime.clock': 'unknown' }),
  };
  return { part: 'manifest', text: jsonText({ perfetto_manifest: { version: 1, files, attributes } }) };
}

/** How much is known of the offset that was drawn; Perfetto takes a single number only. */
function clockAttributes({ kind, basis, drawn, interval }: Clock): Record<string, string | number> {
  const figures = { drawn, least: interval.least, most: interval.most };
  const known = Object.entries(figures).flatMap(([name, figure]) =>
    figure === null ? [] : [[`qemu_downtime.clock_offset_${name}_us`, figure] as const],
  );
  return { 'qemu_downtime.clock': kind, 'qemu_downtime.clock_basis': basis, ...Object.fromEntries(known) };
}
