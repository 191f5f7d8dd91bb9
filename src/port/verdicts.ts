import type { Recipe } from '../catalogue/recipe.js';
import type { SurveyedSite } from '../placement/site.js';
import type { TreeTexts } from '../placement/sources.js';
import type { CheckpointSurvey } from '../placement/survey.js';
import type { Problem } from '../problem/problem.js';
import type { PlacedCall, Plan, PortOptions, Status, Verdict } from './port-result.js';

/** The verdict on a checkpoint whose port is proved. */
export function verdict(
  result: CheckpointSurvey,
  before: CheckpointSurvey | undefined,
  options: PortOptions,
  written: ReadonlySet<SurveyedSite>,
): Verdict {
  const { name, notApplicable } = result.checkpoint;
  if (!options.selected(name)) return { name, status: 'skipped', sites: [] };
  if (result.status === 'not-applicable') {
    return { name, status: 'not-applicable', sites: [], reason: notApplicable ?? 'not in this tree' };
  }
  // Both surveys go through the same slots, so a site has the same index before and after.
  const ways = result.sites.map((_, index) => wayOf(before?.sites[index], written));
  const sites = result.sites.map((site, index): PlacedCall => {
    const way = ways[index];
    return way === undefined ? placedCall(site) : { ...placedCall(site), written: way };
  });
  return { name, status: statusOf(ways), sites };
}

function wayOf(before: SurveyedSite | undefined, written: ReadonlySet<SurveyedSite>): PlacedCall['written'] {
  if (before === undefined || !written.has(before)) return undefined;
  return before.existing ? 'moved' : before.form;
}

function statusOf(ways: readonly PlacedCall['written'][]): Status {
  const done = ways.filter((way) => way !== undefined);
  if (done.includes('moved')) return 'moved';
  if (done.length === 0) return 'present';
  return done.every((way) => way === 'rename') ? 'replaced' : 'inserted';
}

/** The plan of a refused tree: nothing changes, and each checkpoint says how it stands. */
export function refused(
  texts: TreeTexts,
  recipe: Recipe,
  checkpoints: readonly CheckpointSurvey[],
  problems: readonly Problem[],
  notes: readonly string[],
  options: PortOptions,
): Plan {
  const verdicts = checkpoints.map(({ checkpoint, status, sites, problems: own }): Verdict => {
    const { name } = checkpoint;
    if (!options.selected(name)) return { name, status: 'skipped', sites: [] };
    const reason = own[0]?.found;
    if (status === 'unplaced' || reason)
      return { name, status: 'unplaced', sites: [], ...(reason ? { reason } : {}) };
    if (status === 'not-applicable')
      return { name, status, sites: [], reason: checkpoint.notApplicable ?? '' };
    const present = sites.length > 0 && sites.every((site) => site.existing);
    return present
      ? { name, status: 'present', sites: sites.map(placedCall) }
      : { name, status: 'unplaced', sites: [], reason: 'not placed, since the tree is refused' };
  });
  const files = [texts.migration, texts.savevm, texts.events].map(({ path, text }) => ({
    path,
    before: text,
    after: text,
    edits: [],
  }));
  return { recipe, verdicts, files, problems: uniqueProblems(problems), absent: [], notes };
}

function uniqueProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** A site's call as the result tells it. */
export function placedCall(site: SurveyedSite): PlacedCall {
  const { file, name } = site.function;
  const at = site.existing?.call ?? site.statement;
  return {
    file: file.path,
    line: file.lineOf(at.start),
    function: name,
    why: site.placement.why,
    placement: site.placement.id,
  };
}
