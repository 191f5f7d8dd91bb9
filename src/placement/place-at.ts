import type { SourceFile } from '../csource/source-file.js';
import type { Place } from '../problem/problem.js';

/** A place of the report from an offset. */
export function placeAt(file: SourceFile, offset: number): Place {
  return { file: file.path, line: file.lineOf(offset), function: file.functionAt(offset)?.name };
}
