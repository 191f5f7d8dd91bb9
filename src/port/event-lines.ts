import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import type { Edit } from '../csource/splice.js';
import { misspeltEvents } from '../placement/unknown-names.js';
import { eventProblems } from '../problem/event-problems.js';
import { fill } from '../templates.js';
import type { EventsFile } from '../trace-events/events-file.js';
import type { EventPlan, TreeState } from './event-edits.js';
import { formatProblem } from './event-edits.js';

/** Plans the lines of a recipe's events, of which all or none may be there. */
export function eventLineEdits(
  events: EventsFile,
  recipe: Pick<ChangeRecipe, 'events'>,
  { hasCalls }: TreeState,
): EventPlan {
  const edits: Edit[] = [];
  const sought = new Set<string>();
  const plans = recipe.events.map(({ name, template, after }) => {
    const [line = ''] = fill(template, {});
    const [first, second] = events.declarations(name);
    const place = first && { file: events.path, line: events.lines.indexOf(first) + 1 };
    if (first && place) {
      if (second) return [eventProblems.doubled(name, { ...place, line: events.lines.indexOf(second) + 1 })];
      const format = formatProblem(events, name, first, line);
      if (format) return [format];
      return hasCalls ? [] : [eventProblems.unused(name, place)];
    }
    const anchor = after.map((one) => events.declarations(one).at(-1)).find((found) => found !== undefined);
    // Several lines behind the same one keep the order of the recipe.
    if (anchor) edits.push(events.insertAfter(anchor, line));
    else for (const one of after) sought.add(one);
    return [];
  });
  const misspelt = misspeltEvents(
    recipe.events.map(({ name }) => name),
    events,
  );
  // Of a file without any of them is told once.
  const known = [...sought].filter((one) => !recipe.events.some(({ name }) => name === one));
  const wrong = sought.size > 0 ? [eventProblems.wrongFile(known, { file: events.path })] : [];
  return { edits, problems: [...misspelt, ...plans.flat(), ...wrong] };
}
