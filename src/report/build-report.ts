import type { TraceLog } from '../trace-log/read-log.js';
import { destinationAttempts, sourceAttempts } from './attempts.js';
import { MISSPELT } from './checkpoint-order.js';
import type { ClockSettings } from './clock.js';
import { findings } from './finding-wording.js';
import { migrationOf, type Pair } from './migration.js';
import type { Finding, Input, Migration, Side, SkipReason } from './model.js';
import { pairSides } from './pairing.js';
import { isSameLog } from './same-log.js';
import { type SideEvents, sideEvents, sideOf } from './side-events.js';
import { type JudgedSide, judgeDestination, judgeSource } from './side-record.js';
import { areInterleaved } from './threads.js';
import { skippedText } from './wording.js';

/** A log with the side that the user says it is of. */
export interface NamedLog {
  readonly name: string;
  readonly log: TraceLog;
}

/** The logs of a report; both sides may be in one. */
export interface Logs {
  readonly source: NamedLog | undefined;
  readonly destination: NamedLog | undefined;
}

/** What the user says of the hosts. */
export type HostSettings = Pick<ClockSettings, 'offset' | 'returnPath'>;

/** What was read from the logs. */
export interface ReadMigrations {
  readonly inputs: readonly Input[];
  readonly migrations: readonly Migration[];
  readonly findings: readonly Finding[];
}

/** Tells the migrations of two logs apart, pairs their sides, and works out each. */
export function readMigrations(logs: Logs, settings: HostSettings): ReadMigrations {
  const isOneLog = logs.source?.log === logs.destination?.log;
  const source = logs.source && sideEvents(logs.source.log, 'source', isOneLog);
  const destination = logs.destination && sideEvents(logs.destination.log, 'destination', isOneLog);
  const times = {
    source: logs.source?.log.times ?? 'none',
    destination: logs.destination?.log.times ?? 'none',
  } as const;
  const clock = { ...settings, isOneLog, times };
  const pairs = pairsOf(source, destination, clock);
  const hasBoth = [source, destination].every((one) => one !== undefined && !isOfOtherSide(one));
  return {
    inputs: [
      ...(logs.source && source ? [inputOf(logs.source, source, isOneLog)] : []),
      ...(logs.destination && destination ? [inputOf(logs.destination, destination, isOneLog)] : []),
    ],
    migrations: pairs.map((pair, index) => migrationOf(index + 1, pair, clock, hasBoth)),
    findings: [
      ...noTimes(
        [source, destination].flatMap((one) => (one && isUntimed(logs[one.side], one) ? [one.side] : [])),
        isOneLog,
      ),
      ...(logs.source && source ? logFindings(logs.source, source, isOneLog, logs.destination) : []),
      ...(logs.destination && destination
        ? logFindings(logs.destination, destination, isOneLog, logs.source)
        : []),
    ],
  };
}

function pairsOf(
  source: SideEvents | undefined,
  destination: SideEvents | undefined,
  settings: ClockSettings,
): Pair[] {
  const sources: JudgedSide[] = source ? judgedSources(source) : [];
  const destinations = destination ? destinationAttempts(destination.events).map(judgeDestination) : [];
  return pairSides(sources, destinations, settings);
}

function judgedSources({ events }: SideEvents): JudgedSide[] {
  const attempts = sourceAttempts(events);
  return attempts.map((attempt) => judgeSource(attempt, attempts.length === 1));
}

function inputOf({ name, log }: NamedLog, own: SideEvents, isOneLog: boolean): Input {
  const { damaged, overlong, otherForm, tooMany } = log.skipped;
  const skipped: Record<SkipReason, number> = {
    damaged,
    overlong,
    duplicate: own.duplicates,
    'other-form': otherForm,
    'other-side': isOneLog ? 0 : own.otherSide,
    'unknown-name': own.unknown,
    'too-many': tooMany,
  };
  const { form, times, lines } = log;
  return { side: own.side, name, form, times, lines, events: own.events.length, skipped };
}

function isUntimed(named: NamedLog | undefined, { events }: SideEvents): boolean {
  return events.length > 0 && named?.log.times === 'none';
}

/** Said once, whichever sides it is true of. */
function noTimes(sides: readonly Side[], isOneLog: boolean): Finding[] {
  const [side] = sides;
  if (side === undefined) return [];
  return [findings.noTimes(sides.length === 1 ? side : isOneLog ? 'one log of both' : 'both logs')];
}

/** @param beside the log of the other side */
function logFindings(
  named: NamedLog,
  own: SideEvents,
  isOneLog: boolean,
  beside: NamedLog | undefined,
): Finding[] {
  const { side, unknownNames, outOfOrder, back } = own;
  const { name, log } = named;
  const input = inputOf(named, own, isOneLog);
  const counts = Object.entries(input.skipped)
    .filter(([reason, count]) => count > 0 && reason !== 'unknown-name')
    .map(([reason, count]) => `${count} ${skippedText(reason as SkipReason, side)}`);
  const misspelt = unknownNames.map((one) => MISSPELT[one]).find((one) => one !== undefined);
  const isOther = isOfOtherSide(own);
  return [
    ...(isOther ? [findings.wrongSide(side, name, own.otherSide, besideIt(named, side, beside))] : []),
    ...(own.events.length === 0 && !isOther ? [findings.noEvent(side, { name, lines: log.lines })] : []),
    ...(counts.length > 0 && !isOther ? [findings.linesSkipped(side, counts.join(', '))] : []),
    ...(unknownNames.length > 0
      ? [findings.unknownCheckpoints(side, unknownNames.slice(0, 5), misspelt)]
      : []),
    ...(log.isCut ? [findings.logCut(side, name)] : []),
    ...(isInterleaved(own) ? [findings.interleaved(side)] : []),
    ...(outOfOrder > 0 ? [findings.outOfOrder(side, outOfOrder, back)] : []),
  ];
}

/** Whether a log is one of the other side alone; then this side is as good as not given. */
function isOfOtherSide({ events, otherSide }: SideEvents): boolean {
  return events.length === 0 && otherSide > 0;
}

function besideIt({ log }: NamedLog, side: Side, beside: NamedLog | undefined): 'same' | 'right' | 'none' {
  if (beside === undefined) return 'none';
  if (isSameLog(log, beside.log)) return 'same';
  const other = side === 'source' ? 'destination' : 'source';
  return beside.log.events.some((event) => sideOf(event) === other) ? 'right' : 'none';
}

function isInterleaved({ side, events }: SideEvents): boolean {
  return areInterleaved(side === 'source' ? sourceAttempts(events) : destinationAttempts(events));
}
