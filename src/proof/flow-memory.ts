import { createHash } from 'node:crypto';
import type { FlowCatalogue } from '../catalogue/flow.js';
import type { SourceFile } from '../csource/source-file.js';
import { Program } from '../flow/program.js';
import type { Place, Step } from '../problem/problem.js';
import type { FlowFinding } from './flow-finding.js';

/** How many different codes are kept: those of the last trees, which are the likeliest to come again. */
const KEPT = 64;

/**
 * What was found of code that was run already, for many trees: most commits change nothing that a migration runs
 * through.
 */
export class FlowMemory {
  // As text, which keeps no tree alive.
  readonly #found = new Map<string, string>();

  /** The findings on some files, found now or before on the same functions. */
  recall(
    files: readonly SourceFile[],
    catalogue: FlowCatalogue,
    find: () => readonly FlowFinding[],
  ): readonly FlowFinding[] {
    const key = codeKey(files, catalogue);
    const known = this.#found.get(key);
    this.#found.delete(key);
    const relative =
      known ?? JSON.stringify(find().map((finding) => moved(finding, (step) => -startOf(files, step))));
    this.#found.set(key, relative);
    const oldest = this.#found.keys().next();
    if (this.#found.size > KEPT && !oldest.done) this.#found.delete(oldest.value);
    const findings = JSON.parse(relative) as FlowFinding[];
    return findings.map((finding) => moved(finding, (step) => startOf(files, step)));
  }
}

/** The same for files whose functions that a scenario can come to have the same text. */
function codeKey(files: readonly SourceFile[], { scenarios }: FlowCatalogue): string {
  const program = new Program(files);
  const hash = createHash('sha256');
  for (const name of program.reach(scenarios.flatMap(({ entries }) => entries)))
    for (const file of files)
      for (const { start, end } of file.definitions(name))
        hash.update(`${file.path}\0${name}\0${end - start}\0`).update(file.text.slice(start, end), 'latin1');
  return hash.digest('hex');
}

function startOf(files: readonly SourceFile[], { file: path, function: name }: Place): number {
  const file = files.find((one) => one.path === path);
  const [span] = file?.definitions(name ?? '') ?? [];
  return file && span ? file.lineOf(span.start) : 0;
}

/** A finding with all its lines moved. */
function moved(finding: FlowFinding, by: (place: Place) => number): FlowFinding {
  const { place, call } = finding;
  const at = (one: Place): Place => (one.line === undefined ? one : { ...one, line: one.line + by(one) });
  return {
    ...finding,
    place: at(place),
    ...(call ? { call: at(call) } : {}),
    path: finding.path.map((step): Step => ({ ...step, line: step.line + by(step) })),
  };
}
