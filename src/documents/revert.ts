import { partsOf } from '../catalogue/recipe-parts.js';
import { areDefault } from '../catalogue/recipes.js';
import type { RecipesRevert } from '../port/revert-recipes.js';
import { type SiteDocument, siteJson } from './parts.js';
import { type PortDocument, type PortOutcome, portDocument } from './port.js';

/** `present`: there, and it stays. */
export type RevertStatus = 'removed' | 'present' | 'absent';

/** What became of one checkpoint of a tree that was reverted. */
export interface RevertedCheckpoint {
  readonly name: string;
  readonly status: RevertStatus;
  /** The calls that went. */
  readonly sites: readonly SiteDocument[];
}

/** What became of one recipe of a tree that was reverted. */
export interface RevertedRecipe {
  readonly recipe: string;
  readonly status: 'removed' | 'absent' | 'refused';
  /** Why it is refused. */
  readonly reason?: string;
  readonly sites: readonly (SiteDocument & { readonly name: string; readonly status: RevertStatus })[];
}

/** The result of `revert`, described by templates/schemas/revert.schema.json. */
export interface RevertDocument extends PortDocument<'revert', RevertedCheckpoint, RevertedRecipe> {}

/** The document of `revert`. */
export function revertDocument(outcome: PortOutcome<RecipesRevert>, dryRun: boolean): RevertDocument {
  const recipes = outcome.recipes.map((recipe) => {
    const plan = outcome.plan.plans.find((one) => one.recipe === recipe)?.plan;
    const parts = partsOf(recipe).map(({ name }): RevertedCheckpoint => {
      const removed = plan?.removed.find((one) => one.name === name);
      const status = removed ? 'removed' : plan?.present.includes(name) ? 'present' : 'absent';
      return { name, status, sites: (removed?.sites ?? []).map(siteJson) };
    });
    return { recipe, parts, problems: plan?.problems ?? [] };
  });
  const isDefault = areDefault(outcome.recipes);
  const listed = recipes.map(({ recipe, parts, problems }): RevertedRecipe => {
    const sites = parts.flatMap(({ name, status, sites: own }) =>
      own.map((site) => ({ name, status, ...site })),
    );
    const status = problems.length > 0 ? 'refused' : sites.length > 0 ? 'removed' : 'absent';
    const [first] = problems;
    return { recipe: recipe.name, status, ...(first ? { reason: first.found } : {}), sites };
  });
  const checkpoints = recipes.find(({ recipe }) => recipe.kind === 'checkpoints')?.parts ?? [];
  return portDocument('revert', outcome, checkpoints, {
    dryRun,
    notes: [],
    recipes: isDefault ? undefined : listed,
    own: {},
  });
}
