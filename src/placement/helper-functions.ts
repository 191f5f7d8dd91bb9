import type { Placement, Recipe, Slot } from '../catalogue/recipe.js';
import { assignedText, assignmentsTo, calledNames, callsTo } from '../csource/locate.js';
import type { ParsedFunction, SourceFile } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { openFunction } from './open-function.js';
import { placeAt } from './place-at.js';
import type { Sources } from './sources.js';
import { objectionToCall } from './surroundings.js';

/** All helpers that the recipe's placements name. */
export function helperNames(recipe: Recipe): Set<string> {
  const names = new Set<string>();
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
  const runs = slot.functions.filter((name) => file.definitions(name).length > 0);
  // The newest function runs the path; an older one that reaches the helper does not make up for it.
  const [newest = slot.functions.join(' or ')] = runs;
  if (!reaches(file, newest, helper, helpers)) {
    const span = file.definitions(newest)[0];
    return placementProblems.helperBypassed(helper, newest, placeAt(file, span?.start ?? 0));
  }
  for (const name of new Set([...runs, ...usersOf(file, helper)])) {
    const opened = openFunction(file, name);
    if (!opened || 'problem' in opened) continue;
    const [own] = ownAnchors(opened.fn, placement);
    if (own) return placementProblems.besideHelper(helper, placeAt(file, own.start));
    if (!runs.includes(name)) continue;
    const [first, again] = callsTo(opened.fn, [helper]);
    if (again) return placementProblems.helperTwice(helper, placeAt(file, again.start));
    const objection = first && objectionToCall(opened.fn, recipe, first);
    if (objection)
      return placementProblems.helperSometimes(helper, name, objection.reason, placeAt(file, first.start));
  }
  return undefined;
}

/** The functions that name a helper; they are not parsed for it. */
function usersOf(file: SourceFile, helper: string): string[] {
  const mention = new RegExp(`\\b${helper}\\b`);
  return file.functions
    .filter(({ name, body, end }) => name !== helper && mention.test(file.code.slice(body, end)))
    .map(({ name }) => name);
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
