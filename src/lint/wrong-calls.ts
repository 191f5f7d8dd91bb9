import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { type Edit, splice } from '../csource/splice.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { planPort } from '../port/plan.js';
import type { Problem } from '../problem/problem.js';
import type { WrongCall } from './finding.js';

/** What may be wrong with a call so that it has to go. */
const ENDED_BY_DELETING = [
  'wrong-function',
  'misplaced',
  'unreachable',
  'doubled',
  'not-analysable',
  'unknown-checkpoint',
];

/**
 * The calls that keep `apply` from porting a tree, if nothing else does: with them deleted it ports it, which is tried.
 * @param problems why `apply` refuses the tree
 * @returns undefined where deleting calls is not enough
 */
export function wrongCalls(
  texts: TreeTexts,
  recipe: Recipe,
  problems: readonly Problem[],
): WrongCall[] | undefined {
  if (problems.some(({ code }) => !ENDED_BY_DELETING.includes(code))) return undefined;
  const wrong = callsIn(texts, recipe).filter(({ file, line }) =>
    problems.some(({ place }) => place?.file === file.path && place.line === line),
  );
  const edits = wrong.map(({ file, offset }) => ({ file, edit: deletion(file, offset) }));
  if (edits.length === 0 || edits.some(({ edit }) => edit === undefined)) return undefined;
  const without = ({ path, text }: TreeTexts['migration']): TreeTexts['migration'] => ({
    path,
    text: splice(
      text,
      edits.flatMap(({ file, edit }) => (edit && file.path === path ? [edit] : [])),
    ),
  });
  const left = { ...texts, migration: without(texts.migration), savevm: without(texts.savevm) };
  if (planPort(left, recipe, { selected: () => true, fixes: false }).problems.length > 0) return undefined;
  return wrong.map(({ name, file, line, fn }) => ({ name, place: { file: file.path, line, function: fn } }));
}

interface Call {
  readonly name: string | undefined;
  readonly file: SourceFile;
  readonly offset: number;
  readonly line: number;
  readonly fn: string | undefined;
}

/** All calls of the tracepoint, whether the parser sees them or not. */
function callsIn(texts: TreeTexts, recipe: Recipe): Call[] {
  const { calls, hidden } = survey(readTexts(texts).sources, recipe);
  const made = (
    name: string | undefined,
    file: SourceFile,
    offset: number,
    fn: string | undefined,
  ): Call => ({
    name,
    file,
    offset,
    line: file.lineOf(offset),
    fn,
  });
  return [
    ...calls.map(({ name, function: fn, call }) => made(name, fn.file, call.start, fn.name)),
    // In a function that does not parse it is the syntax that is in the way, not the call.
    ...hidden
      .filter(({ blemish }) => blemish === undefined)
      .map(({ name, file, offset, function: fn }) => made(name, file, offset, fn)),
  ];
}

/**
 * Takes out the line of a call that has it to itself. One that an `if` without braces holds has to stay: what follows would
 * take its place.
 */
function deletion(file: SourceFile, offset: number): Edit | undefined {
  const [start, end] = [file.lines.startOf(offset), file.lines.nextStart(offset)];
  const isAlone = /^\s*\w+\s*\([^;{}]*\)\s*;\s*$/.test(file.lexical.slice(start, end));
  const before = file.code.slice(0, start).trimEnd().at(-1) ?? ';';
  return isAlone && ';{}'.includes(before) ? { start, end, text: '' } : undefined;
}
