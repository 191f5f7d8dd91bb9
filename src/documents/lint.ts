import type { Finding, LintResult, RecipeState, Severity } from '../lint/finding.js';
import type { Problem, Step } from '../problem/problem.js';
import { diffText, type ProblemDocument, problemJson } from './parts.js';

/** The result of `lint`, described by templates/schemas/lint.schema.json. */
export interface LintDocument {
  readonly schema: 'qemu-downtime/lint@1';
  /** One a tree that was looked at. */
  readonly results: readonly LintedTree[];
  /** Revisions that could not be looked at. */
  readonly refused?: readonly RefusedRevision[];
  /** Fingerprints in the baseline that no tree has any more. */
  readonly stale?: readonly string[];
  /** Of a dry run of `--fix`: what would change. */
  readonly diff?: string;
}

/** A revision that could not be looked at. */
export interface RefusedRevision {
  /** As it was given. */
  readonly revision: string;
  readonly problems: readonly ProblemDocument[];
}

/** What was found in one tree. */
export interface LintedTree {
  /** The folder or repository as it was given. */
  readonly tree: string;
  readonly version: string | null;
  /** Null for a tree in a folder. */
  readonly revision: string | null;
  /** How many findings of each severity there are. */
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** How many were left out because a comment suppresses them, or because they are known. */
  readonly suppressed: number;
  readonly known: number;
  /** Where other recipes than the default were asked for: how the tree has each. */
  readonly recipes?: readonly LintedRecipe[];
  /** In the order of files and lines. */
  readonly findings: readonly FindingDocument[];
}

/** How a tree has a recipe. */
export interface LintedRecipe {
  readonly recipe: string;
  /** `present`: all of it, and nothing wrong in it. */
  readonly status: 'present' | 'refused';
  /** What is wrong first. */
  readonly reason?: string;
  /** The calls that are there. */
  readonly sites: readonly {
    readonly name: string;
    readonly file: string;
    /** 1-based. */
    readonly line: number;
    readonly function: string;
  }[];
}

/** Something that is wrong, or worth knowing, about a tree's checkpoints. */
export interface FindingDocument {
  /** Stable id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly checkpoint: string | null;
  /** Ids of the kinds of migration that show it; empty where the code alone does. */
  readonly scenarios: readonly string[];
  /** Path relative to the tree. */
  readonly file: string;
  /** 1-based; null where the finding is about the file as a whole. */
  readonly line: number | null;
  /** 1-based, in characters of the line; null where the whole line is meant. */
  readonly column: number | null;
  readonly function: string | null;
  /** What is found, and what to do; one sentence each, without a full stop. */
  readonly message: string;
  readonly next: string;
  /** The path through the code that shows it, outermost call first, as `function:line`. */
  readonly path: readonly string[];
  /** The same path as data. */
  readonly steps: readonly Step[];
  /** The option of the command line that mends it; null where a person has to. */
  readonly fix: string | null;
  /** What tells the finding from others over time; the same when lines above it change. */
  readonly fingerprint: string;
}

/** What the document is made of. */
interface Linted {
  readonly results: readonly LintResult[];
  readonly refused: readonly { readonly revision: string; readonly problems: readonly Problem[] }[];
  readonly stale: readonly string[];
  /** One character a byte. */
  readonly diff?: string | undefined;
}

/** The document of `lint`. */
export function lintDocument({ results, refused, stale, diff }: Linted): LintDocument {
  const asked = refused.map(({ revision, problems }) => ({ revision, problems: problems.map(problemJson) }));
  return {
    schema: 'qemu-downtime/lint@1',
    results: results.map(resultJson),
    ...(asked.length === 0 ? {} : { refused: asked }),
    ...(stale.length === 0 ? {} : { stale }),
    ...(diff === undefined ? {} : { diff: diffText(diff) }),
  };
}

/** How many findings of a severity there are. */
export function countFindings(results: readonly LintResult[], severity: Severity): number {
  return results.reduce(
    (sum, { findings }) => sum + findings.filter((one) => one.severity === severity).length,
    0,
  );
}

function resultJson(result: LintResult): LintedTree {
  const { tree, version, revision, suppressed, known, findings } = result;
  return {
    tree,
    version: version ?? null,
    revision: revision ?? null,
    errors: countFindings([result], 'error'),
    warnings: countFindings([result], 'warning'),
    notes: countFindings([result], 'note'),
    suppressed,
    known,
    ...(result.recipes ? { recipes: result.recipes.map(recipeJson) } : {}),
    findings: findings.map(findingJson),
  };
}

function recipeJson({ recipe, isRight, reason, sites }: RecipeState): LintedRecipe {
  return {
    recipe,
    status: isRight ? 'present' : 'refused',
    ...(reason === undefined ? {} : { reason }),
    sites,
  };
}

function findingJson(finding: Finding): FindingDocument {
  const { rule, severity, checkpoint, file, line, column, message, next, path, fix, fingerprint } = finding;
  return {
    rule,
    severity,
    checkpoint: checkpoint ?? null,
    scenarios: finding.scenarios,
    file,
    line: line ?? null,
    column: column ?? null,
    function: finding.function ?? null,
    message,
    next,
    path: path.map((step) => `${step.function}:${step.line}`),
    steps: path.map((step) => ({ file: step.file, line: step.line, function: step.function })),
    fix: fix ?? null,
    fingerprint,
  };
}
