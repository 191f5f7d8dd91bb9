import type { Recipe } from '../catalogue/recipe.js';
import { splice } from '../csource/splice.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { prove } from '../proof/prove.js';
import { proveFlow } from '../proof/prove-flow.js';
import { absentCommits } from './absent-commits.js';
import { inTheFile } from './in-the-file.js';
import { keptEvent, keptEventNote } from './kept-event.js';
import { planEdits } from './plan-edits.js';
import type { FilePlan, Plan, PortOptions } from './port-result.js';
import { defectProblems, endingNotes, newBlemishes } from './text-defects.js';
import { refused, verdict } from './verdicts.js';

/** Plans the port of a recipe of checkpoints, and proves its result. */
export function planCheckpoints(texts: TreeTexts, recipe: Recipe, options: PortOptions): Plan {
  const read = readTexts(texts, options.memory?.sources);
  const defects = defectProblems(read);
  if (defects.length > 0) return refused(texts, recipe, [], defects, [], options);

  const notes = endingNotes(texts);
  const before = survey(read.sources, recipe);
  const blocking = [
    ...before.problems,
    ...before.checkpoints.flatMap((one) => (options.selected(one.checkpoint.name) ? one.problems : [])),
  ];
  if (blocking.length > 0) return refused(texts, recipe, before.checkpoints, blocking, notes, options);

  const edits = planEdits(read, before, options);
  if (edits.problems.length > 0)
    return refused(texts, recipe, before.checkpoints, edits.problems, notes, options);

  const after: TreeTexts = {
    migration: { path: texts.migration.path, text: splice(texts.migration.text, edits.migration) },
    savevm: { path: texts.savevm.path, text: splice(texts.savevm.text, edits.savevm) },
    events: { path: texts.events.path, text: splice(texts.events.text, edits.events) },
  };
  const readAfter = readTexts(after);
  const result = survey(readAfter.sources, recipe);
  const files = (['migration', 'savevm', 'events'] as const).map(
    (role): FilePlan => ({
      path: texts[role].path,
      before: texts[role].text,
      after: after[role].text,
      edits: edits[role],
    }),
  );
  const disproof = [...prove(result, readAfter.events, options.selected), ...newBlemishes(read, readAfter)];
  const { migration, savevm } = readAfter.sources;
  // Calls that are not at their places fire at wrong moments, too: that is said of the places.
  const found =
    disproof.length > 0
      ? disproof
      : proveFlow([migration, savevm], recipe, options.selected, options.memory?.flow);
  if (found.length > 0) {
    const problems = found.map((problem) => inTheFile(problem, files));
    return refused(texts, recipe, before.checkpoints, problems, notes, options);
  }

  const kept = keptEvent(result, readAfter.events);
  return {
    recipe,
    verdicts: result.checkpoints.map((one, index) =>
      verdict(one, before.checkpoints[index], options, edits.written),
    ),
    files,
    problems: [],
    ...(kept ? { keptEvent: kept } : {}),
    absent: absentCommits(read, recipe),
    notes: [...notes, ...(kept ? [keptEventNote(kept)] : [])],
  };
}
