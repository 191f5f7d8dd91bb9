import type { Placement, Recipe, Slot, StandingPlace } from '../catalogue/recipe.js';
import { assignedText, assignmentsTo, calledNames, callsTo } from '../csource/locate.js';
import type { ParsedFunction, SourceFile } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { type Displacement, placementProblems, placementReasons } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { withBareHeadOf } from './bare-body.js';
import { knownFunctions, newerFunctions } from './known-functions.js';
import { openFunction } from './open-function.js';
import { placeAt } from './place-at.js';
import type { Sources } from './sources.js';
import { type Displaced, displaced, placeIn } from './standing-place.js';
import { objectionToCall } from './surroundings.js';

const helpersOf = new WeakMap<Recipe, ReadonlySet<string>>();

/** All helpers that the recipe's placements name. */
export function helperNames(recipe: Recipe): ReadonlySet<string> {
  const known = helpersOf.get(recipe);
  if (known) return known;
  const names = new Set<string>();
  helpersOf.set(recipe, names);
  for (const checkpoint of recipe.checkpoints)
    for (const slot of checkpoint.slots)
      for (const placement of slot.placements)
        if (placement.helper) for (const name of placement.functions) names.add(name);
  return names;
}

/** True if a function calls the helper, directly or through other helpers of the recipe. */
function reaches(file: SourceFile, from: string, helper: string, helpers: ReadonlySet<string>): boolean {
  const pending = [from];
  const seen = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const opened = openFunction(file, name);
    if (!opened || 'problem' in opened) continue;
    for (const called of calledNames(opened.fn)) {
      if (called === helper) return true;
      if (helpers.has(called)) pending.push(called);
    }
  }
  return false;
}

/** What is wrong with how a slot's functions use a helper: bypassed, or used beside the real call. */
export function helperProblem(
  file: SourceFile,
  slot: Slot,
  placement: Placement,
  helper: string,
  recipe: Recipe,
): Problem | undefined {
  const helpers = helperNames(recipe);
  const runs = runsOf(file, slot);
  // The newest function runs the path; an older one that reaches the helper does not make up for it.
  const [newest = slot.functions.join(' or ')] = runs;
  if (!reaches(file, newest, helper, helpers))
    return (
      unopened(file, [newest, ...helpers]) ??
      reachedOtherwise(file, slot, newest, helper, recipe) ??
      bypassed(file, newest, placement, helper, recipe)
    );
  for (const name of new Set([...runs, ...usersOf(file, helper)])) {
    const opened = openFunction(file, name);
    if (!opened || 'problem' in opened) continue;
    const [own] = ownAnchors(opened.fn, placement);
    if (own) return placementProblems.besideHelper(helper, placeAt(file, own.start));
    if (!runs.includes(name)) continue;
    const [first, again] = callsTo(opened.fn, [helper]);
    if (again) return placementProblems.helperTwice(helper, placeAt(file, again.start));
    const objection = first && objectionToCall(opened.fn, recipe, first);
    if (objection) {
      const fires = firedBy(file, helper, recipe);
      return placementProblems.helperSometimes(
        helper,
        fires,
        name,
        objection.reason,
        placeAt(file, first.start),
      );
    }
  }
  return undefined;
}

/** That a function cannot be looked into, which may hold the call that seems to be missing. */
function unopened(file: SourceFile, names: readonly string[]): Problem | undefined {
  for (const name of names) {
    const opened = openFunction(file, name);
    if (opened && 'problem' in opened) return opened.problem;
  }
  return undefined;
}

/** The functions of a slot that a file has, newest first. */
function runsOf(file: SourceFile, slot: Slot): string[] {
  return slot.functions.filter((name) => file.definitions(name).length > 0);
}

/** Calls of a helper that stand elsewhere in their function than they are known to. */
export function displacedCalls(
  file: SourceFile,
  slot: Slot,
  placement: Placement,
  helper: string,
  recipe: Recipe,
): Problem[] {
  const { stands } = placement;
  if (!stands) return [];
  const helpers = helperNames(recipe);
  const users = usersOf(file, helper).filter((name) => helpers.has(name));
  return [...runsOf(file, slot), ...users].flatMap((name): Problem[] => {
    const opened = openFunction(file, name);
    if (!opened || 'problem' in opened) return [];
    const [call] = callsTo(opened.fn, [helper]);
    const found = call && displaced(opened.fn, call, stands, helpers);
    if (!found) return [];
    const place = placeAt(file, call.start);
    const fires = firedBy(file, helper, recipe);
    const problem = placementProblems.helperMisplaced(helper, fires, wordsOf(file, found), place);
    return [withBareHeadOf(problem, file, call.start)];
  });
}

/** A displacement as words: where it belongs, in which line, and what is in the way. */
function wordsOf(file: SourceFile, { stands: { where, side }, statement, between }: Displaced): Displacement {
  const at = side === 'after' ? statement.end - 1 : statement.start;
  return { where, side, line: file.lineOf(at), between: between && file.lineOf(between.start) };
}

