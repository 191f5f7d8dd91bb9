import { olderCalls, renamingSites } from '../placement/older-calls.js';
import { placeAt } from '../placement/place-at.js';
import type { Survey } from '../placement/survey.js';
import { type Place, placeText } from '../problem/problem.js';
import type { EventsFile } from '../trace-events/events-file.js';
import type { Plan } from './port-result.js';

/**
 * Says whether the older event stays declared in a ported text although all of its five calls have the new name, and which
 * use of it is why.
 */
export function keptEvent(result: Survey, events: EventsFile): Plan['keptEvent'] {
  const name = result.recipe.event.removes?.name;
  if (name === undefined || events.declarations(name).length === 0) return undefined;
  const renaming = renamingSites(result.checkpoints);
  const [use] = olderCalls(result.sources, result.recipe);
  if (!use || renaming.length === 0 || renaming.some(({ existing }) => !existing)) return undefined;
  return { name, place: placeAt(use.file, use.offset) };
}

/** Why the event stays, for the report. */
export function keptEventNote({ name, place }: { readonly name: string; readonly place: Place }): string {
  return `${name} stays in trace-events, since ${placeText(place)} still uses it`;
}
