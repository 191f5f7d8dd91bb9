import { type ClockFacts, type ClockSettings, noClock, relateClocks } from './clock.js';
import { joinDevices } from './devices.js';
import { exact, exactly } from './duration.js';
import type { Device, DeviceRow, Finding, Migration, Phase, Side, SideRecord, Span } from './model.js';
import { phasesOf, spanBetween } from './phases.js';
import { deviceName } from './shown.js';
import type { JudgedSide } from './side-record.js';
import { findings } from './wording.js';

/** Less is not worth a word, in microseconds. */
const WORTH_EXPLAINING = 1000;
/** Nor is a smaller part of its phase. */
const PART_UNEXPLAINED = 0.2;

/** The two sides of one migration, as the logs pair them. */
export interface Pair {
  readonly source: JudgedSide | null;
  readonly destination: JudgedSide | null;
}

/** Works out everything about one migration. @param hasBoth whether there are logs of both sides */
export function migrationOf(
  number: number,
  pair: Pair,
  settings: ClockSettings,
  hasBoth: boolean,
): Migration {
  const { source, destination } = pair;
  const facts = source && destination ? relateClocks(source, destination, settings) : noClock;
  const isComplete = (source?.complete ?? true) && (destination?.complete ?? true);
  const downtime = isComplete && source ? apart(source, 'src-downtime-start', 'src-downtime-end') : null;
  const pause = isComplete && !facts.isContradictory ? pauseOf(pair, facts) : null;
  const devices = joinDevices(source, destination);
  const phases = phasesOf(source, destination, facts.clock, devices, { downtime, pause });
  const isFile = source !== null && destination !== null && isReadAfterEnd(source, destination, facts);
  const kind = isFile ? 'file' : kindOf(pair);
  return {
    number,
    kind,
    outcome: isComplete ? 'completed' : 'incomplete',
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
      ...(kind === 'savevm' ? [findings.snapshot()] : []),
      ...pairFindings(pair, facts, hasBoth, kind === 'savevm' || kind === 'background-snapshot'),
      ...(isFile ? [findings.readAfterEnd()] : pathFindings(facts, downtime, pause)),
      ...phaseFindings(phases),
      ...deviceFindings(devices),
    ],
  };
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

/** Whether the destination began to read when the source was done, which takes clocks that are known. */
function isReadAfterEnd(source: JudgedSide, destination: JudgedSide, { clock }: ClockFacts): boolean {
  const end = source.marks.get('src-downtime-end')?.at ?? null;
  const isLoad = destination.events[destination.from]?.body.kind === 'load';
  if (!isLoad || destination.kind === 'postcopy') return false;
  if (end === null || destination.origin === null || clock.offset === null) return false;
  return destination.origin - clock.offset > end;
}

function pairFindings(
  { source, destination }: Pair,
  { clock, isContradictory }: ClockFacts,
  hasBoth: boolean,
  isSnapshot: boolean,
): Finding[] {
  if (isContradictory) return [findings.logsDoNotMatch(clock.bounds.least, clock.bounds.most)];
  if (!source || !destination) {
    if (isSnapshot) return [];
    const side = source ? 'source' : 'destination';
    return [hasBoth ? findings.unpaired(side) : findings.missingSide(source ? 'destination' : 'source')];
  }
  if (clock.kind === 'unknown' && source.origin !== null && destination.origin !== null)
    return [findings.clockUnknown()];
  return clock.basis === 'close-agreement' ? [findings.clocksTakenAsOne(clock.interval.most ?? 0)] : [];
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

function tellOfRow(device: Device, row: DeviceRow, side: Side, found: Finding[]): void {
  if (row.counts === 'repeated') found.push(findings.repeatedDevice(side, deviceName(device), row.line));
  else if (row.outlier) found.push(findings.outlier(side, device, row, row.outlier));
}
