import type { BackportResult, Ported, PortedCommit } from '../backport/backport-result.js';
import { notesOf } from '../backport/notes.js';
import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { isOurs } from '../catalogue/recipe-parts.js';
import { unifiedDiff } from '../patch/unified-diff.js';
import type { Difference, PortFacts } from '../provenance/port-facts.js';
import type { ObjectFormat } from '../tree/blob-id.js';
import {
  type CheckpointDocument,
  diffText,
  type FileDocument,
  type FixDocument,
  filesJson,
  fixJson,
  type ProblemDocument,
  problemJson,
  verdictJson,
} from './parts.js';
import { type RecipeDocument, recipesJson } from './recipes.js';

/** The result of `backport`, described by templates/schemas/backport.schema.json. */
export interface BackportDocument {
  readonly schema: 'qemu-downtime/backport@1';
  /** One a revision, in the order asked for. */
  readonly results: readonly RevisionDocument[];
  /** Of a dry run: the diffs of all revisions. */
  readonly diff?: string;
}

/** What became of one revision. */
export interface RevisionDocument {
  /** The revision as it was given, or the full name of a ref that a pattern stands for. */
  readonly onto: string;
  /** Id of the commit; null where the revision names none or could not be read. */
  readonly base: string | null;
  /** What the tree's VERSION says; null where it says nothing usable. */
  readonly version: string | null;
  /** `already`: all there, nothing to do. */
  readonly status: 'ported' | 'already' | 'refused';
  /** The full name of the branch with the new commit, or that it would be on; null for patches. */
  readonly ref: string | null;
  /** The commit on the branch, also one of an earlier run; null in a dry run and for patches. */
  readonly newCommit: string | null;
  readonly checkpoints: readonly CheckpointDocument[];
  /** Where other recipes than the default were asked for: what became of each, in the order of the commits. */
  readonly recipes?: readonly RecipeDocument[];
  readonly files: readonly FileDocument[];
  /** Whether the branch had the same tree on the same commit before, or the files the same patches, and stays. */
  readonly wasThere?: boolean;
  /** Of a port: the message of the commit or mail; of the one on the branch where it was there. */
  readonly message?: string;
  /** With more than one recipe: the commits in order; the last one is `newCommit`. */
  readonly commits?: readonly CommitDocument[];
  /** Of a port: calls that are elsewhere than upstream's. */
  readonly differences?: readonly Difference[];
  /** Of a port: commits of upstream's series that the tree does not have. */
  readonly absent?: readonly AbsentCommit[];
  /** Where they were asked for: the later upstream corrections that the calls carry. */
  readonly fixes?: readonly FixDocument[];
  /** The files of the patch, where they were written. */
  readonly written?: readonly string[];
  /** The patch in its form, where it was not written. Bytes that are no UTF-8 stand as one character each (Latin-1). */
  readonly patch?: string;
  /** Of a dry run: the change as a unified diff. */
  readonly diff?: string;
  /** Of a refused one: the first problem, in words. */
  readonly reason?: string;
  readonly problems?: readonly ProblemDocument[];
  /** Worth saying, no reason to refuse. */
  readonly notes?: readonly string[];
}

/** A commit of several on a branch. */
export interface CommitDocument {
  readonly recipe: string;
  /** Full id of upstream's commit; null for a step that is none of upstream's series. */
  readonly upstream: string | null;
  /** Full id; null in a dry run and for patches. */
  readonly newCommit: string | null;
  readonly message: string;
}

/** A commit of upstream's series that a tree does not have. */
export interface AbsentCommit {
  /** Full id. */
  readonly commit: string;
  /** What git describe calls it with upstream's tags. */
  readonly describe: string;
  readonly subject: string;
}

/** One result as the contract has it; see {@link BackportDocument}. */
export function revisionJson(
  result: BackportResult,
  recipes: readonly AnyRecipe[],
  dryRun: boolean,
  format: ObjectFormat,
): RevisionDocument {
  const { onto, status, base = null, version = null } = result;
  const plan = result.plan;
  const ported = result.status === 'ported' ? result : undefined;
  const notes = notesOf(result);
  const problems = result.status === 'refused' ? result.problems : [];
  const [first] = problems;
  const checkpoints = plan?.plans.find(({ recipe }) => recipe.kind === 'checkpoints');
  const listed = plan && recipesJson(recipes, plan.plans);
  return {
    onto,
    base,
    version,
    status,
    ref: ported?.ref ?? null,
    newCommit: ported?.newCommits?.at(-1) ?? null,
    checkpoints: checkpoints?.verdicts.map(verdictJson) ?? [],
    ...(listed ? { recipes: listed } : {}),
    files: ported ? filesJson(ported.plan.files, format) : [],
    ...(ported ? portedJson(ported, dryRun, recipes.length > 1) : {}),
    ...(first ? { reason: first.found, problems: problems.map(problemJson) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** @param several whether more than one recipe was asked for */
function portedJson(ported: Ported, dryRun: boolean, several: boolean) {
  const { commits, patches, present, ref, written, plan } = ported;
  const all = commits.map(({ facts }) => facts);
  const fixes = all.flatMap((facts) => facts.fixes);
  const shown = patches !== undefined && written === undefined && !dryRun;
  return {
    ...(ref === undefined ? {} : { wasThere: present !== undefined }),
    ...(written === undefined ? {} : { wasThere: written.wereThere }),
    message: messageOf(ported, commits.length - 1),
    ...(several ? { commits: commits.map((one, index) => commitJson(ported, one, index)) } : {}),
    differences: all
      .flatMap(({ differences }) => differences)
      .map(({ checkpoint, functions, why, upstream }) => ({ checkpoint, functions, why, upstream })),
    absent: all.flatMap(({ absent }) => absent).map(absentJson),
    ...(fixes.length > 0 ? { fixes: fixes.map(fixJson) } : {}),
    ...(written === undefined ? {} : { written: written.paths }),
    ...(shown ? { patch: diffText(patches.map(({ bytes }) => bytes.toString('latin1')).join('')) } : {}),
    ...(dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  };
}

/** The message that a commit has: of one that was there its own. */
function messageOf({ present, commits }: Ported, index: number): string {
  return present?.[index]?.message ?? commits[index]?.message ?? '';
}

function commitJson(ported: Ported, { plan: { recipe } }: PortedCommit, index: number): CommitDocument {
  return {
    recipe: recipe.name,
    upstream: isOurs(recipe) ? null : recipe.commit,
    newCommit: ported.newCommits?.[index] ?? null,
    message: messageOf(ported, index),
  };
}

function absentJson({ commit, subject, describe }: PortFacts['absent'][number]): AbsentCommit {
  return { commit, describe, subject };
}
