import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { objectFormat } from '../git/object-format.js';
import { unifiedDiff } from '../patch/unified-diff.js';
import type { FilePlan } from '../port/port-result.js';
import type { Problem } from '../problem/problem.js';
import { diffText, type FileDocument, filesJson, type ProblemDocument, problemJson } from './parts.js';

/** What became of a tree that was ported, there or back. */
export interface PortOutcome<Planned> {
  /** As it was given. */
  readonly folder: string;
  readonly root: string;
  readonly version: string | null;
  readonly recipes: readonly AnyRecipe[];
  readonly plan: Planned;
  readonly written: boolean;
  readonly commit: string | undefined;
}

/** A plan of whichever way. */
export interface PortPlan {
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
}

/** What results of a port, there or back, have in common. */
export interface PortDocument<Command, Checkpoint, Recipe> {
  readonly schema: `qemu-downtime/${Command & string}@1`;
  /** The folder as it was given. */
  readonly tree: string;
  /** What the tree's VERSION says; null where it says nothing usable. */
  readonly version: string | null;
  /** Whether files were changed. */
  readonly written: boolean;
  /** Id of the new commit, where one was asked for. */
  readonly commit?: string;
  readonly checkpoints: readonly Checkpoint[];
  /** Where other recipes than the default were asked for: what became of each, in the order in which they are ported. */
  readonly recipes?: readonly Recipe[];
  /** The files that change, or would. */
  readonly files: readonly FileDocument[];
  /** Why nothing was written; functions of the library throw it. */
  readonly problems?: readonly ProblemDocument[];
  /** Worth saying, no reason to refuse. */
  readonly notes?: readonly string[];
  /** Of a dry run: the change as a unified diff. Bytes that are no UTF-8 stand as one character each (Latin-1). */
  readonly diff?: string;
}

/** The document of a command that ports, there or back; see templates/schemas. */
export function portDocument<Command extends 'apply' | 'revert', Checkpoint, Recipe, Own extends object>(
  command: Command,
  outcome: PortOutcome<PortPlan>,
  checkpoints: readonly Checkpoint[],
  options: {
    readonly dryRun: boolean;
    readonly notes: readonly string[];
    readonly recipes?: readonly Recipe[] | undefined;
    /** What only this command has. */
    readonly own: Own;
  },
): PortDocument<Command, Checkpoint, Recipe> & Own {
  const { plan } = outcome;
  return {
    schema: `qemu-downtime/${command}@1`,
    tree: outcome.folder,
    version: outcome.version,
    written: outcome.written,
    ...(outcome.commit === undefined ? {} : { commit: outcome.commit }),
    ...options.own,
    checkpoints,
    ...(options.recipes === undefined ? {} : { recipes: options.recipes }),
    files: filesJson(plan.files, objectFormat(outcome.root)),
    ...(plan.problems.length > 0 ? { problems: plan.problems.map(problemJson) } : {}),
    ...(options.notes.length > 0 ? { notes: options.notes } : {}),
    ...(options.dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  };
}
