import { CrowdedLine } from '../csource/own-lines.js';
import type { Edit } from '../csource/splice.js';
import { olderCalls } from '../placement/older-calls.js';
import { placeAt } from '../placement/place-at.js';
import type { SurveyedSite } from '../placement/site.js';
import type { ReadTexts } from '../placement/sources.js';
import type { Survey } from '../placement/survey.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { planEvent } from './event-edits.js';
import { addInclude, hasInclude, includeMissing, includeUnused } from './include-edit.js';
import type { PortOptions } from './port-result.js';
import { removalEdit } from './removal.js';
import { NoFreeLocal, siteEdits } from './site-edits.js';

/** All edits of a port, by file, or what stands against them. */
export interface PlannedEdits {
  readonly migration: Edit[];
  readonly savevm: Edit[];
  readonly events: Edit[];
  /** The sites, as they were before, that get a call: a new one, a renamed one, or one that moves. */
  readonly written: Set<SurveyedSite>;
  readonly problems: Problem[];
}

/** Turns the missing sites of a survey into edits. */
export function planEdits(read: ReadTexts, before: Survey, options: PortOptions): PlannedEdits {
  const { recipe } = before;
  const planned: PlannedEdits = { migration: [], savevm: [], events: [], written: new Set(), problems: [] };
  for (const { checkpoint, sites } of before.checkpoints) {
    if (!options.selected(checkpoint.name)) continue;
    const edits = planned[checkpoint.file];
    for (const site of sites) {
      if (options.fixes && site.fixedNeedsBraces) {
        planned.problems.push(
          placementProblems.guardWithoutBraces(placeAt(site.function.file, site.anchor.start)),
        );
        continue;
      }
      const moves = options.fixes && site.existing && !site.existingIsFixed && site.fixedGap !== undefined;
      if (site.existing && !moves) continue;
      try {
        if (site.existing) edits.push(removalEdit(site.existing, site.placement.side));
        planned.written.add(site);
        edits.push(...mergeNewLocals(siteEdits(recipe, checkpoint.name, site, options.fixes), edits));
      } catch (error) {
        planned.problems.push(editProblem(error, site));
      }
    }
  }
  for (const role of ['migration', 'savevm'] as const) {
    const file = read.sources[role];
    const calls = before.calls.filter((call) => call.function.file === file).length;
    if (planned[role].length === 0 && calls === 0) continue;
    if (hasInclude(file, recipe.include)) {
      const problem = calls === 0 ? includeUnused(file, recipe.include) : undefined;
      if (problem) planned.problems.push(problem);
    } else {
      const include =
        includeMissing(file, recipe.include, recipe.call.function) ?? addInclude(file, recipe.include);
      if ('code' in include) planned.problems.push(include);
      else planned[role].push(include);
    }
  }
  const anyCall = before.calls.length > 0 || planned.migration.length + planned.savevm.length > 0;
  if (anyCall) {
    const event = planEvent(read.events, recipe, olderGone(before, options), {
      hasCalls: before.calls.length > 0,
      savevm: read.sources.savevm.path,
    });
    planned.events.push(...event.edits);
    planned.problems.push(...event.problems);
  }
  return planned;
}

/** Two moved calls in one function would declare the same local twice; the second finds it declared. */
function mergeNewLocals(edits: readonly Edit[], planned: readonly Edit[]): Edit[] {
  return edits.filter((edit) => !planned.some((known) => isSameDeclaration(known, edit)));
}

function isSameDeclaration(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text && /^\s*int \w+;\s*$/.test(a.text);
}

/** True when this port gives every call of the older tracepoint its new name, or none was left before. */
function olderGone(before: Survey, options: PortOptions): boolean {
  const renaming = before.checkpoints.filter((one) =>
    one.checkpoint.slots.some((slot) => slot.placements.some((placement) => placement.renames)),
  );
  // A call that stands beside its checkpoint is found as the place of a rename, too, and stays.
  const renamed = renaming.flatMap((one) =>
    options.selected(one.checkpoint.name)
      ? one.sites.filter((site) => site.form === 'rename' && !site.existing)
      : [],
  );
  return (
    renaming.length > 0 &&
    renaming.every(
      (one) => one.status === 'placed' && one.sites.every((site) => site.existing || renamed.includes(site)),
    ) &&
    olderCalls(before.sources, before.recipe).length === renamed.length
  );
}

function editProblem(error: unknown, site: SurveyedSite): Problem {
  const file = site.function.file;
  if (error instanceof CrowdedLine) return placementProblems.crowdedLine(placeAt(file, error.offset));
  if (error instanceof NoFreeLocal)
    return placementProblems.localTaken(error.names, placeAt(file, site.statement.start));
  throw error;
}
