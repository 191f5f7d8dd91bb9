import type { EventChange } from '../../catalogue/recipe.js';
import { misspeltEvents } from '../../placement/unknown-names.js';
import { eventAnchor, formatProblem } from '../../port/event-edits.js';
import { hasInclude } from '../../port/include-edit.js';
import { eventAdvice, eventProblems } from '../../problem/event-problems.js';
import { placementAdvice } from '../../problem/placement-problems.js';
import type { Place } from '../../problem/problem.js';
import { fill } from '../../templates.js';
import type { EventLine, EventsFile } from '../../trace-events/events-file.js';
import type { Examined, Found, Rule } from '../rule.js';
import { fromProblem } from './from-problems.js';
import { isNeverCompiled } from './never-compiled.js';

/**
 * The code calls the tracepoint and no line of trace-events declares it: the build fails. `patch` loses that line on all
 * releases from 2.7 to 6.2, and in the top-level file before.
 *
 * @example
 * ```
 * # savevm.c
 * vmstate_load(const char *idstr, const char *vmsd_name) "%s, %s"
 * ```
 */
export const eventMissing: Rule = {
  id: 'event-missing',
  severity: 'error',
  summary: 'the event is called and not declared',
  check: (tree) => {
    const { recipe, read, survey } = tree;
    const { name } = recipe.event;
    if (!survey || !hasCalls(tree) || isDeclared(read.events, name)) return [];
    const { line, where } = belonging(read.events, recipe.event);
    return [
      {
        place: line ? lineOf(read.events, line) : { file: read.events.path },
        message: `no line for the event ${name}, which the code calls; it belongs ${where}`,
        next: 'put it there, as qemu-downtime apply does where nothing else is wrong',
      },
    ];
  },
  checkChanges: ({ recipe, read, events }) =>
    recipe.events
      .filter(({ name }) => events.some(({ event }) => event === name))
      .filter(({ name }) => !isDeclared(read.events, name))
      .map((event) => {
        const { line, where } = belonging(read.events, event);
        return {
          place: line ? lineOf(read.events, line) : { file: read.events.path },
          message: `no line for the event ${event.name}, which the code calls; it belongs ${where}`,
          next: 'put it there, as qemu-downtime apply does where nothing else is wrong',
        };
      }),
};

/**
 * trace-events declares an event whose name is nearly that of the tracepoint: the build fails, or nothing calls that line.
 * apply puts no right line beside it. A name of your own that goes on behind an underscore is left alone.
 *
 * @example
 * ```
 * vmstate_downtime_chekpoint(const char *checkpoint) "%s"
 * ```
 */
export const eventMisspelt: Rule = {
  id: 'event-misspelt',
  severity: 'error',
  summary: 'an event whose name is nearly that of the tracepoint',
  check: ({ recipe, read }) => misspeltEvents([recipe.event.name], read.events).flatMap(fromProblem),
  checkChanges: ({ recipe, read }) =>
    misspeltEvents(
      recipe.events.map(({ name }) => name),
      read.events,
    ).flatMap(fromProblem),
};

/**
 * trace-events declares the event and nothing calls it: the checkpoints were lost, or the line was left behind when they
 * were taken out.
 *
 * @example
 * ```
 * vmstate_downtime_checkpoint(const char *checkpoint) "%s"
 * ```
 */
export const eventUnused: Rule = {
  id: 'event-unused',
  severity: 'error',
  summary: 'the event is declared and not called',
  check: (tree) => {
    const { recipe, read, survey } = tree;
    const [line] = read.events.declarations(recipe.event.name);
    if (!survey || !line || hasCalls(tree)) return [];
    return [
      {
        place: lineOf(read.events, line),
        message: `${recipe.event.name} is declared and not called`,
        next: eventAdvice.unused,
      },
    ];
  },
  checkChanges: ({ recipe, read, survey, events }) =>
    recipe.events.flatMap(({ name }) => {
      const [line] = read.events.declarations(name);
      if (!survey || !line || events.some(({ event }) => event === name)) return [];
      return [
        {
          place: lineOf(read.events, line),
          message: `${name} is declared and not called`,
          next: eventAdvice.unused,
        },
      ];
    }),
};

