import type { BackportResult, Ported, PortedCommit } from '../../backport/backport-result.js';
import { notesOf } from '../../backport/notes.js';
import type { AnyRecipe } from '../../catalogue/any-recipe.js';
import { isOurs } from '../../catalogue/recipe-parts.js';
import { unifiedDiff } from '../../patch/unified-diff.js';
import type { Problem } from '../../problem/problem.js';
import type { PortFacts } from '../../provenance/port-facts.js';
import type { ObjectFormat } from '../../tree/blob-id.js';
import { diffText, filesJson, jsonBytes, problemJson, verdictJson } from './json.js';
import { recipesJson } from './recipes-json.js';

/** One result as the contract has it; see templates/schemas/backport.schema.json. */
function backportResultJson(
  result: BackportResult,
  recipes: readonly AnyRecipe[],
  dryRun: boolean,
  format: ObjectFormat,
) {
  const { onto, status, base = null, version = null } = result;
  const plan = result.plan;
  const ported = result.status === 'ported' ? result : undefined;
  const notes = notesOf(result);
  const problems = result.status === 'refused' ? result.problems : [];
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
    ...(problems.length > 0 ? { reason: problems[0]?.found, problems: problems.map(problemJson) } : {}),
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
    message: messageOf(ported, commits.length - 1),
    ...(several ? { commits: commits.map((one, index) => commitJson(ported, one, index)) } : {}),
    differences: all
      .flatMap(({ differences }) => differences)
      .map(({ checkpoint, functions, why, upstream }) => ({ checkpoint, functions, why, upstream })),
    absent: all.flatMap(({ absent }) => absent).map(absentJson),
    ...(fixes.length > 0
      ? { fixes: fixes.map(({ commit, subject, checkpoint }) => ({ commit, subject, checkpoint })) }
      : {}),
    ...(written === undefined ? {} : { written }),
    ...(shown ? { patch: diffText(patches.map(({ bytes }) => bytes.toString('latin1')).join('')) } : {}),
    ...(dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  };
}

/** The message that a commit has: of one that was there its own. */
function messageOf({ present, commits }: Ported, index: number): string {
  return present?.[index]?.message ?? commits[index]?.message ?? '';
}

function commitJson(ported: Ported, { plan: { recipe } }: PortedCommit, index: number) {
  return {
    recipe: recipe.name,
    upstream: isOurs(recipe) ? null : recipe.commit,
    newCommit: ported.newCommits?.[index] ?? null,
    message: messageOf(ported, index),
  };
}

function absentJson({ commit, subject, describe }: PortFacts['absent'][number]) {
  return { commit, describe, subject };
}

/**
 * The JSON document of `backport`, put together of results as bytes: objects would keep the sources alive that their
 * names were cut from, and of a thousand revisions that is half a gigabyte.
 */
export class BackportDocument {
  readonly #results: Buffer[] = [];
  readonly #diffs: Buffer[] = [];

  /** Takes in the next result. @param recipes that were asked for */
  add(result: BackportResult, recipes: readonly AnyRecipe[], dryRun: boolean, format: ObjectFormat): void {
    const json = backportResultJson(result, recipes, dryRun, format);
    const text = JSON.stringify(json, null, 2).replaceAll('\n', '\n    ');
    this.#results.push(Buffer.from(`${this.#results.length === 0 ? '' : ','}\n    ${text}`));
    if ('diff' in json && json.diff !== undefined) this.#diffs.push(Buffer.from(json.diff));
  }

  /** The whole document. */
  bytes(dryRun: boolean): Buffer {
    const diff = Buffer.concat(this.#diffs).toString();
    return Buffer.concat([
      Buffer.from('{\n  "schema": "qemu-downtime/backport@1",\n  "results": ['),
      ...this.#results,
      Buffer.from(`\n  ]${dryRun ? `,\n  "diff": ${JSON.stringify(diff)}` : ''}\n}\n`),
    ]);
  }
}

/** The JSON document of a run that looked at no revision. */
export function backportFailure(problems: readonly Problem[]): Buffer {
  return jsonBytes({
    schema: 'qemu-downtime/backport@1',
    results: [],
    problems: problems.map(problemJson),
  });
}
