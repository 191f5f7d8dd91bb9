import { partedAtEvent } from './before-event.js';
import type { Writer } from './event.js';
import { onlyCopy } from './only-copy.js';

/** A time of day, or the kernel's `[ 12.345678]`. */
const TIME = /\d\d:\d\d:\d\d|^\[ *\d{1,9}\.\d{1,9}\] /;
/** Ends with what the form itself has before the name: `15@1795374601.926872:`, `2026-01-01T00:00:00Z `. */
const BEFORE = /^(.*\s)(\S+[:\s])$/;
/** Of syslog and the journal: `… h1 qemu-system-x86_64[15]: `; without the host where none was asked for. */
const SYSLOG = /\s(?:([\w.-]{1,64}) )?[\w./@-]{1,64}(?:\[(\d{1,10})\])?: $/;
/** Of syslog by RFC 5424: `<30>1 2026-01-01T00:00:00Z h1 qemu-system-x86_64 15 - - `. */
const RFC5424 = /^<\d{1,3}>1 \S+ ([\w.-]{1,64}) \S{1,64} (?:(\d{1,10})|-) /;
/** A zone behind a time, where one without a host may stand. */
const ZONE = /^(?:[A-Z]{3,5}|[+-]?\d+)$/;

/** A line without what was before it. */
export interface DatedLine {
  readonly text: string;
  readonly writer: Writer | null;
}

/**
 * A line without what syslog, the journal, libvirt or a container's log put before it: date, host, program. Undefined unless
 * the event still has a time, for that of whoever logged it is later.
 */
export function undated(line: string): DatedLine | undefined {
  const parts = partedAtEvent(line);
  const [, date = '', stamp] = (parts && BEFORE.exec(parts.before)) ?? [];
  return stamp !== undefined && TIME.test(date)
    ? { text: line.slice(date.length), writer: writerIn(date) }
    : undefined;
}

function writerIn(date: string): Writer | null {
  const [, host, process] = RFC5424.exec(date) ?? SYSLOG.exec(date) ?? [];
  const isHost = host !== undefined && !ZONE.test(host);
  if (!isHost && process === undefined) return null;
  return { host: isHost ? onlyCopy(host) : null, process: process === undefined ? null : Number(process) };
}

/** Whether there is a time of day, or of the kernel, in what is before an event. */
export function hasDate(before: string): boolean {
  return TIME.test(before);
}
