import { includes } from '../csource/includes.js';
import type { SourceFile } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';

/** True if the file includes the header, wherever. */
export function hasInclude(file: SourceFile, header: string): boolean {
  return includes(file).some((line) => line.header === header);
}

/** The edit that adds an include behind the last one; upstream put trace.h there in 1.5. */
export function addInclude(file: SourceFile, header: string): Edit | Problem {
  const last = includes(file).at(-1);
  if (!last) return placementProblems.noIncludes(header, { file: file.path });
  const ending = file.lines.lineEndingAt(last.end);
  return { start: last.end, end: last.end, text: `${ending}#include "${header}"` };
}

/** The edit that takes out an include that `addInclude` could have added. */
export function removeInclude(file: SourceFile, header: string): Edit | undefined {
  const last = includes(file).at(-1);
  if (last?.header !== header) return undefined;
  const before = file.lines.startOf(last.start);
  return { start: before, end: file.lines.nextStart(last.end), text: '' };
}

/**
 * An include of the header at the place where `addInclude` would put it, with no tracepoint in use: a port of such
 * a file could not be told from the port of one without the include.
 */
export function includeUnused(file: SourceFile, header: string): Problem | undefined {
  const last = includes(file).at(-1);
  if (last?.header !== header || usesTracepoints(file)) return undefined;
  return placementProblems.includeUnused(header, { file: file.path, line: file.lineOf(last.start) });
}

/**
 * Tracepoints other than ours in use without the include: with it added, the file could not be told from one that
 * had it, and a revert would leave it there.
 */
export function includeMissing(file: SourceFile, header: string, own: string): Problem | undefined {
  return usesTracepoints(file, [own])
    ? placementProblems.includeMissing(header, {
        file: file.path,
        line: file.lineOf(includes(file).at(-1)?.start ?? 0),
      })
    : undefined;
}

/** True if the file calls any tracepoint other than those named. */
export function usesTracepoints(file: SourceFile, except: readonly string[] = []): boolean {
  for (const match of file.lexical.matchAll(/\b(trace_\w+)\s*\(/g))
    if (!except.includes(match[1] ?? '')) return true;
  return false;
}
