import { durationText, exactly, spanText } from '../../../report/duration.js';
import type { Clock, Device, DeviceRow, Migration, Phase, PhaseId, Side } from '../../../report/model.js';
import { deviceName } from '../../../report/shown.js';
import { outlierMeasure, phaseName } from '../../../report/wording.js';

/** What a slice is of; decides about its colour. */
export type SliceKind = PhaseId | 'save-device' | 'load-device' | 'outlier';

/** A stretch of time that is drawn. */
export interface Slice {
  readonly kind: SliceKind;
  /** What fits into a bar: `stop`, `cpu#0`. */
  readonly name: string;
  /** The same in full, with its figures. */
  readonly detail: string;
  /** Whose save or load it is; null of a phase. */
  readonly device: Device | null;
  /** On the timeline's axis, in microseconds. */
  readonly start: number;
  readonly end: number;
  /** Not so where it took an interval of times: it is drawn with one length all the same. */
  readonly isExact: boolean;
}

/** Slices of one kind on one side, in rows in which none overlaps another. */
export interface Lane {
  readonly label: string;
  readonly side: Side | 'between';
  readonly rows: readonly (readonly Slice[])[];
  /** How many more there are, for which no row had room. */
  readonly left: number;
}

/** A checkpoint that fired. */
export interface Mark {
  readonly name: string;
  readonly side: Side;
  readonly at: number;
}

/** A migration on one axis, which counts from the source's origin, or from the destination's where it alone is known. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly Lane[];
  readonly marks: readonly Mark[];
  /** How the destination came onto the source's axis; null where there is nothing to say. */
  readonly note: string | null;
}

/** Lays a migration out; null where its logs have no times. */
export function timelineOf(migration: Migration): Timeline | null {
  const shift = migration.source?.origin == null ? 0 : (migration.clock.destinationAt ?? 0);
  const marks = marksOf(migration, shift);
  const lanes = lanesOf(migration, shift);
  const slices = lanes.flatMap(({ rows }) => rows.flat());
  const moments = [...marks.map(({ at }) => at), ...slices.flatMap(({ start, end }) => [start, end])];
  if (moments.length === 0) return null;
  const from = moments.reduce((least, moment) => Math.min(least, moment), 0);
  const to = moments.reduce((most, moment) => Math.max(most, moment), from + 1);
  return { from, to, lanes, marks, note: clockNote(migration) };
}

/** Only what counts: a second src-downtime-end may come seconds later, and would squeeze the rest. */
function marksOf({ source, destination }: Migration, shift: number): Mark[] {
  const sides = [
    ['source', source, 0],
    ['destination', destination, shift],
  ] as const;
  return sides.flatMap(([side, record, by]) =>
    (record?.checkpoints ?? []).flatMap(({ name, at, counts }) =>
      at !== null && counts ? [{ name, side, at: at + by }] : [],
    ),
  );
}

function lanesOf(migration: Migration, shift: number): Lane[] {
  const { phases, devices } = migration;
  const ofPhases = (lane: Phase['lane']) =>
    rowsOf(phases.flatMap((phase) => (phase.lane === lane ? phaseSlices(phase, migration, shift) : [])));
  const loads = rowsOf(deviceSlices(devices, 'load', shift));
  const lanes: Lane[] = [
    { label: 'source: phases', side: 'source', ...ofPhases('source') },
    { label: 'source: devices', side: 'source', ...rowsOf(deviceSlices(devices, 'save', 0)) },
    { label: 'between the hosts', side: 'between', ...ofPhases('between') },
    { label: 'destination: devices', side: 'destination', ...loads },
    { label: 'destination: phases', side: 'destination', ...ofPhases('destination') },
  ];
  return lanes.filter(({ rows }) => rows.length > 0);
}

function phaseSlices(phase: Phase, { destination }: Migration, shift: number): Slice[] {
  const { id, lane, from, to, duration } = phase;
  if (phase.start === null || duration === null) return [];
  const start = phase.start + (lane === 'destination' ? shift : 0);
  const reached = destination?.checkpoints.find(({ name }) => name === to)?.at ?? null;
  const end =
    lane === 'between' && reached !== null ? reached + shift : start + (duration.most ?? duration.least);
  // What the bar says is part of the whole, as readers of the screen by voice need it.
  const words = phaseName(id).includes(id) ? phaseName(id) : `${phaseName(id)} (${id})`;
  const detail = `${words}, ${phaseFigures(phase)}, from ${from} to ${to}`;
  const isExact = exactly(duration) !== null;
  return [{ kind: id, name: id, detail, isExact, device: null, start, end: Math.max(start, end) }];
}

