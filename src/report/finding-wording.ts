import { counted } from '../counted.js';
import { durationText, spanText } from './duration.js';
import type {
  CausalPair,
  Device,
  DeviceRow,
  Finding,
  FindingRule,
  Input,
  MigrationKind,
  Outlier,
  PhaseId,
  Side,
  Span,
} from './model.js';
import { outlierMeasure } from './wording.js';

/** Which logs have no times. */
export type Untimed = Side | 'both logs' | 'one log of both';

const NO_TIMES_TEXT: Readonly<Record<Untimed, string>> = {
  source: 'the log has no times, so neither its phases nor the downtime and the pause are known',
  destination: 'the log has no times, so neither its phases nor the guest’s pause are known',
  'both logs': 'the logs have no times, so neither phases nor totals are known',
  'one log of both': 'the log has no times, so neither phases nor totals are known',
};

/** Threads do not print that late: a clock was set; microseconds. */
const STEP = 1_000_000;

function finding(
  severity: Finding['severity'],
  rule: FindingRule,
  side: Side | null,
  line: number | null,
  message: string,
): Finding {
  return { rule, severity, side, line, message };
}

/** Everything that a report says in sentences, worded in one place. */
export const findings = {
  noEvent: (side: Side, { name, lines }: Pick<Input, 'name' | 'lines'>) =>
    finding(
      'error',
      'no-event',
      side,
      null,
      `${name}: no downtime event in ${lines} lines; was QEMU run with -trace 'vmstate_downtime*'?`,
    ),
  /** @param beside what the option of the other side names: this very log, one that is right, or none that is */
  wrongSide: (side: Side, name: string, events: number, beside: 'same' | 'right' | 'none') =>
    finding(
      'error',
      'wrong-side',
      side,
      null,
      `${name}: ${beside === 'same' ? 'the same log again, with ' : ''}${events} events of the ${other(side)} and none of the ${side}; ${beside === 'none' ? `name it by --${other(side)}` : `name the ${side}’s own log, or leave --${side} out`}`,
    ),
  noTimes: (of: Untimed) =>
    finding(
      'warning',
      'no-times',
      of === 'source' || of === 'destination' ? of : null,
      null,
      `${NO_TIMES_TEXT[of]}; run QEMU with -msg timestamp=on${of === 'both logs' ? ' on both hosts' : ''}`,
    ),
  linesSkipped: (side: Side, counts: string) =>
    finding(
      'warning',
      'lines-skipped',
      side,
      null,
      `lines with a downtime event that were not used: ${counts}`,
    ),
  unknownCheckpoints: (side: Side, names: readonly string[], misspelt: string | undefined) =>
    finding(
      'warning',
      'unknown-checkpoint',
      side,
      null,
      `no checkpoint is called ${names.join(', ')}${misspelt === undefined ? '' : ` (QEMU emits ${misspelt})`}`,
    ),
  logCut: (side: Side, name: string) =>
    finding('warning', 'log-cut', side, null, `${name} ends too early; what was there is shown`),
  /** @param back by how much one is at most */
  outOfOrder: (side: Side, count: number, back: number) =>
    finding(
      'note',
      'out-of-order-lines',
      side,
      null,
      `${counted(count, 'line')} ${count === 1 ? 'is earlier than one before it' : 'are earlier than one before them'}; all were put in the order of their times${back < STEP ? '' : `; one is by ${durationText(back)}: was the clock set back meanwhile?`}`,
    ),
  interleaved: (side: Side) =>
    finding(
      'note',
      'interleaved',
      side,
      null,
      'several QEMUs migrated at once in this log; they were told apart by their threads or processes',
    ),
  mixed: (side: Side) =>
    finding(
      'error',
      'interleaved',
      side,
      null,
      'several QEMUs migrated at once in this log, and its lines have neither threads nor processes that tell them apart; give the log of one QEMU, or one in which each line is named, as the journal does',
    ),
  orderImpossible: (
    side: Side,
    early: { readonly name: string; readonly before: string },
    line: number | null,
  ) =>
    finding(
      'error',
      'order-impossible',
      side,
      line,
      `${early.name} comes before ${early.before}; lines are lost or shuffled, or the clock was set`,
    ),
  duplicateEnd: (line: number) =>
    finding('note', 'duplicate-end', 'source', line, 'src-downtime-end fired again; the first counts'),
  duplicateCheckpoint: (side: Side, name: string, line: number | null) =>
    finding(
      'error',
      'duplicate-checkpoint',
      side,
      line,
      `${name} fired more than once, so that nothing is totalled`,
    ),
  missingCheckpoints: (side: Side, names: readonly string[]) =>
    finding('error', 'missing-checkpoint', side, null, `not in the log: ${names.join(', ')}`),
  snapshot: (isUnsure: boolean) =>
    finding(
      'note',
      'snapshot',
      'source',
      null,
      isUnsure
        ? 'no src-downtime-start: a snapshot by savevm, or a migration of which begin and end are cut off'
        : 'no src-downtime-start: a snapshot by savevm',
    ),
  failedLoad: (line: number) =>
    finding(
      'error',
      'failed-load',
      'destination',
      line,
      'dst-precopy-loadvm-completed fired and nothing after it: the load failed, or the log was cut',
    ),
  missingSide: (side: Side) =>
    finding(
      'note',
      'missing-side',
      null,
      null,
      `there is no log of the ${side}, so the guest’s pause is not known`,
    ),
  /**
   * @param kinds of this side, and of the other's only migration, where they differ
   * @param isStated whether the user said how the clocks differ
   */
  unpaired: (side: Side, kinds: readonly [MigrationKind, MigrationKind] | undefined, isStated: boolean) =>
    finding(
      'error',
      'unpaired',
      side,
      null,
      kinds
        ? `this is a ${kinds[0]}, and the log of the ${other(side)} has a ${kinds[1]}: they are not of one migration`
        : `the log of the ${other(side)} has no migration that goes with it: it failed, ${isStated ? 'that log lacks it, or the offset of the clocks is not the one given' : 'or that log lacks it'}`,
    ),
  kindsDiffer: () =>
    finding(
      'warning',
      'kinds-differ',
      null,
      null,
      'the destination loaded RAM in the pause, as in a precopy, and the source saved none of it, as in a postcopy: are the logs of one migration?',
    ),
  kindUnproved: () =>
    finding(
      'note',
      'kind-unproved',
      null,
      null,
      'the destination’s log is of a postcopy, the source’s may be of a precopy as well, with one src-downtime-end and no device (a postcopy has two of them before QEMU 10.0, unless ported with --fixes): are they of one migration?',
    ),
  ambiguousPairing: () =>
    finding(
      'warning',
      'ambiguous-pairing',
      null,
      null,
      'which migrations of the two logs go together cannot be told; --clock-offset helps where the logs have times',
    ),
  logsDoNotMatch: (least: CausalPair | null, most: CausalPair | null) =>
    finding(
      'error',
      'logs-do-not-match',
      null,
      null,
      `an effect comes before its cause (${[least, most].flatMap((pair) => (pair ? [`${pair.cause} before ${pair.effect}`] : [])).join('; ')}); the logs are not of one migration, or what was said of clocks and return path is wrong`,
    ),
  clockUnknown: () =>
    finding(
      'note',
      'clock-unknown',
      null,
      null,
      'nothing relates the two clocks, so the guest’s pause is not known',
    ),
  clocksFarApart: (least: number) =>
    finding(
      'warning',
      'clocks-far-apart',
      null,
      null,
      `the clocks differ by ${durationText(Math.abs(least))} at least, and nothing else ties the two logs: are they of one migration? --clock-offset says how the clocks differ`,
    ),
  loadedLate: (most: number) =>
    finding(
      'warning',
      'loaded-late',
      null,
      null,
      `if the clocks agree, the destination loaded ${durationText(most)} after the source: a file, or are the logs of two migrations? --clock-offset says how the clocks differ`,
    ),
  clocksTakenAsOne: (most: number) =>
    finding(
      'note',
      'clocks-taken-as-one',
      null,
      null,
      `by the clocks every cause comes before its effect, the closest by ${durationText(most)}: taken as one host’s; --clock-offset 0s says that they are, --clock-offset unknown takes nothing for granted`,
    ),
  clocksMayBeOne: (pause: number) =>
    finding(
      'note',
      'clocks-may-be-one',
      null,
      null,
      `the clocks may be one host’s; if they are, --clock-offset 0s says so, and the guest was paused ${durationText(pause)}`,
    ),
  noReturnPath: (missing: Span | null) =>
    finding(
      'warning',
      'no-return-path',
      'source',
      null,
      `the source did not wait for the destination (no return path): ${missingText(missing)}`,
    ),
  returnPathPossible: () =>
    finding(
      'note',
      'return-path-possible',
      null,
      null,
      'the times do not tell whether the source waited for the destination; --return-path on or off says it',
    ),
  repeatedDevice: (side: Side, name: string, line: number) =>
    finding('warning', 'repeated-device', side, line, `${name} was there before; only the first counts`),
  rowTooLong: (name: string, { line, duration }: DeviceRow, phase: PhaseId, whole: number) =>
    finding(
      'warning',
      'row-too-long',
      'source',
      line,
      `save of ${name} took ${durationText(duration)}, and all of ${phase} ${durationText(whole)}: the row’s figure or the times of the lines are wrong`,
    ),
  outlier: (side: Side, { idstr, instance, class: of }: Device, row: DeviceRow, usual: Outlier) =>
    finding(
      'warning',
      'outlier',
      side,
      row.line,
      `${side === 'source' ? 'save' : 'load'} of ${idstr}#${instance} took ${durationText(row.duration)}; ${outlierMeasure(usual, of)}`,
    ),
  unexplained: (side: Side, phase: PhaseId, unexplained: number, duration: number) =>
    finding(
      'note',
      'unexplained-time',
      side,
      null,
      `${durationText(unexplained)} of the ${durationText(duration)} of ${phase} no device’s row explains`,
    ),
  readAfterEnd: () =>
    finding(
      'note',
      'read-after-end',
      'destination',
      null,
      'the destination began to load when the source had ended: a migration to a file, or a fast one',
    ),
  logsJoined: (names: readonly string[]) =>
    finding('note', 'logs-joined', null, null, `read as one log: ${names.join(', ')}`),
  sameLog: (name: string, first: string) =>
    finding('note', 'same-log', null, null, `${name} holds the same events as ${first}: counted once`),
  lostBaselineRun: (name: string, problem: string) =>
    finding('warning', 'no-event', null, null, `not in the baseline: ${name}: ${problem}`),
  /** @param what the file as {@link noEventText} says it */
  silentLog: (side: Side, what: string) => finding('error', 'no-event', side, null, what),
} as const;

/** How many files are told one by one. */
const TOLD_FILES = 3;

/** Why a run has no downtime event. @param files each with what it is, where that tells why */
export function noEventText(files: readonly string[]): string {
  if (files.length === 0) return 'no file in it';
  const more = files.length - TOLD_FILES;
  const told = [...files.slice(0, TOLD_FILES), ...(more > 0 ? [`${more} more`] : [])];
  return `no downtime event in ${told.join(', nor in ')}`;
}

/** By how much a downtime is too short that did not wait. */
function missingText(missing: Span | null): string {
  if (missing === null) return 'its downtime is too short by what the destination took';
  const { least, most } = missing;
  if (least > 0) return `its downtime is too short by ${spanText(missing)}`;
  if (most !== null && most <= 0) return 'it ended no sooner than the guest ran all the same';
  const known = most === null ? 'how much the times do not tell' : `${durationText(most)} at most`;
  return `its downtime may be too short, by ${known}`;
}

function other(side: Side): Side {
  return side === 'source' ? 'destination' : 'source';
}
