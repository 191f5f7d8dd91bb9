import type { Recipe } from '../catalogue/recipe.js';
import { CrowdedLine } from '../csource/own-lines.js';
import { type Edit, OverlappingEdits, splice } from '../csource/splice.js';
import { placeAt } from '../placement/place-at.js';
import type { SurveyedSite } from '../placement/site.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { type Survey, survey } from '../placement/survey.js';
import { misspeltEvents } from '../placement/unknown-names.js';
import type { Place, Problem } from '../problem/problem.js';
import { revertProblems } from '../problem/revert-problems.js';
import { fill } from '../templates.js';
import type { EventsFile } from '../trace-events/events-file.js';
import { restoreOlder } from './event-edits.js';
import { firstDifference } from './first-difference.js';
import { inTheFile } from './in-the-file.js';
import { removeInclude, usesTracepoints } from './include-edit.js';
import { planPort } from './plan.js';
import type { FilePlan, PortOptions } from './port-result.js';
import { filesOf, type RevertPlan, unchanged } from './revert-result.js';
import { defectProblems } from './text-defects.js';
import { undoEdits, wasRenamed } from './undo-edits.js';
import { placedCall } from './verdicts.js';

/** Takes a recipe's calls out again; see planRevert. */
export function revertCheckpoints(
  texts: TreeTexts,
  recipe: Recipe,
  selected: PortOptions['selected'],
): RevertPlan {
  const read = readTexts(texts);
  const defects = defectProblems(read);
  if (defects.length > 0) return { removed: [], present: [], files: unchanged(texts), problems: defects };

  const now = survey(read.sources, recipe);
  const present = [...new Set(now.calls.map((call) => call.name))];
  const stays = (...problems: Problem[]): RevertPlan => ({
    removed: [],
    present,
    files: unchanged(texts),
    problems,
  });
  const calls = now.calls.filter((call) => selected(call.name));
  const hasEvent = read.events.declarations(recipe.event.name).length > 0;
  if (calls.length === 0 && now.problems.length === 0 && !(hasEvent && now.calls.length === 0)) {
    return stays();
  }
  const wrong = [
    ...now.problems,
    ...misspeltEvents([recipe.event.name], read.events),
    ...now.checkpoints.flatMap((one) =>
      selected(one.checkpoint.name) && one.strays.length > 0 ? one.problems : [],
    ),
  ];
  if (wrong.length > 0) return stays(...wrong);

  const sites = now.checkpoints.flatMap((one) =>
    selected(one.checkpoint.name) ? one.sites.filter((site) => site.existing) : [],
  );
  const own = now.checkpoints
    .flatMap((one) => one.sites)
    .find((site) => site.existing && site.placement.upstreamShape);
  if (own) {
    const place = placeAt(own.function.file, own.statement.start);
    return stays(revertProblems.upstreamsOwn(place));
  }
  const candidate = undo(texts, now, sites, read.events);
  if ('place' in candidate) return stays(revertProblems.notOurs(candidate.place));

  const names = new Set(sites.map((site) => site.existing?.name ?? ''));
  const again = planPort(candidate.texts, recipe, {
    selected: (name) => names.has(name),
    fixes: sites.some((site) => site.existingIsFixed),
  });
  const [problem] = again.problems;
  const place = problem
    ? (inTheFile(problem, candidate.files).place ?? { file: texts.migration.path })
    : firstDifference(read, again.files);
  if (place) return stays(revertProblems.notOurs(place));
  return {
    removed: removedCalls(now, selected),
    present,
    files: filesOf(texts, candidate.texts),
    problems: [],
  };
}

/** The text that a port of ours would have begun with, and what makes it of the present one. */
interface Candidate {
  readonly texts: TreeTexts;
  readonly files: readonly FilePlan[];
}

/** @returns a place instead where the text is none that apply writes */
function undo(
  texts: TreeTexts,
  now: Survey,
  sites: readonly SurveyedSite[],
  events: EventsFile,
): Candidate | { readonly place: Place } {
  const { recipe } = now;
  const edits: Record<keyof TreeTexts, Edit[]> = { migration: [], savevm: [], events: [] };
  let place: Place = { file: texts.migration.path };
  try {
    edits.events.push(...undoEvent(recipe, events, sites, now.calls.length === sites.length));
    for (const role of ['migration', 'savevm'] as const) {
      const file = now.sources[role];
      const here = sites.filter((site) => site.function.file === file);
      for (const site of here) {
        if (!site.existing) continue;
        place = placeAt(file, site.existing.call.start);
        edits[role].push(...undoEdits(recipe, site, site.existing));
        // Of proposals that overlap, the second one has the place.
        splice(file.text, edits[role]);
      }
      const remaining = now.calls.filter((call) => call.function.file === file).length - here.length;
      if (here.length > 0 && remaining === 0 && !usesTracepoints(file, [recipe.call.function])) {
        place = { file: file.path };
        // A renamed call goes back to another tracepoint and needs the include still.
        const include = here.some(wasRenamed) ? undefined : removeInclude(file, recipe.include);
        if (include) edits[role].push(include);
      }
    }
    const candidate: TreeTexts = {
      migration: { path: texts.migration.path, text: splice(texts.migration.text, edits.migration) },
      savevm: { path: texts.savevm.path, text: splice(texts.savevm.text, edits.savevm) },
      events: { path: texts.events.path, text: splice(texts.events.text, edits.events) },
    };
    return { texts: candidate, files: filesOf(texts, candidate, edits) };
  } catch (error) {
    // Overlapping proposals or crowded lines: no text that apply writes.
    if (error instanceof CrowdedLine || error instanceof OverlappingEdits) return { place };
    throw error;
  }
}

function undoEvent(recipe: Recipe, events: EventsFile, sites: readonly SurveyedSite[], all: boolean): Edit[] {
  const { event } = recipe;
  const edits: Edit[] = [];
  const line = events.declarations(event.name)[0];
  if (line && all) {
    const anchored = event.after.some((name) => events.declarations(name).length > 0);
    const section = fill(event.section, {});
    const index = events.lines.indexOf(line);
    const first = events.lines[index - section.length + 1];
    edits.push(anchored || !first ? events.remove(line) : events.removeFrom(first));
  }
  const { removes } = event;
  if (removes && events.declarations(removes.name).length === 0 && sites.some(wasRenamed)) {
    const restored = restoreOlder(events, removes);
    if (restored) edits.push(restored);
  }
  return edits;
}

function removedCalls(now: Survey, selected: PortOptions['selected']): RevertPlan['removed'] {
  return now.checkpoints
    .filter((one) => selected(one.checkpoint.name) && one.sites.some((site) => site.existing))
    .map((one) => ({
      name: one.checkpoint.name,
      sites: one.sites
        .filter((site) => site.existing)
        .map((site) => (wasRenamed(site) ? { ...placedCall(site), written: 'rename' } : placedCall(site))),
    }));
}
