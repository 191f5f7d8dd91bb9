import type { TraceEvent } from '../trace-log/event.js';
import { type ClockFacts, type ClockSettings, noClock, relateClocks } from './clock.js';
import { joinDevices } from './devices.js';
import { exact, exactly } from './duration.js';
import { findings } from './finding-wording.js';
import type { Device, DeviceRow, Finding, Migration, Phase, Side, SideRecord, Span } from './model.js';
import { phasesOf, spanBetween } from './phases.js';
import { deviceName } from './shown.js';
import { destinationOfPair, isRam, type JudgedSide, sourceOfPair } from './side-record.js';

/** Less is not worth a word, in microseconds. */
const WORTH_EXPLAINING = 1000;
/** Nor is a smaller part of its phase. */
const PART_UNEXPLAINED = 0.2;

/** What is loaded so long behind the source's end comes from a file; microseconds. */
const FILE = 1_000_000;

/** Clocks of hosts that may be one agree as well as this; of one host's the least of cause and effect is as much. Microseconds. */
const AGREEING = 10_000;

/** Clocks that differ by more are set wrong, or the logs are of different migrations; microseconds. */
const FAR_APART = 60_000_000;

/** All stamps are cut to microseconds. */
const ROUNDING = 2;

/** What of a failed migration is loaded later by equal clocks may be of another one; microseconds. */
const LATE = 10_000_000;

/** The two sides of one migration, as the logs pair them. */
export interface Pair {
  readonly source: JudgedSide | null;
  readonly destination: JudgedSide | null;
  /** Where a side is missing: what the other log has in its place, if that is one migration, which is of another kind. */
  readonly unlike?: JudgedSide | undefined;
  /** Whether the sides would fit others as well. */
  readonly isAmbiguous: boolean;
}

/** Works out everything about one migration. @param hasBoth whether there are logs of both sides */
export function migrationOf(
  number: number,
  given: Pair,
  settings: ClockSettings,
  hasBoth: boolean,
): Migration {
  const { source, destination } = sidesOf(given);
  const pair = { ...given, source, destination };
  const facts =
    source && destination ? relateClocks(source, destination, settings) : withoutClock(pair, settings);
  const isComplete = (source?.complete ?? true) && (destination?.complete ?? true);
  const downtime = source?.complete ? apart(source, 'src-downtime-start', 'src-downtime-end') : null;
  const pause = isComplete && !facts.isContradictory ? pauseOf(pair, facts) : null;
  const devices = joinDevices(source, destination);
  const phases = phasesOf(source, destination, facts.clock, devices, { downtime, pause });
  const gap = source && destination ? readAfterEnd(source, destination, facts) : null;
  const isFile = gap !== null && gap >= FILE;
  const kind = isFile ? 'file' : kindOf(pair);
  const isUnpaired =
    hasBoth && !(source && destination) && !isSnapshot(kind) && facts.returnPath !== 'stated-on';
  return {
    number,
    kind,
    outcome: !isComplete ? 'incomplete' : isUnpaired ? 'unpaired' : 'completed',
    source: source && recordOf(source),
    destination: destination && recordOf(destination),
    downtime,
    pause,
    returnPath: isFile ? 'absent' : facts.returnPath,
    clock: facts.clock,
    phases,
    devices,
    findings: [
      ...(source?.findings ?? []),
      ...(destination?.findings ?? []),
      ...(pair.isAmbiguous ? [findings.ambiguousPairing()] : []),
      ...pairFindings(pair, facts, settings, hasBoth, isSnapshot(kind)),
      ...(pause ? oneHostFindings(pair, facts, settings) : []),
      ...(facts.isContradictory ? [] : kindFindings(source, given.destination)),
      ...(gap === null ? [] : [findings.readAfterEnd()]),
      ...(isFile ? [] : pathFindings(facts, downtime, pause)),
      ...phaseFindings(phases),
      ...deviceFindings(devices),
      ...tooLong(devices, phases),
    ],
  };
}

/** The sides as they are to be read together. */
function sidesOf({ source, destination }: Pair): Pick<Pair, 'source' | 'destination'> {
  if (!source || !destination) return { source, destination };
  return { source: sourceOfPair(source, destination), destination: destinationOfPair(source, destination) };
}

