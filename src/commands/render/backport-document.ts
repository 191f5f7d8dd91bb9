import type { BackportResult } from '../../backport/backport-result.js';
import type { AnyRecipe } from '../../catalogue/any-recipe.js';
import { revisionJson } from '../../documents/backport.js';
import { problemJson } from '../../documents/parts.js';
import type { Problem } from '../../problem/problem.js';
import type { ObjectFormat } from '../../tree/blob-id.js';
import { jsonBytes } from './json.js';

/**
 * The JSON document of `backport`, put together of results as bytes: objects would keep the sources alive that their
 * names were cut from, and of a thousand revisions that is half a gigabyte.
 */
export class BackportText {
  readonly #results: Buffer[] = [];
  readonly #diffs: Buffer[] = [];

  /** Takes in the next result. @param recipes that were asked for */
  add(result: BackportResult, recipes: readonly AnyRecipe[], dryRun: boolean, format: ObjectFormat): void {
    const json = revisionJson(result, recipes, dryRun, format);
    const text = JSON.stringify(json, null, 2).replaceAll('\n', '\n    ');
    this.#results.push(Buffer.from(`${this.#results.length === 0 ? '' : ','}\n    ${text}`));
    if (json.diff !== undefined) this.#diffs.push(Buffer.from(json.diff));
  }

  /** The whole. */
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
