import { durationText, spanText } from '../../../report/duration.js';
import type { Clock, Migration } from '../../../report/model.js';
import { shareBase, type TimedPhase, timedPhases } from '../../../report/shown.js';
import { phaseName } from '../../../report/wording.js';
import type { Look } from './reporter.js';
import { lengthOf, padded } from './text-table.js';

/** Bars that are narrower show nothing. */
const NARROWEST = 12;
const WIDEST = 72;

const LANES = [
  ['source', 'source'],
  ['between', 'between the hosts'],
  ['destination', 'destination'],
] as const;

/** The phases below each other, each with its time, its share and its place on the axis; the lanes are never added up. */
export function waterfall(migration: Migration, { colours, width }: Look): string[] {
  const { clock } = migration;
  const phases = timedPhases(migration);
  if (phases.length === 0) return [];
  const cells = phases.map((phase) => ({
    phase,
    name: phaseName(phase.id),
    time: spanText(phase.duration),
    share: phase.share === null ? '' : `${(phase.share * 100).toFixed(1)} %`,
  }));
  const name = Math.max(...cells.map((one) => lengthOf(one.name)));
  const time = Math.max(...cells.map((one) => lengthOf(one.time)));
  const room = Math.min(WIDEST, width - name - time - 15);
  const axis = axisOf(phases, clock);
  return LANES.flatMap(([lane, title]) => {
    const own = cells.filter(({ phase }) => phase.lane === lane);
    if (own.length === 0) return [];
    const base = own.some(({ share }) => share !== '') ? `, shares of the ${shareBase(lane)}` : '';
    const place = lane === 'destination' ? placeNote(migration) : '';
    return [
      colours.strong(`${title}${base}${place}`),
      ...own.map((one) => {
        const bar = axis && room >= NARROWEST ? `  ${barOf(one.phase, clock, axis, room)}` : '';
        const text = `  ${padded(one.name, name, 'left')}  ${padded(one.time, time, 'right')}  ${padded(one.share, 7, 'right')}`;
        return `${text}${bar}`.trimEnd();
      }),
    ];
  });
}

/** Where the destination is drawn, if that is no fact. */
function placeNote({ source, destination, clock }: Migration): string {
  if (source?.origin == null || destination?.origin == null) return '';
  if (clock.destinationAt === null) return ', drawn from a zero of its own';
  return clock.kind === 'bounded' ? `, drawn for an offset of ${durationText(clock.drawn ?? 0)}` : '';
}

interface Axis {
  readonly from: number;
  readonly to: number;
}

function axisOf(phases: readonly TimedPhase[], clock: Clock): Axis | undefined {
  const ends = phases.flatMap((phase) => {
    const place = placeOf(phase, clock);
    return place ? [place.from, place.to] : [];
  });
  if (ends.length === 0) return undefined;
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

/** Where a phase lies by the source's clock; what is uncertain of it is drawn as such. */
function placeOf(
  { lane, start, duration }: TimedPhase,
  clock: Clock,
): (Axis & { readonly sure: number }) | undefined {
  if (start === null) return undefined;
  const begin = lane === 'destination' ? start + (clock.destinationAt ?? 0) : start;
  const sure = begin + duration.least;
  return { from: begin, sure, to: begin + (duration.most ?? duration.least) };
}

function barOf(phase: TimedPhase, clock: Clock, axis: Axis, room: number): string {
  const place = placeOf(phase, clock);
  if (!place) return '';
  const scale = room / Math.max(1, axis.to - axis.from);
  const at = (moment: number): number => Math.round((moment - axis.from) * scale);
  const before = Math.min(room - 1, at(place.from));
  const sure = at(place.sure) - before;
  const isOpen = phase.duration.most === null;
  const whole = Math.max(sure, isOpen ? room - before : at(place.to) - before);
  const solid = '█'.repeat(Math.max(0, sure));
  const bar = solid + '░'.repeat(Math.max(0, whole - sure));
  return ' '.repeat(before) + (bar === '' ? '▏' : bar);
}