/** Where one side is missing; what the user says of the return path holds all the same. */
function withoutClock({ source }: Pair, { returnPath }: ClockSettings): ClockFacts {
  const isMigration = source !== null && !isSnapshot(source.kind);
  return isMigration && returnPath !== undefined
    ? { ...noClock, returnPath: `stated-${returnPath}` }
    : noClock;
}

function isSnapshot(kind: Migration['kind']): boolean {
  return kind === 'savevm' || kind === 'background-snapshot';
}

function recordOf({ complete, origin, checkpoints }: JudgedSide): SideRecord {
  return { complete, origin, checkpoints };
}

function kindOf({ source, destination }: Pair): Migration['kind'] {
  const resumed = destination?.kind ?? 'unknown';
  return resumed === 'unknown' ? (source?.kind ?? 'unknown') : resumed;
}

function apart({ marks }: JudgedSide, from: string, to: string): number | null {
  const begin = marks.get(from)?.at ?? null;
  const end = marks.get(to)?.at ?? null;
  return begin === null || end === null ? null : end - begin;
}

function resumedAt({ marks }: JudgedSide): number | null {
  return (marks.get('dst-precopy-bh-vm-started') ?? marks.get('dst-postcopy-bh-vm-started'))?.at ?? null;
}

function pauseOf({ source, destination }: Pair, { clock }: ClockFacts): Span | null {
  const from = source?.marks.get('src-downtime-start')?.at ?? null;
  const to = destination ? resumedAt(destination) : null;
  return from === null || to === null ? null : spanBetween(to - from, clock);
}

/** How long after the source's end the destination began to read; null if it was before, or clocks are not known. */
function readAfterEnd(source: JudgedSide, destination: JudgedSide, { clock }: ClockFacts): number | null {
  const end = source.marks.get('src-downtime-end')?.at ?? null;
  const isLoad = destination.events[destination.from]?.body.kind === 'load';
  if (!isLoad || destination.kind === 'postcopy') return null;
  if (end === null || destination.origin === null || clock.offset === null) return null;
  const gap = destination.origin - clock.offset - end;
  return gap > 0 ? gap : null;
}

function pairFindings(
  { source, destination, unlike }: Pair,
  { clock, isContradictory }: ClockFacts,
  settings: ClockSettings,
  hasBoth: boolean,
  isAlone: boolean,
): Finding[] {
  if (isContradictory) return [findings.logsDoNotMatch(clock.bounds.least, clock.bounds.most)];
  if (!source || !destination) {
    if (isAlone) return [];
    const side = source ? 'source' : 'destination';
    const own = source ?? destination;
    const kinds = own && unlike ? ([own.kind, unlike.kind] as const) : undefined;
    return [
      hasBoth
        ? findings.unpaired(side, kinds, typeof settings.offset === 'number')
        : findings.missingSide(source ? 'destination' : 'source'),
    ];
  }
  if (clock.kind === 'unknown' && source.origin !== null && destination.origin !== null)
    return [findings.clockUnknown(), ...loadedLate(source, destination, settings)];
  if (clock.basis === 'close-agreement') return [findings.clocksTakenAsOne(clock.interval.most ?? 0)];
  const suspected = suspicions(clock, settings);
  const isUnsaid = suspected.length === 0 && clock.kind === 'bounded';
  return isUnsaid ? loadedLate(source, destination, settings) : suspected;
}

/**
 * Two sides that may go together, for lines may be lost, and look as if they did not.
 * @param destination as its own log tells it, which does not know what the source saved
 */
function kindFindings(source: JudgedSide | null, destination: JudgedSide | null): Finding[] {
  if (!source || !destination || source.kind !== 'unknown' || !source.complete) return [];
  const isRow = ({ body }: TraceEvent): boolean => body.kind !== 'checkpoint';
  const hasRows = source.events.some(isRow);
  if (destination.kind === 'postcopy') return hasRows ? [] : [findings.kindUnproved()];
  const { events, from } = destination;
  const isRamLoaded = events.slice(from).some(({ body }) => body.kind === 'load' && isRam(body));
  return destination.kind === 'precopy' && hasRows && isRamLoaded ? [findings.kindsDiffer()] : [];
}

