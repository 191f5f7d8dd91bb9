import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { type Edit, splice } from '../csource/splice.js';
import { bareHead } from '../placement/bare-body.js';
import { placeAt } from '../placement/place-at.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { planPort } from '../port/plan.js';
import { isSameLine, type Place, type Problem } from '../problem/problem.js';
import type { WrongCall } from './finding.js';

/** What may be wrong with a call so that it has to go, or to be spelt right. */
const ENDED_BY_MENDING = [
  'wrong-function',
  'misplaced',
  'unreachable',
  'duplicate',
  'not-analysable',
  'unknown-checkpoint',
];

/**
 * The calls that keep `apply` from porting the rest of a tree, if nothing else does: with them deleted, or spelt right, it ports
 * it, which is tried.
 * @param problems why `apply` refuses the tree
 * @returns undefined where that is not enough, and where it leaves nothing to port
 */
export function wrongCalls(
  texts: TreeTexts,
  recipe: Recipe,
  problems: readonly Problem[],
): WrongCall[] | undefined {
  if (problems.some(({ code }) => !ENDED_BY_MENDING.includes(code))) return undefined;
  const wrong = callsIn(texts, recipe).filter(({ call: { place: at } }) =>
    problems.some(({ place }) => isSameLine(place, at)),
  );
  if (wrong.length === 0 || wrong.some(({ edits }) => edits === undefined)) return undefined;
  const mended = ({ path, text }: TreeTexts['migration']): TreeTexts['migration'] => ({
    path,
    text: splice(
      text,
      wrong.flatMap(({ call, edits }) => (call.place.file === path ? (edits ?? []) : [])),
    ),
  });
  const left = { ...texts, migration: mended(texts.migration), savevm: mended(texts.savevm) };
  const plan = planPort(left, recipe, { selected: () => true, fixes: false });
  const hasRest = plan.files.some(({ before, after }) => before !== after);
  return plan.problems.length === 0 && hasRest ? wrong.map(({ call }) => call) : undefined;
}

/** The same calls, those marked that no finding tells of. */
export function withLeftOut(calls: readonly WrongCall[], findings: readonly Place[]): WrongCall[] {
  return calls.map((call) =>
    findings.some((finding) => isSameLine(finding, call.place)) ? call : { ...call, isLeftOut: true },
  );
}

interface Mendable {
  readonly call: WrongCall;
  /** What mends it; undefined where the line has more to it. */
  readonly edits: readonly Edit[] | undefined;
}

/** All calls of the tracepoint, whether the parser sees them or not, and those of one with a slip in its name. */
function callsIn(texts: TreeTexts, recipe: Recipe): Mendable[] {
  const { calls, hidden, misspelt } = survey(readTexts(texts).sources, recipe);
  const deleted = (name: string, file: SourceFile, offset: number): Mendable => {
    const edit = deletion(file, offset);
    return { call: { name, place: placeAt(file, offset) }, edits: edit && [edit] };
  };
  return [
    ...calls
      .filter(
        ({ function: { file }, call }) =>
          !misspelt.some(({ slip }) => slip.file === file && slip.offset === call.start),
      )
      .map(({ name, function: { file }, call }) => deleted(name, file, call.start)),
    ...misspelt.map(({ slip, isRightOtherwise }): Mendable => {
      const { spelt, right, file, offset, place, edits } = slip;
      return isRightOtherwise
        ? { call: { name: spelt, place, write: right }, edits }
        : deleted(spelt, file, offset);
    }),
    // In a function that does not parse it is the syntax that is in the way, not the call.
    ...hidden
      .filter(({ blemish }) => blemish === undefined)
      .map(({ name, file, offset }) => deleted(name ?? asWritten(file, offset), file, offset)),
  ];
}

/** A call whose name is no string: its line, without what is around. */
function asWritten(file: SourceFile, offset: number): string {
  const line = file.text.slice(offset, file.lines.endOf(offset));
  return line.trim().replace(/\s*;$/, '');
}

/**
 * Takes out the line of a call that has it to itself. One that an `if` without braces holds has to stay: what follows would
 * take its place. One outside any function holds nothing together.
 */
function deletion(file: SourceFile, offset: number): Edit | undefined {
  const [start, end] = [file.lines.startOf(offset), file.lines.nextStart(offset)];
  const isAlone = /^\s*\w+\s*\([^;{}]*\)\s*;\s*$/.test(file.lexical.slice(start, end));
  return isAlone && !bareHead(file, offset) ? { start, end, text: '' } : undefined;
}
