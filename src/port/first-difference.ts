import type { SourceFile } from '../csource/source-file.js';
import { placeAt } from '../placement/place-at.js';
import type { ReadTexts } from '../placement/sources.js';
import type { Place } from '../problem/problem.js';
import type { FilePlan } from './port-result.js';

/**
 * Where the files of a tree first differ from what a port would have written, file by file.
 * @param files of the port, whose results should be the tree's own texts
 * @returns undefined where they are the same
 */
export function firstDifference(read: ReadTexts, files: readonly FilePlan[]): Place | undefined {
  const { migration, savevm } = read.sources;
  for (const file of [migration, savevm, read.events]) {
    const wanted = files.find(({ path }) => path === file.path)?.after;
    if (wanted === undefined) return { file: file.path };
    if (wanted === file.text) continue;
    const line = lineOfDifference(file.text, wanted);
    return 'functionAt' in file ? placeInCode(file, line) : { file: file.path, line };
  }
  return undefined;
}

/** The first line of a text that is another one's only up to there; its last one where the other goes on. */
function lineOfDifference(text: string, other: string): number {
  const [lines, others] = [text.split('\n'), other.split('\n')];
  const index = lines.findIndex((line, at) => line !== others[at]);
  return index < 0 ? lines.length : index + 1;
}

function placeInCode(file: SourceFile, line: number): Place {
  return { ...placeAt(file, file.lines.startOfLine(line)), line };
}
