import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { Lines } from '../csource/lines.js';
import { offsetAfter } from '../csource/splice.js';
import type { SeriesTexts } from '../placement/sources.js';
import { backportProblems } from '../problem/backport-problems.js';
import type { Problem } from '../problem/problem.js';
import { planPort } from './plan.js';
import type { FilePlan, Plan, PortOptions } from './port-result.js';

/** What several recipes do to a tree, one after the other; or the problems for which all are refused. */
export interface RecipesPlan {
  /** A plan a recipe, each onto the result of the one before; those behind a refused one are not there. */
  readonly plans: readonly Plan[];
  /** What all of them together change. */
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/**
 * Plans recipes in their order, all or nothing: where one is refused nothing changes.
 * @param recipes at least one
 */
export function planRecipes(
  texts: SeriesTexts,
  recipes: readonly AnyRecipe[],
  options: PortOptions,
): RecipesPlan {
  const plans: Plan[] = [];
  let now = texts;
  for (const recipe of recipes) {
    const plan = planPort(now, recipe, options);
    // What was placed before may have moved down.
    plans.splice(0, plans.length, ...plans.map((one) => movedBy(one, plan)), plan);
    if (plan.problems.length > 0) {
      plans.splice(-1, 1, orPortedBefore(texts, now, plan, options));
      return { ...together(plans), files: untouched(plans) };
    }
    now = textsAfter(now, plan);
  }
  return { ...together(plans), files: overall(plans) };
}

/**
 * A plan that is refused; where that is because the tree had calls of the recipe before the steps in front of it, whose places
 * these have moved, with that as its only problem: else each call is named at a line that no tree has.
 * @param texts the tree
 * @param now what the steps before have made of it
 */
function orPortedBefore(texts: SeriesTexts, now: SeriesTexts, plan: Plan, options: PortOptions): Plan {
  const isChanged = (['migration', 'savevm'] as const).some((role) => texts[role].text !== now[role].text);
  if (plan.recipe.kind !== 'checkpoints' || !isChanged) return plan;
  const alone = planPort(texts, plan.recipe, options);
  const [call] = alone.verdicts.flatMap(({ sites }) => sites.filter(({ written }) => written === undefined));
  if (!call) return plan;
  // Where a port would add calls above it, its line here is another.
  const isAsInTree = alone.files.some(({ path, edits }) => path === call.file && edits.length === 0);
  const place = { file: call.file, function: call.function, ...(isAsInTree ? { line: call.line } : {}) };
  return { ...alone, problems: [backportProblems.portedBefore(place)] };
}

/** A plan with the lines that its calls have once a later plan is carried out as well. */
function movedBy(plan: Plan, { files }: Plan): Plan {
  const lineAfter = (path: string, line: number): number => {
    const file = files.find((one) => one.path === path);
    if (!file) return line;
    const start = new Lines(file.before).startOfLine(line);
    return new Lines(file.after).numberAt(offsetAfter(file.edits, start));
  };
  const verdicts = plan.verdicts.map((verdict) => ({
    ...verdict,
    sites: verdict.sites.map((site) => ({ ...site, line: lineAfter(site.file, site.line) })),
  }));
  return { ...plan, verdicts };
}

function together(plans: readonly Plan[]): Pick<RecipesPlan, 'plans' | 'problems' | 'notes'> {
  return {
    plans,
    problems: plans.flatMap(({ problems }) => problems),
    // Said of the tree, so each says the same.
    notes: [...new Set(plans.flatMap(({ notes }) => notes))],
  };
}

/** The texts that a plan leaves. */
export function textsAfter(texts: SeriesTexts, { files }: Pick<Plan, 'files'>): SeriesTexts {
  const after = <T extends { readonly path: string; readonly text: string }>(file: T): T => {
    const plan = files.find(({ path }) => path === file.path);
    return plan ? { ...file, text: plan.after } : file;
  };
  return {
    migration: after(texts.migration),
    savevm: after(texts.savevm),
    events: after(texts.events),
    ...(texts.header ? { header: after(texts.header) } : {}),
  };
}

/**
 * The first text of each file and the last. Of one plan alone the edits are kept.
 * @param plans each onto the result of the one before; one that has no need of a file does not have it
 */
export function overall(plans: readonly Plan[]): readonly FilePlan[] {
  const [first] = plans;
  if (!first || plans.length === 1) return first?.files ?? [];
  const paths = [...new Set(plans.flatMap(({ files }) => files.map(({ path }) => path)))];
  return paths.map((path) => {
    const own = plans.flatMap(({ files }) => files.filter((file) => file.path === path));
    const [before = '', after = ''] = [own[0]?.before, own.at(-1)?.after];
    return { path, before, after, edits: [{ start: 0, end: before.length, text: after }] };
  });
}

function untouched(plans: readonly Plan[]): readonly FilePlan[] {
  return overall(plans).map((file) => ({ ...file, after: file.before, edits: [] }));
}
