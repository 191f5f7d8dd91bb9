import type { EventChange, Recipe } from '../catalogue/recipe.js';
import { type Edit, splice } from '../csource/splice.js';
import { misspeltEvents } from '../placement/unknown-names.js';
import { eventProblems } from '../problem/event-problems.js';
import type { Problem } from '../problem/problem.js';
import { fill } from '../templates.js';
import { type EventLine, EventsFile } from '../trace-events/events-file.js';

/** What has to change in the events file. */
export interface EventPlan {
  readonly edits: readonly Edit[];
  readonly problems: readonly Problem[];
}

/** What the events file cannot tell by itself. */
export interface TreeState {
  /** The tree has calls of the recipe already. */
  readonly hasCalls: boolean;
  /** Where its savevm code is: since 2.7 the folder migration/ has an events file of its own. */
  readonly savevm: string;
}

/**
 * Plans the event's line.
 * @param olderGone no call of the older tracepoint is left after the port, so its event may go
 */
export function planEvent(
  events: EventsFile,
  recipe: Recipe,
  olderGone: boolean,
  state: TreeState,
): EventPlan {
  const { event } = recipe;
  const [line = ''] = fill(event.template, {});
  const present = events.declarations(event.name);
  const place = (at: EventLine) => ({ file: events.path, line: events.lines.indexOf(at) + 1 });
  const edits: Edit[] = [];
  const problems = misspeltEvents([event.name], events);
  const [first, second] = present;
  if (second) problems.push(eventProblems.doubled(event.name, place(second)));
  else if (first) {
    const format = formatProblem(events, event.name, first, line);
    if (format) problems.push(format);
    // A port of it could not be told from the port of a file without the line.
    else if (!state.hasCalls) problems.push(eventProblems.unused(event.name, place(first)));
  } else {
    const anchor = eventAnchor(events, event);
    // Sources in migration/ whose events are not in the top file have lost their own one (since 2.7).
    const astray = !anchor && state.savevm.includes('/') && !events.path.includes('/');
    if (astray) problems.push(eventProblems.wrongFile(event.after, { file: events.path }));
    else edits.push(anchor ? events.insertAfter(anchor, line) : events.append(fill(event.section, {})));
  }
  const { removes } = event;
  const older = removes ? events.declarations(removes.name) : [];
  const [gone, again] = older;
  if (removes && gone && olderGone) {
    if (again) problems.push(eventProblems.doubled(removes.name, place(again)));
    else if (!isRestorable(events, gone, removes)) {
      problems.push(eventProblems.olderMoved(removes.name, removes.line, removes.follows, place(gone)));
    } else edits.push(events.remove(gone));
  }
  return { edits, problems };
}

/** The line behind which the event's line goes, if one of those that it goes by is there. */
export function eventAnchor(
  events: EventsFile,
  { after }: Pick<EventChange, 'after'>,
): EventLine | undefined {
  return after.map((name) => events.declarations(name).at(-1)).find((found) => found !== undefined);
}

/** The edit that puts the older event's line back to where upstream had it, if that place is there. */
export function restoreOlder(
  events: EventsFile,
  removes: NonNullable<EventChange['removes']>,
): Edit | undefined {
  const before = events.declarations(removes.follows)[0];
  return before && events.insertAfter(before, removes.line);
}

/** True where a revert can give the line back byte for byte, its place and its line end too. */
function isRestorable(
  events: EventsFile,
  line: EventLine,
  removes: NonNullable<EventChange['removes']>,
): boolean {
  const without = new EventsFile(events.path, splice(events.text, [events.remove(line)]));
  const restored = restoreOlder(without, removes);
  return restored !== undefined && splice(without.text, [restored]) === events.text;
}

/** What is wrong with the line of an event that should be another; undefined where it declares the same. */
export function formatProblem(
  events: EventsFile,
  event: string,
  line: EventLine,
  wanted: string,
): Problem | undefined {
  if (sameLine(line.text, wanted)) return undefined;
  const place = { file: events.path, line: events.lines.indexOf(line) + 1 };
  return eventProblems.format(event, wanted, sameLine(line.text, `disable ${wanted}`), place);
}

/** Whether two lines declare the same, white space apart. */
function sameLine(a: string, b: string): boolean {
  const fold = (text: string): string => text.trim().replace(/\s+/g, ' ');
  return fold(a) === fold(b);
}
