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
  moved: ReadonlySet<string>,
): Verdict {
  const { name, notApplicable } = result.checkpoint;
  if (!options.selected(name)) return { name, status: 'skipped', sites: [] };
  if (result.status === 'not-applicable') {
    return { name, status: 'not-applicable', sites: [], reason: notApplicable ?? 'not in this tree' };
  }
  const sites = result.sites.map(placedCall);
  return { name, status: statusOf(before, moved.has(name)), sites };
}

function statusOf(before: CheckpointSurvey | undefined, moved: boolean): Status {
  if (moved) return 'moved';
  const missing = before?.sites.filter((site) => !site.existing) ?? [];
  if (missing.length === 0) return 'present';
  return missing.every((site) => site.form === 'rename') ? 'replaced' : 'inserted';
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
  return { recipe, verdicts, files, problems: uniqueProblems(problems), notes };
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
