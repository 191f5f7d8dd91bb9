const NAME = 'vmstate_downtime_';
/** What is before the event's name at most. */
const MOST = 240;
/** A time of day, or the kernel's `[ 12.345678]`. */
const TIME = /\d\d:\d\d:\d\d|^\[ *\d{1,9}\.\d{1,9}\] /;
/** Ends with what the form itself has before the name: `15@1795374601.926872:`, `2026-01-01T00:00:00Z `. */
const BEFORE = /^(.*\s)(\S+[:\s])$/;

/**
 * A line without what syslog, the journal, libvirt or a container's log put before it: date, host, program. Undefined unless
 * the event still has a time, for that of whoever logged it is later.
 */
export function undated(line: string): string | undefined {
  const name = line.indexOf(NAME);
  if (name <= 0 || name > MOST) return undefined;
  const [, date = '', stamp] = BEFORE.exec(line.slice(0, name)) ?? [];
  return stamp !== undefined && TIME.test(date) ? line.slice(date.length) : undefined;
}