/**
 * The event has other arguments or another format than upstream's, so the code does not compile with it, or what reads the
 * trace does not find the names.
 *
 * @example
 * ```
 * vmstate_downtime_checkpoint(const char *checkpoint) "checkpoint=%s"
 * ```
 */
export const eventFormat: Rule = {
  id: 'event-format',
  severity: 'error',
  summary: 'the event is declared in another form than upstream’s',
  check: ({ recipe: { event }, read }) => otherwiseDeclared(read.events, event),
  checkChanges: ({ recipe, read }) => recipe.events.flatMap((event) => otherwiseDeclared(read.events, event)),
};

/**
 * trace-events declares the event more than once: the build fails.
 *
 * @example
 * ```
 * vmstate_downtime_checkpoint(const char *checkpoint) "%s"
 * vmstate_downtime_checkpoint(const char *checkpoint) "%s"
 * ```
 */
export const eventDoubled: Rule = {
  id: 'event-doubled',
  severity: 'error',
  summary: 'the event is declared more than once',
  check: ({ recipe, read }) =>
    read.events
      .declarations(recipe.event.name)
      .slice(1)
      .flatMap((line) => fromProblem(eventProblems.doubled(recipe.event.name, lineOf(read.events, line)))),
  checkChanges: ({ recipe, read }) =>
    recipe.events.flatMap(({ name }) =>
      read.events
        .declarations(name)
        .slice(1)
        .flatMap((line) => fromProblem(eventProblems.doubled(name, lineOf(read.events, line)))),
    ),
};

/**
 * A file calls the tracepoint and does not include trace.h: the build fails. savevm.c has the include from 1.2 on,
 * migration.c from 1.5.
 *
 * @example
 * ```c
 * #include "sysemu/sysemu.h"
 * // #include "trace.h" is missing
 * ```
 */
export const includeMissing: Rule = {
  id: 'include-missing',
  severity: 'error',
  summary: 'a file calls the tracepoint without the include',
  check: ({ recipe, survey }) => {
    const files = new Set((survey?.calls ?? []).map((call) => call.function.file));
    return [...files]
      .filter((file) => !hasInclude(file, recipe.include))
      .map((file) => ({
        place: { file: file.path },
        message: `no #include "${recipe.include}" in a file that calls ${recipe.call.function}`,
        next: placementAdvice.include(recipe.include),
      }));
  },
  checkChanges: ({ recipe, events }) =>
    [...new Set(events.map(({ fn }) => fn.file))]
      .filter((file) => !hasInclude(file, recipe.include))
      .map((file) => ({
        place: { file: file.path },
        message: `no #include "${recipe.include}" in a file that calls the events of devices`,
        next: placementAdvice.include(recipe.include),
      })),
};

/** The lines of an event that should be another. */
function otherwiseDeclared(
  events: EventsFile,
  { name, template }: Pick<EventChange, 'name' | 'template'>,
): Found[] {
  const [wanted = ''] = fill(template, {});
  return events.declarations(name).flatMap((line) => {
    const problem = formatProblem(events, name, line, wanted);
    return problem ? fromProblem(problem) : [];
  });
}

/** Whether a line declares the event, or is meant to. */
function isDeclared(events: EventsFile, name: string): boolean {
  return events.declarations(name).length > 0 || misspeltEvents([name], events).length > 0;
}

/** The line behind which the event's line belongs. */
function belonging(
  events: EventsFile,
  event: Pick<EventChange, 'after'>,
): { readonly line: EventLine | undefined; readonly where: string } {
  const anchor = eventAnchor(events, event);
  if (anchor) return { line: anchor, where: `after ${anchor.event}` };
  return { line: events.lines.findLast(({ text }) => text !== ''), where: 'at the end' };
}

function hasCalls({ survey }: Examined): boolean {
  return (
    survey !== undefined && (survey.calls.length > 0 || survey.hidden.some((call) => !isNeverCompiled(call)))
  );
}

/** Where a line of the events is. */
export function lineOf(events: EventsFile, line: EventLine): Place {
  return { file: events.path, line: events.lines.indexOf(line) + 1 };
}
