/** What a line says, whatever its form. */
export type EventBody =
  | { readonly kind: 'checkpoint'; readonly name: string }
  | {
      readonly kind: 'save' | 'load';
      readonly section: string;
      readonly idstr: string;
      readonly instance: number;
      /** Microseconds, as QEMU measured them; the line is printed at their end. */
      readonly duration: number;
      /** What the rows of both sides are joined by: `non-iterable cpu#0`. Made once, since it is looked up often. */
      readonly key: string;
    };

/** A line of a known form. */
export interface ParsedLine {
  /** Microseconds by the log's clock, an integer; null in a form without times. */
  readonly at: number | null;
  readonly thread: number | null;
  readonly body: EventBody;
}

/** Who wrote a line, as far as what syslog or the journal put before it says so. */
export interface Writer {
  readonly host: string | null;
  readonly process: number | null;
}

/** An event with its place. */
export interface TraceEvent extends ParsedLine {
  /** 1-based. */
  readonly line: number;
  /** By what was put before the line; null where nothing tells. */
  readonly writer: Writer | null;
}

/** What the times of a form count from: 1970, the host's boot, some other moment. */
export type TimeBase = 'wall' | 'boot' | 'relative' | 'none';

/** A form of lines. */
export interface Reader {
  /** As `--input-format` names it. */
  readonly form: string;
  readonly times: TimeBase;
  /** For a form whose times are differences to the line before: it needs every line, from one that it could read on. */
  readonly needsEveryLine?: boolean;
  /** Begins a log. */
  open(): LineReader;
}

/**
 * Reads a line without quoting and line end; undefined if it is not of this form, null if it is and says nothing about
 * downtime.
 */
export type LineReader = (line: string) => ParsedLine | null | undefined;
