import { isParsed, type ParsedFunction, type SourceFile } from '../csource/source-file.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { placeAt } from './place-at.js';

/** A function by name: parsed, or the problem with it; undefined where the file defines none. */
export function openFunction(
  file: SourceFile,
  name: string,
): { fn: ParsedFunction } | { problem: Problem } | undefined {
  const [span, second] = file.definitions(name);
  if (!span) return undefined;
  if (second) return { problem: placementProblems.definedTwice(name, placeAt(file, second.start)) };
  const fn = file.parse(span);
  return isParsed(fn) ? { fn } : { problem: placementProblems.notParsed(placeAt(file, fn.offset)) };
}
