import type { BackportResult, Ported } from '../../backport/backport-result.js';
import { notesOf } from '../../backport/notes.js';
import { unifiedDiff } from '../../patch/unified-diff.js';
import type { Problem } from '../../problem/problem.js';
import type { PortFacts } from '../../provenance/port-facts.js';
import type { ObjectFormat } from '../../tree/blob-id.js';
import { diffText, filesJson, jsonBytes, problemJson, verdictJson } from './json.js';

/** One result as the contract has it; see templates/schemas/backport.schema.json. */
function backportResultJson(result: BackportResult, dryRun: boolean, format: ObjectFormat) {
  const { onto, status, base = null, version = null } = result;
  const plan = result.plan;
  const ported = result.status === 'ported' ? result : undefined;
  const notes = notesOf(result);
  const problems = result.status === 'refused' ? result.problems : [];
  return {
    onto,
    base,
    version,
    status,
    ref: ported?.ref ?? null,
    newCommit: ported?.newCommit ?? null,
    checkpoints: plan?.verdicts.map(verdictJson) ?? [],
    files: ported ? filesJson(ported.plan.files, format) : [],
    ...(ported ? portedJson(ported, dryRun) : {}),
    ...(problems.length > 0 ? { reason: problems[0]?.found, problems: problems.map(problemJson) } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function portedJson({ facts, message, patch, present, ref, written, plan }: Ported, dryRun: boolean) {
  return {
    ...(ref === undefined ? {} : { wasThere: present !== undefined }),
    message: present?.message ?? message,
    differences: facts.differences.map(({ checkpoint, functions, why, upstream }) => ({
      checkpoint,
      functions,
      why,
      upstream,
    })),
    absent: facts.absent.map(absentJson),
    ...(facts.fixes.length > 0
      ? { fixes: facts.fixes.map(({ commit, subject, checkpoint }) => ({ commit, subject, checkpoint })) }
      : {}),
    ...(written === undefined ? {} : { written }),
    ...(patch !== undefined && written === undefined && !dryRun
      ? { patch: diffText(patch.bytes.toString('latin1')) }
      : {}),
    ...(dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
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

  /** Takes in the next result. */
  add(result: BackportResult, dryRun: boolean, format: ObjectFormat): void {
    const json = backportResultJson(result, dryRun, format);
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
