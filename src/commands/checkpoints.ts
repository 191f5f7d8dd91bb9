import type { Change, ChangeRecipe } from '../catalogue/change-recipe.js';
import type { Checkpoint, Recipe } from '../catalogue/recipe.js';
import { selectCheckpoints, selectRecipes } from '../library/select.js';
import { usageProblems } from '../problem/usage-problems.js';
import { exitCode } from './exit-code.js';
import { colours } from './render/colour.js';
import { requireOutput, writeResult } from './result.js';
import { terminalAt } from './terminal.js';

/** The options of `checkpoints`. */
export interface CheckpointsOptions {
  readonly format: 'text' | 'json' | 'diff';
  readonly recipe?: string;
  readonly output?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/**
 * `qemu-downtime checkpoints [NAME]`: shows the catalogue, in detail where one name or pattern fits one only.
 * @returns the exit code
 */
export function checkpoints(name: string | undefined, options: CheckpointsOptions): number {
  if (options.format === 'diff') throw usageProblems.formatUnfit('diff', 'a catalogue has no diff');
  const [recipe, second] = selectRecipes(options.recipe);
  if (!recipe || second) throw usageProblems.oneCatalogue();
  const selected = selectCheckpoints(recipe, name === undefined ? [] : [name]);
  requireOutput(options.output);
  if (recipe.kind === 'changes') {
    const changes = recipe.changes.filter((one) => selected(one.name));
    const text = options.format === 'json' ? changesJson(recipe, changes) : changesText(changes, options);
    writeResult(Buffer.from(text), options.output);
    return exitCode.done;
  }
  const chosen = recipe.checkpoints.filter((one) => selected(one.name));
  if (options.format === 'json') {
    const document = {
      schema: 'qemu-downtime/checkpoints@1',
      recipe: recipe.name,
      commit: recipe.commit,
      checkpoints: chosen.map(checkpointJson),
    };
    writeResult(Buffer.from(`${JSON.stringify(document, null, 2)}\n`), options.output);
  } else {
    const [first] = chosen;
    const text = chosen.length === 1 && first ? details(recipe, first, options) : table(chosen, options);
    writeResult(Buffer.from(text), options.output);
  }
  return exitCode.done;
}

function checkpointJson(one: Checkpoint) {
  const { name, side, phase, meaning, upstream, since, changedBy } = one;
  const placements = one.slots.flatMap((slot) =>
    slot.placements.map((placement) => ({
      id: placement.id,
      path: slot.path,
      functions: placement.functions,
      why: placement.why,
    })),
  );
  return { name, side, phase, meaning, upstream, since, changedBy, placements };
}

function table(chosen: readonly Checkpoint[], options: CheckpointsOptions): string {
  const paint = colours(options.color, options.output === undefined && terminalAt('stdout').isTTY);
  const name = Math.max(...chosen.map((one) => one.name.length));
  const phase = Math.max(...chosen.map((one) => one.phase.length));
  const lines: string[] = [];
  let side = '';
  for (const one of chosen) {
    if (one.side !== side) lines.push(paint.strong(one.side));
    side = one.side;
    lines.push(`  ${one.name.padEnd(name)}  ${paint.dim(one.phase.padEnd(phase))}  ${one.meaning}`);
  }
  return `${lines.join('\n')}\n`;
}

function details(recipe: Recipe, one: Checkpoint, options: CheckpointsOptions): string {
  const paint = colours(options.color, options.output === undefined && terminalAt('stdout').isTTY);
  const changed = one.changedBy.map((commit) => {
    const fix = recipe.fixes.find((candidate) => candidate.commit.startsWith(commit));
    return `  ${commit} ${fix?.subject ?? ''}`.trimEnd();
  });
  const places = one.slots.flatMap((slot) =>
    slot.placements.map(
      (placement) =>
        `  ${slot.path === 'any' ? '' : `${slot.path}: `}${placement.functions.join(', ')}\n    ${paint.dim(placement.why)}`,
    ),
  );
  return [
    `${paint.strong(one.name)}  ${one.side}, ${one.phase}`,
    `  ${one.meaning}`,
    `upstream: ${one.upstream}, since ${one.since} (${recipe.commit.slice(0, 10)})`,
    ...(changed.length > 0 ? ['changed by:', ...changed] : []),
    'places, newest code first; the first one that fits a tree is taken:',
    ...places,
    '',
  ].join('\n');
}

function changesJson({ name, commit }: ChangeRecipe, changes: readonly Change[]): string {
  const document = {
    schema: 'qemu-downtime/checkpoints@1',
    recipe: name,
    commit,
    checkpoints: [],
    changes: changes.map((one) => ({
      name: one.name,
      meaning: one.meaning,
      upstream: one.upstream,
      variants: one.variants.map(({ id, functions, why }) => ({ id, functions, why })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The changes with their variants, newest code first. */
function changesText(changes: readonly Change[], options: CheckpointsOptions): string {
  const paint = colours(options.color, options.output === undefined && terminalAt('stdout').isTTY);
  const lines = changes.flatMap(({ name, meaning, upstream, variants }) => [
    `${paint.strong(name)}  ${meaning}`,
    `  upstream: ${upstream}`,
    ...variants.map(({ functions, why }) => `  ${functions.join(', ')}\n    ${paint.dim(why)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
