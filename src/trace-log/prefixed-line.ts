import { partedAtEvent } from './before-event.js';
import { hasDate } from './dated-line.js';
import { eventIn } from './event-text.js';

/** How many parts of what is before an event grep may have put there. */
const MOST_PARTS = 4;
/** What begins as an event's own time does is no file's name: two lines may have run together. */
const STAMP = /\d@\d/;
const GREP_ALONE = /^(?:[^\s@:]*[A-Za-z][^\s@:]*:)?(?:\d{1,9}:)?$/;

/**
 * What a line may be without what `grep` put before it, the file's name and the number of the line; and the event alone, where it
 * has no time of its own behind a date or such a name: whoever logged it did so later.
 */
export function withoutPrefix(line: string): string[] {
  const parts = partedAtEvent(line);
  if (!parts) return [];
  const { before, event } = parts;
  const isAlone =
    GREP_ALONE.test(before) || (before.endsWith(' ') && !/@\S*\s$/.test(before) && hasDate(before));
  return [...behindColons(before).map((rest) => rest + event), ...(isAlone && eventIn(event) ? [event] : [])];
}

/** What is left behind each of the first colons. */
function behindColons(before: string): string[] {
  const rests: string[] = [];
  for (let at = before.indexOf(':'); at >= 0 && rests.length < MOST_PARTS; at = before.indexOf(':', at + 1))
    if (at + 1 < before.length && !STAMP.test(before.slice(0, at))) rests.push(before.slice(at + 1));
  return rests;
}
