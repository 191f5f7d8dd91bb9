import { Lines } from '../csource/lines.js';
import { offsetBefore } from '../csource/splice.js';
import type { Problem } from '../problem/problem.js';
import type { FilePlan } from './port-result.js';

/** A problem of the planned text, with the line of the file as it is. */
export function inTheFile(problem: Problem, files: readonly FilePlan[]): Problem {
  const { place } = problem;
  const file = files.find((one) => one.path === place?.file);
  if (!place?.line || !file) return problem;
  const start = new Lines(file.after).startOfLine(place.line);
  const line = new Lines(file.before).numberAt(offsetBefore(file.edits, start));
  return { ...problem, place: { ...place, line } };
}
