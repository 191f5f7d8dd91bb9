/**
 * What a report is made of, as data for its renderers. Every time is an integer number of microseconds. Moments are counted from
 * the origin of their side, by that side's own clock; only {@link Clock} relates the two.
 */
import type { MigrationKind, Outcome, Side } from './kinds.js';
import type { Comparison, RunsSummary } from './runs-model.js';

export type { MigrationKind, Side };

/** How long something took: exact where both are equal; `most` is null where the logs set no upper bound. */
export interface Span {
  readonly least: number;
  readonly most: number | null;
}

/** An interval of clock offsets, open (null) where nothing bounds it. */
export interface Interval {
  readonly least: number | null;
  readonly most: number | null;
}

/** What was read from one log. */
export interface Input {
  readonly side: Side;
  /** As the user named it; `-` is standard input. */
  readonly name: string;
  /** The form of its lines, as `--input-format` names it; null where no event was found. */
  readonly form: string | null;
  /** What its times count from; `none` where it has no times. */
  readonly times: 'wall' | 'boot' | 'relative' | 'none';
  /** Lines read, and among them those that are events of downtime. */
  readonly lines: number;
  readonly events: number;
  /** Lines that name an event and were not used, by reason. */
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

/** Why a line that names a downtime event was not used. */
export type SkipReason =
  /** No known form, or cut in the middle. */
  | 'damaged'
  /** Longer than 64 KiB. */
  | 'overlong'
  /** The same line again. */
  | 'duplicate'
  /** In another form than the rest of the log. */
  | 'other-form'
  /** An event of the other side. */
  | 'other-side'
  /** A checkpoint of no known name. */
  | 'unknown-name'
  /** Behind the number of events that are kept. */
  | 'too-many';

/** One attempt to migrate, as one or both logs show it. */
export interface Migration {
  /** From 1, in the order of the logs. */
  readonly number: number;
  readonly kind: MigrationKind;
  /** One that is not completed has no pause, and no downtime unless the source’s log is whole. */
  readonly outcome: Outcome;
  readonly source: SideRecord | null;
  readonly destination: SideRecord | null;
  /** The source's own figure: from src-downtime-start to the first src-downtime-end. */
  readonly downtime: number | null;
  /** What the guest felt: from src-downtime-start until the destination may run it, which it does not where it was started paused. */
  readonly pause: Span | null;
  readonly returnPath: ReturnPath;
  readonly clock: Clock;
  /** In order, the source's, those between the hosts, the destination's. Lanes overlap and are never added up. */
  readonly phases: readonly Phase[];
  /** In the order of the logs; the renderers sort. */
  readonly devices: readonly Device[];
  readonly findings: readonly Finding[];
}

/** What a log has of one migration. */
export interface SideRecord {
  /** Whether every checkpoint of its kind is there, in order. */
  readonly complete: boolean;
  /**
   * Where the moments count from, by this side's clock (of wall clocks since 1970): src-downtime-start, or on the destination
   * its first event. Null without times.
   */
  readonly origin: number | null;
  /** Every checkpoint in order, further ends included. */
  readonly checkpoints: readonly CheckpointEvent[];
}

/** A checkpoint that fired. */
interface CheckpointEvent {
  readonly name: string;
  /** After the origin; null without times. */
  readonly at: number | null;
  /** 1-based, in its log. */
  readonly line: number;
  /** Whether it counts; not so a second src-downtime-end. */
  readonly counts: boolean;
}

/**
 * Whether the source's end waits for the destination, which takes the capability return-path:
 * `required` in postcopy, though its first end comes before the destination; `absent` is proved by the times, `possible` is not
 * excluded by them, `stated-on` and `stated-off` are the user's word, `unknown` where a side is missing.
 */
export type ReturnPath = 'required' | 'absent' | 'possible' | 'stated-on' | 'stated-off' | 'unknown';

/** How the destination's clock relates to the source's: offset = destination's time − source's time of the same moment. */
export interface Clock {
  readonly kind: 'same-host' | 'bounded' | 'given' | 'unknown';
  /** Whence the kind: one log for both sides, clocks that agree closely, the user's word, cause and effect, or nothing. */
  readonly basis: 'one-log' | 'close-agreement' | 'option' | 'cause-and-effect' | 'nothing';
  /** The number taken (same-host, given); null where only an interval is known. */
  readonly offset: number | null;
  /** What cause and effect alone allow; least > most means that the logs do not belong together. */
  readonly interval: Interval;
  /** Width of the interval; null where it is open. */
  readonly width: number | null;
  /** What they would allow if the return path was on; null where that adds nothing. */
  readonly withReturnPath: Interval | null;
  /** How many pairs of a cause and its effect were intersected. */
  readonly pairs: number;
  /** The pairs that set the interval's ends. */
  readonly bounds: { readonly least: CausalPair | null; readonly most: CausalPair | null };
  /** The offset to draw both sides on one axis with: `offset`, else 0 if possible, else an end of the interval. */
  readonly drawn: number | null;
  /** Where that puts the destination's origin: after the source's origin, may be negative. */
  readonly destinationAt: number | null;
}

/** Two moments of which one causes the other, by name: a checkpoint, or `save ram#0` for a row. */
export interface CausalPair {
  readonly cause: string;
  readonly effect: string;
}

/** Names of phases; docs and renderers take their words from wording.ts. */
export type PhaseId =
  | 'stop'
  | 'iterable'
  | 'non-iterable'
  | 'completion'
  | 'in-flight'
  | 'load'
  | 'enter'
  | 'cpu-sync'
  | 'announce'
  | 'activate'
  | 'start';

/** The time between two neighbouring events. */
export interface Phase {
  readonly id: PhaseId;
  /** `between`: begins on the source, ends on the destination. `load` overlaps the source's lane and `in-flight`. */
  readonly lane: Side | 'between';
  /** The events that bound it: checkpoints, or for the begin of `load` the first row. */
  readonly from: string;
  readonly to: string;
  /** After the origin of its side (between: of the source); null without times. */
  readonly start: number | null;
  /** Null without times. */
  readonly duration: Span | null;
  /**
   * Part of the whole, 0 to 1: on the source of the downtime, otherwise of the pause; null where that is not one number, and for
   * `load`, which overlaps others.
   */
  readonly share: number | null;
  /** What the rows of devices explain of it; null where they say nothing about it. */
  readonly rows: PhaseRows | null;
}

/** The devices' part in a phase. */
export interface PhaseRows {
  readonly count: number;
  /** Time covered by rows, none counted twice. */
  readonly explained: number;
  /** The rest, which no event explains. */
  readonly unexplained: number;
}

/** What a device is, by its idstr. */
export type DeviceClass =
  | 'cpu'
  | 'ram'
  | 'vfio'
  | 'virtio'
  | 'vhost'
  | 'block'
  | 'network'
  | 'display'
  | 'usb'
  | 'interrupt'
  | 'timer'
  | 'pci'
  | 'other';

/** One device's state, saved and loaded. Joined by section, idstr and instance. */
export interface Device {
  readonly idstr: string;
  readonly instance: number;
  readonly section: 'iterable' | 'non-iterable';
  readonly class: DeviceClass;
  readonly save: DeviceRow | null;
  readonly load: DeviceRow | null;
  /** Saved in next to no time and never loaded: it had nothing to send. */
  readonly skipped: boolean;
}

/** A device's row in a log. */
export interface DeviceRow {
  /** As the log has it. */
  readonly duration: number;
  /** Begin, after the origin of its side; null without times. */
  readonly start: number | null;
  /** 1-based, in its log. */
  readonly line: number;
  /** Whether it lies in the pause; else it is shown, and not counted. */
  readonly counts: 'counted' | 'before-switchover' | 'after-resume' | 'repeated';
  /** How far from its class, where that is far. */
  readonly outlier: Outlier | null;
}

/** A row that takes far longer than the others of its class. */
export interface Outlier {
  /** The class's median, and how many times that the row is; null of a median of nothing. */
  readonly median: number;
  readonly times: number | null;
  /** How many rows of the class on that side the median is of. */
  readonly of: number;
  /**
   * Which those are: all, or those that sent something. Only the log of a destination that is whole tells which did, so that a save is
   * further from its class without it: the rows of devices that had nothing to send are short.
   */
  readonly among: 'all' | 'sent';
}

/** Something to know about a log or a migration. */
export interface Finding {
  readonly rule: FindingRule;
  readonly severity: 'error' | 'warning' | 'note';
  readonly side: Side | null;
  /** 1-based, in the log of that side. */
  readonly line: number | null;
  /** One sentence, in plain text; may hold names from the log. */
  readonly message: string;
}

/** Stable, scriptable. */
export type FindingRule =
  | 'no-event'
  | 'no-times'
  | 'lines-skipped'
  | 'unknown-checkpoint'
  | 'log-cut'
  | 'out-of-order-lines'
  | 'interleaved'
  | 'order-impossible'
  | 'duplicate-end'
  | 'duplicate-checkpoint'
  | 'missing-checkpoint'
  | 'snapshot'
  | 'failed-load'
  | 'missing-side'
  | 'wrong-side'
  | 'unpaired'
  | 'kinds-differ'
  | 'kind-unproved'
  | 'ambiguous-pairing'
  | 'logs-do-not-match'
  | 'clock-unknown'
  | 'clocks-taken-as-one'
  | 'clocks-may-be-one'
  | 'clocks-far-apart'
  | 'loaded-late'
  | 'no-return-path'
  | 'return-path-possible'
  | 'repeated-device'
  | 'row-too-long'
  | 'outlier'
  | 'unexplained-time'
  | 'read-after-end'
  | 'logs-joined'
  | 'same-log';

/** Everything that a renderer is given. */
export interface Report {
  readonly inputs: readonly Input[];
  /** Every migration of the logs; empty with `--run`. */
  readonly migrations: readonly Migration[];
  /** The number of the one to show in full; null where there are several, or none. */
  readonly chosen: number | null;
  /** About the logs as a whole. */
  readonly findings: readonly Finding[];
  /** Of `--run`, or of several migrations in one log. */
  readonly runs: RunsSummary | null;
  /** Of `--compare`. */
  readonly comparison: Comparison | null;
  /** Of `--fail-over`. */
  readonly limit: Limit | null;
  /** How many devices to list: `--top`, null for all. */
  readonly top: number | null;
  readonly toolVersion: string;
}

/** Whether a limit was kept; `unknown` where no upper bound is known that would say so. */
export type LimitVerdict = 'kept' | 'exceeded' | 'unknown';

/** What `--fail-over` says. */
export interface Limit {
  readonly most: number;
  /** What the longest downtime or pause is at least; null where none is known. */
  readonly longest: number | null;
  /** What it is at most; null where one of them has no upper bound. */
  readonly longestPossible: number | null;
  /** What it is by the figures that are shown, if clocks that agree closely are one host's; null where that is the same. */
  readonly longestIfOneHost: number | null;
  readonly verdict: LimitVerdict;
  /** Of how many migrations it cannot be told, */
  readonly undecided: number;
  /** and why, one a migration. */
  readonly doubts: readonly LimitDoubt[];
}

/** Why a migration cannot be held against a limit. */
export type LimitDoubt =
  | 'no-event'
  | 'incomplete'
  | 'unpaired'
  | 'logs-do-not-match'
  | 'ambiguous-pairing'
  | 'no-times'
  | 'no-source'
  | 'no-destination'
  /** Nor does it help to say that the source waited, since it did not. */
  | 'no-destination-not-waited-for'
  | 'clock-unknown'
  /** Nothing bounds the pause from above: the clocks agree closely, or do not even that; and the source may have waited. */
  | 'one-host'
  | 'one-host-or-waited-for'
  | 'no-upper-bound'
  | 'no-upper-bound-or-waited-for'
  /** The limit lies between the least that the pause may have been and the most. */
  | 'bounds-too-wide';