/** Where clocks that agree do not agree closely enough to be taken as one host's, and the pause is a span only for that. */
function oneHostFindings(pair: Pair, facts: ClockFacts, { offset, times }: ClockSettings): Finding[] {
  const { kind, interval } = facts.clock;
  const isOpen = kind === 'bounded' && offset === undefined;
  const isWall = times.source === 'wall' && times.destination === 'wall';
  const { most } = interval;
  const [one, other] = [pair.source?.host ?? null, pair.destination?.host ?? null];
  // Hosts that a journal names are not one.
  if (one !== null && other !== null && one !== other) return [];
  if (!isOpen || !isWall || most === null || most < 0 || most > AGREEING || (interval.least ?? 0) > 0)
    return [];
  const pause = exactly(pauseOf(pair, { ...facts, clock: { ...facts.clock, offset: 0 } }));
  return pause === null ? [] : [findings.clocksMayBeOne(pause)];
}

/** Where one side is not whole, nothing ties it to the other but the times. */
function loadedLate(source: JudgedSide, destination: JudgedSide, { times }: ClockSettings): Finding[] {
  const end = source.events.at(-1)?.at ?? null;
  if (source.complete && destination.complete) return [];
  if (times.source !== 'wall' || times.destination !== 'wall' || end === null || destination.origin === null)
    return [];
  const late = destination.origin - end;
  return late > LATE ? [findings.loadedLate(late)] : [];
}

/** Wall clocks that differ by much, or a load that by equal clocks came late: the logs may be of different migrations. */
function suspicions({ kind, interval }: ClockFacts['clock'], { times }: ClockSettings): Finding[] {
  if (kind !== 'bounded' || times.source !== 'wall' || times.destination !== 'wall') return [];
  const { least, most } = interval;
  const apart = Math.max(least ?? 0, -(most ?? 0));
  if (apart > FAR_APART) return [findings.clocksFarApart(apart)];
  return least === null && most !== null && most > FAR_APART ? [findings.loadedLate(most)] : [];
}

function pathFindings({ returnPath }: ClockFacts, downtime: number | null, pause: Span | null): Finding[] {
  if (downtime === null) return [];
  if (returnPath === 'possible') return [findings.returnPathPossible()];
  if (returnPath !== 'absent' && returnPath !== 'stated-off') return [];
  const taken = exactly(pause);
  const missing: Span | null =
    taken === null
      ? pause && {
          least: Math.max(0, pause.least - downtime),
          most: pause.most === null ? null : pause.most - downtime,
        }
      : exact(taken - downtime);
  return [findings.noReturnPath(missing)];
}

function phaseFindings(phases: readonly Phase[]): Finding[] {
  return phases.flatMap(({ id, lane, rows, duration }) => {
    const whole = exactly(duration);
    if (!rows || whole === null || lane === 'between') return [];
    if (rows.unexplained < WORTH_EXPLAINING || rows.unexplained < PART_UNEXPLAINED * whole) return [];
    return [findings.unexplained(lane, id, rows.unexplained, whole)];
  });
}

function deviceFindings(devices: readonly Device[]): Finding[] {
  const found: Finding[] = [];
  for (const device of devices) {
    if (device.save) tellOfRow(device, device.save, 'source', found);
    if (device.load) tellOfRow(device, device.load, 'destination', found);
  }
  return found;
}

/** Rows that cannot be in their phase, since they are longer than all of it. */
function tooLong(devices: readonly Device[], phases: readonly Phase[]): Finding[] {
  return devices.flatMap((device) => {
    const { save, section } = device;
    const whole = exactly(phases.find(({ id }) => id === section)?.duration ?? null);
    if (save?.counts !== 'counted' || whole === null || save.duration <= whole + ROUNDING) return [];
    return [findings.rowTooLong(deviceName(device), save, section, whole)];
  });
}

function tellOfRow(device: Device, row: DeviceRow, side: Side, found: Finding[]): void {
  if (row.counts === 'repeated') found.push(findings.repeatedDevice(side, deviceName(device), row.line));
  else if (row.outlier) found.push(findings.outlier(side, device, row, row.outlier));
}
