import type { EventChange } from '../../catalogue/recipe.js';
import { type OlderCall, olderCalls, renamingSites } from '../../placement/older-calls.js';
import { placeAt } from '../../placement/place-at.js';
import type { SurveyedSite } from '../../placement/site.js';
import type { Found, Rule } from '../rule.js';
import { lineOf } from './event-rules.js';
import { isInNoBuild } from './never-compiled.js';

/**
 * QEMU 7.0 to 8.1 have an older tracepoint in the postcopy bottom half, loadvm_postcopy_handle_run_bh; upstream's commit
 * turns its five calls into checkpoints and takes the event out. Here a part of it is left: the line without a call, one of
 * the five beside the new ones, or a call without the line. Calls of your own may use the event: while there are any, apply
 * lets its line stay, and they are a note.
 *
 * @example
 * ```
 * loadvm_postcopy_handle_run_bh(const char *str) "%s"
 * ```
 */
export const eventLeftover: Rule = {
  id: 'event-leftover',
  severity: 'error',
  summary: 'a part of the older tracepoint is left',
  check: ({ recipe, read, survey }) => {
    const { removes } = recipe.event;
    const renaming = renamingSites(survey?.checkpoints ?? []);
    if (!removes || !renaming.some(({ existing }) => existing)) return [];
    const declared = read.events.declarations(removes.name);
    const calls = olderCalls(read.sources, recipe);
    if (calls.length === 0)
      return declared.map((line) => ({
        place: lineOf(read.events, line),
        message: `${removes.name} is declared and no longer called`,
        next: 'delete the line',
      }));
    return calls.flatMap((call): Found[] => {
      const place = placeAt(call.file, call.offset);
      if (renaming.some((site) => isOfMoment(call, site)))
        return [{ place, ...oneOfTheFive(removes.name, call, renaming) }];
      if (declared.length > 0) return [{ place, ...ownUse(removes.name) }];
      return isInNoBuild(call.file, call.offset) ? [] : [{ place, ...undeclared(removes) }];
    });
  },
};

function oneOfTheFive(
  name: string,
  { offset }: OlderCall,
  renaming: readonly SurveyedSite[],
): Omit<Found, 'place'> {
  // apply gives it the new name where the checkpoint is missing.
  const isPlace = renaming.some(({ older, existing }) => older?.start === offset && !existing);
  return {
    message: `a call of the older tracepoint ${name}, which the checkpoints replace`,
    next: 'let it be the checkpoint of its moment, or delete it',
    ...(isPlace ? { endsWith: 'missing-checkpoint' } : {}),
  };
}

function ownUse(name: string): Omit<Found, 'place'> {
  return {
    message: `a use of your own of the older tracepoint ${name}, so its line stays in trace-events`,
    next: `nothing, if it is wanted; without it ${name} goes, as in upstream’s commit`,
    severity: 'note',
  };
}

function undeclared({ name, follows, line }: NonNullable<EventChange['removes']>): Omit<Found, 'place'> {
  return {
    message: `${name} is used and not declared, so the build fails`,
    next: `put the line back behind ${follows}, ${line}, or delete this`,
  };
}

/** Whether a call of the older tracepoint tells of the moment that a checkpoint has its place for. */
function isOfMoment(call: OlderCall, { function: fn, placement }: SurveyedSite): boolean {
  const { isSeen, file, function: name, argument } = call;
  return isSeen && file === fn.file && name === fn.name && argument === placement.renames?.argument;
}
