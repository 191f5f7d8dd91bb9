import { expect } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { FilePlan, Plan } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';
import type { RevertPlan } from '../../src/port/revert-result.js';
import type { Place, Problem } from '../../src/problem/problem.js';
import type { SmallTree } from './small-tree.js';

/** How to port: which checkpoints (all by default), with the later corrections or without. */
export interface Options {
  readonly only?: readonly string[];
  readonly fixes?: boolean;
}

/** The paths of the small trees. */
export const PATHS = {
  migration: 'migration/migration.c',
  savevm: 'migration/savevm.c',
  events: 'migration/trace-events',
} as const;

/** A small tree as the planner reads it. */
export function textsOf(tree: SmallTree): TreeTexts {
  return {
    migration: { path: PATHS.migration, text: tree.migration },
    savevm: { path: PATHS.savevm, text: tree.savevm },
    events: { path: PATHS.events, text: tree.events },
  };
}

/** The tree that a plan makes. */
function afterOf(files: readonly FilePlan[]): SmallTree {
  const [migration, savevm, events] = files.map((file) => file.after);
  return { migration: migration ?? '', savevm: savevm ?? '', events: events ?? '' };
}

const selectedBy =
  ({ only }: Options) =>
  (name: string): boolean =>
    only === undefined || only.includes(name);

/** Plans a port, whatever comes of it. */
export function planned(tree: SmallTree, options: Options = {}): Plan {
  return planPort(textsOf(tree), defaultRecipe, {
    selected: selectedBy(options),
    fixes: options.fixes ?? false,
  });
}

/** The tree with its port, which must succeed. */
export function ported(tree: SmallTree, options: Options = {}): SmallTree {
  const plan = planned(tree, options);
  expect(plan.problems).toEqual([]);
  return afterOf(plan.files);
}

/** Plans a revert, whatever comes of it. */
export function revertPlanned(tree: SmallTree, options: Options = {}): RevertPlan {
  return planRevert(textsOf(tree), defaultRecipe, selectedBy(options));
}

/** The tree without its port, which must succeed. */
export function reverted(tree: SmallTree, options: Options = {}): SmallTree {
  const plan = revertPlanned(tree, options);
  expect(plan.problems).toEqual([]);
  return afterOf(plan.files);
}

/** A problem by what scripts rely on. */
export interface Told extends Place {
  readonly code: string;
}

/** The problems for which a plan is refused; fails if there are none, or if a file would change. */
export function refusalOf(plan: {
  readonly problems: readonly Problem[];
  readonly files: readonly FilePlan[];
}): Told[] {
  expect(plan.problems).not.toEqual([]);
  for (const file of plan.files) {
    expect(file.after).toBe(file.before);
    expect(file.edits).toEqual([]);
  }
  for (const problem of plan.problems) {
    for (const text of [problem.expected, problem.found, problem.next]) expect(text).not.toBe('');
  }
  return plan.problems.map(({ code, place }) => ({ code, ...(place ?? { file: '' }) }));
}

/** Fails unless the port is refused for these problems and no other. */
export function expectRefused(tree: SmallTree, problems: readonly Told[], options: Options = {}): void {
  expect(refusalOf(planned(tree, options))).toEqual(problems);
}

/** The checkpoints' calls of a text with their lines, in order. */
export function callsIn(text: string): string[] {
  return [...text.matchAll(/trace_vmstate_downtime_checkpoint\("([^"]*)"\)/g)].map((match) => match[1] ?? '');
}
