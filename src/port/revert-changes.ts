import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import { type ChangeSurvey, type ChangesSurvey, surveyChanges } from '../changes/survey-changes.js';
import { type Edit, OverlappingEdits, splice } from '../csource/splice.js';
import { placeAt } from '../placement/place-at.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { misspeltEvents } from '../placement/unknown-names.js';
import type { Problem } from '../problem/problem.js';
import { revertProblems } from '../problem/revert-problems.js';
import type { EventsFile } from '../trace-events/events-file.js';
import { firstDifference } from './first-difference.js';
import { placedCalls, planChanges, unlike } from './plan-changes.js';
import { filesOf, type RevertPlan, unchanged } from './revert-result.js';
import { defectProblems } from './text-defects.js';

/** Takes a recipe's changes out again; see planRevert. */
export function revertChanges(texts: TreeTexts, recipe: ChangeRecipe): RevertPlan {
  const read = readTexts(texts);
  const defects = defectProblems(read);
  const stays = (present: readonly string[], ...problems: readonly Problem[]): RevertPlan => ({
    removed: [],
    present,
    files: unchanged(texts),
    problems,
  });
  if (defects.length > 0) return stays([], ...defects);
  const now = surveyChanges(read.sources, recipe);
  const made = now.changes.filter(({ status }) => status === 'present');
  const present = made.map(({ change }) => change.name);
  const isDeclared = recipe.events.some(({ name }) => read.events.declarations(name).length > 0);
  if (made.length === 0 && now.problems.length === 0 && !isDeclared) return stays(present);
  // Half a change is nothing that a port leaves.
  const wrong = [
    ...now.problems,
    ...misspeltEvents(
      recipe.events.map(({ name }) => name),
      read.events,
    ),
    ...now.changes.flatMap(({ status, parts, problems }) =>
      status === 'unplaced' && parts.length === 0 ? [] : problems,
    ),
  ];
  if (wrong.length > 0) return stays(present, ...wrong);
  const unlikeOurs = made.find(({ parts }) =>
    parts.some(({ state }) => state.kind === 'present' && !state.undo),
  );
  if (unlikeOurs) return stays(present, revertProblems.notOurs(placeOf(now, unlikeOurs)));

  const candidate = undo(texts, now, made, read.events);
  const again = candidate && planChanges(candidate, recipe, { selected: () => true, fixes: false });
  const place = again?.problems[0]?.place ?? (again && firstDifference(read, again.files));
  if (!candidate || !again || again.problems.length > 0 || place)
    return stays(present, revertProblems.notOurs(place ?? { file: texts.savevm.path }));
  const removed = made.map((one) => ({ name: one.change.name, sites: placedCalls(one) }));
  return { removed, present, files: filesOf(texts, candidate), problems: [] };
}

function placeOf({ sources }: ChangesSurvey, { change, fn }: ChangeSurvey): NonNullable<Problem['place']> {
  const file = sources[change.file];
  return fn ? placeAt(file, fn.start) : { file: file.path };
}

/** The text that a port of ours would have begun with, if the present one is such a port. */
function undo(
  texts: TreeTexts,
  now: ChangesSurvey,
  made: readonly ChangeSurvey[],
  events: EventsFile,
): TreeTexts | undefined {
  const edits: Record<'migration' | 'savevm', Edit[]> = { migration: [], savevm: [] };
  for (const { change, parts } of made)
    for (const { state } of parts)
      if (state.kind === 'present') edits[change.file].push(...unlike(state.undo ?? [], edits[change.file]));
  const lines = now.recipe.events.flatMap(({ name }) => events.declarations(name));
  try {
    return {
      migration: { ...texts.migration, text: splice(texts.migration.text, edits.migration) },
      savevm: { ...texts.savevm, text: splice(texts.savevm.text, edits.savevm) },
      events: {
        ...texts.events,
        text: splice(
          texts.events.text,
          lines.map((line) => events.remove(line)),
        ),
      },
    };
  } catch (error) {
    if (error instanceof OverlappingEdits) return undefined;
    throw error;
  }
}
