import { EVENT_PREFIX } from './event-text.js';

/** What is before an event's name at most, whatever put it there. */
const MOST = 240;

/** A line parted at the name of its event; undefined where nothing is before that, or too much for anybody's prefix. */
export function partedAtEvent(line: string): { readonly before: string; readonly event: string } | undefined {
  const name = line.indexOf(EVENT_PREFIX);
  return name <= 0 || name > MOST ? undefined : { before: line.slice(0, name), event: line.slice(name) };
}