/** That a function comes to a helper, or to one that calls it, by a function that the catalogue does not know. */
function reachedOtherwise(
  file: SourceFile,
  slot: Slot,
  newest: string,
  helper: string,
  recipe: Recipe,
): Problem | undefined {
  const wanted = leadingTo(file, helper, recipe) ?? helper;
  const known = knownFunctions(recipe);
  const users = usersOf(file, wanted).filter((name) => !known.has(name));
  if (users.length === 0) return undefined;
  const pending = [newest];
  for (const name of pending) {
    const opened = openFunction(file, name);
    if (!opened || 'problem' in opened) continue;
    const [call] = users.includes(name) ? callsTo(opened.fn, [wanted]) : [];
    if (call) {
      const reason = placementReasons.helperBy(newest, wanted, name, newerFunctions(file, slot));
      const fires = firedBy(file, wanted, recipe);
      return placementProblems.helperReachedOtherwise(wanted, fires, reason, placeAt(file, call.start));
    }
    const next = [...calledNames(opened.fn)].filter((one) => !pending.includes(one));
    pending.push(...next.filter((one) => file.definitions(one).length > 0));
  }
  return undefined;
}

/** Another helper that calls this one, and so is what a function lacks. */
function leadingTo(file: SourceFile, helper: string, recipe: Recipe): string | undefined {
  const helpers = helperNames(recipe);
  const outer = [...helpers].filter((name) => name !== helper && file.definitions(name).length > 0);
  return outer.find((name) => reaches(file, name, helper, helpers));
}

/** That a function does without a helper, or without the helper that calls it. */
function bypassed(
  file: SourceFile,
  newest: string,
  { stands = [] }: Placement,
  helper: string,
  recipe: Recipe,
): Problem {
  const helpers = helperNames(recipe);
  const told = (by: string, lacking: string): Problem => {
    const place = placeAt(file, file.definitions(by)[0]?.start ?? 0);
    return placementProblems.helperBypassed(lacking, firedBy(file, lacking, recipe), by, place);
  };
  // One that calls the helper is what the function lacks, and one that should call it is where the call is lacking.
  const leading = leadingTo(file, helper, recipe);
  if (leading !== undefined) return told(newest, leading);
  const outer = [...helpers].filter((name) => name !== helper && file.definitions(name).length > 0);
  const owner = [newest, ...outer.filter((name) => reaches(file, newest, name, helpers))].find((name) =>
    owns(file, name, stands),
  );
  return told(owner ?? newest, helper);
}

/** Whether a function does what shows that the helper's call belongs into it. */
function owns(file: SourceFile, name: string, stands: readonly StandingPlace[]): boolean {
  const opened = openFunction(file, name);
  const owning = stands.filter(({ owner }) => owner);
  return opened !== undefined && 'fn' in opened && placeIn(opened.fn, owning) !== undefined;
}

/** The checkpoints that fire where a helper is called, its own first. */
function firedBy(file: SourceFile, helper: string, recipe: Recipe): string[] {
  const helpers = helperNames(recipe);
  const inside = [...helpers].filter((name) => name === helper || reaches(file, helper, name, helpers));
  const heldBy = (name: string): string[] =>
    recipe.checkpoints
      .filter(({ slots }) =>
        slots.some(({ placements }) =>
          placements.some((placement) => placement.helper && placement.functions.includes(name)),
        ),
      )
      .map((checkpoint) => checkpoint.name);
  return [...new Set([helper, ...inside].flatMap(heldBy))];
}

const usersIn = new WeakMap<SourceFile, Map<string, readonly string[]>>();

/** The functions that name a helper; they are not parsed for it, and the file is looked through once a helper. */
function usersOf(file: SourceFile, helper: string): readonly string[] {
  const inFile = usersIn.get(file) ?? new Map<string, readonly string[]>();
  usersIn.set(file, inFile);
  const known = inFile.get(helper);
  if (known) return known;
  const users = new Set<string>();
  for (let at = file.code.indexOf(helper); at >= 0; at = file.code.indexOf(helper, at + 1)) {
    const around = file.code.charAt(at - 1) + file.code.charAt(at + helper.length);
    if (/\w/.test(around)) continue;
    const span = file.functionAt(at);
    if (span && span.name !== helper && at > span.body) users.add(span.name);
  }
  const found = [...users];
  inFile.set(helper, found);
  return found;
}

/** What the helper is there to do, done by a function itself. */
function ownAnchors(fn: ParsedFunction, { anchor }: Placement): SyntaxNode[] {
  if (anchor.kind === 'call') return callsTo(fn, anchor.names);
  if (anchor.kind !== 'store') return [];
  return assignmentsTo(fn, anchor.into).filter(
    (store) => !(anchor.exceptZero && assignedText(fn, store) === '0'),
  );
}

/** Helpers that functions call and nobody defines. */
export function undefinedHelpers(sources: Sources, recipe: Recipe): Problem[] {
  const file = sources.migration;
  const problems: Problem[] = [];
  for (const helper of helperNames(recipe)) {
    if (!file.code.includes(helper) || file.definitions(helper).length > 0) continue;
    const call = new RegExp(`\\b${helper}\\s*\\(`).exec(file.code);
    // A prototype alone is harmless; a call in a function is not.
    if (call && file.functionAt(call.index))
      problems.push(placementProblems.helperUndefined(helper, placeAt(file, call.index)));
  }
  return problems;
}