/** A phase's duration, its share, and what no device explains. */
function phaseFigures({ duration, share, rows }: Phase): string {
  return [
    duration === null ? 'no times' : spanText(duration),
    ...(share === null ? [] : [percentText(share)]),
    ...(rows === null ? [] : [`${durationText(rows.unexplained)} of it no device explains`]),
  ].join(', ');
}

/** A share for people. */
export function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function deviceSlices(devices: readonly Device[], which: 'save' | 'load', shift: number): Slice[] {
  return devices.flatMap((device): Slice[] => {
    const row = device[which];
    if (row === null || row.start === null || row.counts !== 'counted') return [];
    const start = row.start + shift;
    const kind = row.outlier ? 'outlier' : (`${which}-device` as const);
    const name = deviceName(device);
    const detail = deviceDetail(device, which, row);
    return [{ kind, name, detail, isExact: true, device, start, end: start + row.duration }];
  });
}

function deviceDetail(device: Device, which: string, row: DeviceRow): string {
  const outlier = row.outlier ? `, ${outlierText(row, device)}` : '';
  const { section } = device;
  return `${which} of ${deviceName(device)}, ${section}, ${device.class}, ${durationText(row.duration)}${outlier}`;
}

/** How far a row is from its class; empty where it is not. */
export function outlierText({ outlier }: DeviceRow, { class: kind }: Device): string {
  return outlier === null ? '' : `outlier: ${outlierMeasure(outlier, kind)}`;
}

/** Times are rounded to microseconds, so the next row seems to begin before the last one ends. */
const ROUNDING = 2;

/**
 * More threads than save or load at once; nobody could see more rows.
 * @internal
 */
export const MOST_ROWS = 100;

/**
 * Puts slices into as few rows as it takes to have none overlap; one that does by rounding alone begins a little later. What
 * finds no room in the most rows that a lane may have is left out and counted.
 * @internal
 */
export function rowsOf(slices: readonly Slice[]): Pick<Lane, 'rows' | 'left'> {
  const rows: { slices: Slice[]; end: number }[] = [];
  let left = 0;
  for (const slice of [...slices].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const row = rows.find(({ end }) => end <= slice.start + ROUNDING);
    const start = Math.max(slice.start, row?.end ?? slice.start);
    const placed = { ...slice, start, end: Math.max(start, slice.end) };
    if (row) {
      row.slices.push(placed);
      row.end = placed.end;
    } else if (rows.length < MOST_ROWS) {
      rows.push({ slices: [placed], end: placed.end });
    } else {
      left++;
    }
  }
  return { rows: rows.map((row) => row.slices), left };
}

/** A lane's name, with how much of it is left out. */
export function laneName({ label, left }: Lane): string {
  return left === 0 ? label : `${label} (${left} more overlap)`;
}

function clockNote({ source, destination, clock }: Migration): string | null {
  if (source?.origin == null || destination?.origin == null) return null;
  if (clock.destinationAt === null)
    return 'nothing relates the clocks: the destination is drawn from the same zero, which says nothing';
  if (clock.kind === 'same-host') return 'both sides by one clock';
  if (clock.kind === 'given') return `clock offset ${durationText(clock.offset ?? 0)}, as given`;
  return roomText(clock);
}

/** How far the destination may be from where it is drawn: a larger offset means that it was earlier. */
function roomText({ drawn, interval: { least, most } }: Clock): string {
  const earlier = drawn === null || most === null ? null : most - drawn;
  const later = drawn === null || least === null ? null : drawn - least;
  const ways = [
    ...(earlier !== null && earlier <= 0
      ? []
      : [`${earlier === null ? 'any time' : durationText(earlier)} earlier`]),
    ...(later !== null && later <= 0 ? [] : [`${later === null ? 'any time' : durationText(later)} later`]),
  ];
  return ways.length === 0 ? 'drawn as they allow' : `the destination may be ${ways.join(' or ')} than drawn`;
}
