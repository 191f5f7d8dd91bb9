import type { Change, ChangeRecipe, Part, Variant } from '../catalogue/change-recipe.js';
import { callsTo, declares } from '../csource/locate.js';
import { CrowdedLine } from '../csource/own-lines.js';
import { isParsed, type ParsedFunction, type SourceFile } from '../csource/source-file.js';
import { openFunction } from '../placement/open-function.js';
import { placeAt } from '../placement/place-at.js';
import type { Sources } from '../placement/sources.js';
import { changeProblems } from '../problem/change-problems.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { eventCalls } from './own-statements.js';
import type { PartFound } from './part-state.js';
import { findPart } from './parts/index.js';
import { valuesFor } from './words.js';

/** What a tree has of one change, and where the rest belongs. */
export interface ChangeSurvey {
  readonly change: Change;
  readonly status: 'present' | 'absent' | 'unplaced' | 'not-applicable';
  /** The way to make it that holds; absent where it is unplaced. */
  readonly variant?: Variant;
  readonly fn?: ParsedFunction;
  readonly parts: readonly PartFound[];
  readonly problems: readonly Problem[];
}

/** The answer for a recipe of changes. */
export interface ChangesSurvey {
  readonly recipe: ChangeRecipe;
  readonly sources: Sources;
  readonly changes: readonly ChangeSurvey[];
  /** What belongs to no change: calls of the events elsewhere. */
  readonly problems: readonly Problem[];
}

/** Says for every change of a recipe whether these sources have it, and where it belongs. Reads only. */
export function surveyChanges(sources: Sources, recipe: ChangeRecipe): ChangesSurvey {
  const changes = recipe.changes.map((change) => surveyChange(sources[change.file], change, recipe));
  return {
    recipe,
    sources,
    changes: changes.map((one) => ({ ...one, problems: [...one.problems, ...leftovers(one, changes)] })),
    problems: strays(sources, recipe, changes),
  };
}

interface Miss {
  readonly fn: string;
  readonly reason: string;
  readonly at: number;
}

function surveyChange(file: SourceFile, change: Change, recipe: ChangeRecipe): ChangeSurvey {
  const misses: Miss[] = [];
  const functions = [...new Set(change.variants.flatMap((variant) => variant.functions))];
  const isThere = functions.some((name) => file.definitions(name).length > 0);
  if (change.optional && !isThere) return { change, status: 'not-applicable', parts: [], problems: [] };
  for (const variant of change.variants) {
    const found = surveyVariant(file, change, variant, recipe);
    if (!found) continue;
    if (!('reason' in found)) return found;
    misses.push(found);
  }
  const reasons = [...new Set(misses.map(({ fn, reason }) => `${fn} ${reason}`))];
  const texts = reasons.length > 0 ? reasons : [`none of ${functions.join(', ')} is defined`];
  const [first] = misses;
  const place = first ? placeAt(file, first.at) : { file: file.path };
  return {
    change,
    status: 'unplaced',
    parts: [],
    problems: [changeProblems.unplaced(change.name, texts, place)],
  };
}

function surveyVariant(
  file: SourceFile,
  change: Change,
  variant: Variant,
  recipe: ChangeRecipe,
): ChangeSurvey | Miss | undefined {
  const name = variant.functions.find((one) => file.definitions(one).length > 0);
  const opened = name === undefined ? undefined : openFunction(file, name);
  if (name === undefined || !opened) return undefined;
  const unplaced = (...problems: Problem[]): ChangeSurvey => ({
    change,
    status: 'unplaced',
    parts: [],
    problems,
  });
  if ('problem' in opened) return unplaced(opened.problem);
  const { fn } = opened;
  const miss = (reason: string, at = fn.start): Miss => ({ fn: name, reason, at });
  const lacking = variant.requires?.find((call) => callsTo(fn, [call]).length === 0);
  if (lacking !== undefined) return miss(`does not call ${lacking}`);
  if (variant.declares !== undefined && !declares(fn, variant.declares))
    return miss(`declares no ${variant.declares}`);
  const values = valuesFor(fn, variant, recipe.wordings);
  if (!values) return miss('is in a file that reads no clock');
  const parts: PartFound[] = [];
  try {
    for (const part of variant.parts) parts.push({ part, state: findPart({ recipe, fn, values }, part) });
  } catch (error) {
    if (error instanceof CrowdedLine)
      return unplaced(placementProblems.crowdedLine(placeAt(file, error.offset)));
    throw error;
  }
  const missing = parts.find(({ state }) => state.kind === 'no-place');
  if (missing?.state.kind === 'no-place') return miss(missing.state.reason, missing.state.at);
  const wrong = parts.flatMap(({ state }) =>
    state.kind === 'wrong'
      ? [changeProblems.wrong(change.name, name, state.reason, placeAt(file, state.at))]
      : [],
  );
  if (wrong.length > 0) return { ...unplaced(...wrong), variant, fn, parts };
  return { change, variant, fn, parts, ...statusOf(change, file, parts) };
}

function statusOf(
  change: Change,
  file: SourceFile,
  parts: readonly PartFound[],
): Pick<ChangeSurvey, 'status' | 'problems'> {
  // Another change of the function may have brought what both need.
  const own = parts.filter(({ part }) => !part.shared);
  const there = own.filter(({ state }) => state.kind === 'present');
  const lacking = parts.filter(({ state }) => state.kind === 'absent');
  if (there.length === 0) return { status: 'absent', problems: [] };
  if (lacking.length === 0) return { status: 'present', problems: [] };
  const [first] = there;
  const titles = (found: readonly PartFound[]): string[] => found.map(({ part }) => part.title);
  const place = placeAt(file, first?.state.at ?? 0);
  return {
    status: 'unplaced',
    problems: [changeProblems.half(change.name, titles(there), titles(lacking), place)],
  };
}

/** What changes share is there, and none of them. */
function leftovers({ change, status, fn, parts }: ChangeSurvey, all: readonly ChangeSurvey[]): Problem[] {
  if (status !== 'absent' || !fn) return [];
  if (all.some((one) => one.fn === fn && one.status === 'present')) return [];
  return parts.flatMap(({ part, state }: { part: Part; state: PartFound['state'] }) =>
    part.shared && state.kind === 'present'
      ? [changeProblems.leftover(change.name, part.title, placeAt(fn.file, state.at))]
      : [],
  );
}

/** Calls of the events at none of their places. */
function strays(sources: Sources, recipe: ChangeRecipe, changes: readonly ChangeSurvey[]): Problem[] {
  const known = changes.flatMap(({ fn, parts }) =>
    parts.flatMap(({ part, state }) =>
      part.kind === 'statements' && (state.kind === 'present' || state.kind === 'wrong')
        ? [{ file: fn?.file, at: state.at }]
        : [],
    ),
  );
  return eventCalls(recipe).flatMap((event) =>
    [sources.migration, sources.savevm].flatMap((file) => {
      if (!file.text.includes(event)) return [];
      return [...file.lexical.matchAll(new RegExp(`\\b${event}\\s*\\(`, 'g'))]
        .filter(({ index }) => !known.some((one) => one.file === file && one.at === index))
        .map(({ index }) => {
          // Where the function does not parse, the call may well be at its place.
          const span = file.functionAt(index);
          const fn = span && file.parse(span);
          return fn && !isParsed(fn)
            ? placementProblems.notParsed(placeAt(file, fn.offset))
            : changeProblems.stray(event, placeAt(file, index));
        });
    }),
  );
}
