/** How good it is to begin or end a change at a place: the lower, the better. */
export interface SplitScore {
  readonly indent: number;
  readonly penalty: number;
}

const MAX_INDENT = 200;
const MAX_BLANK_LINES = 20;

/** Git's weights, measured on real code. They have to be git's, else the diffs differ. */
const PENALTY = {
  startOfFile: 1,
  endOfFile: 21,
  blankLine: -30,
  blankLineBehind: 6,
  deeper: { plain: -4, blank: 10 },
  outdented: { plain: 24, blank: 17 },
  dedented: { plain: 23, blank: 17 },
} as const;
const INDENT_WEIGHT = 60;

/** The width of a line's indent; undefined if it is blank. */
function indentOf(line: string): number | undefined {
  let indent = 0;
  for (const character of line) {
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 8 - (indent % 8);
    else if (character !== '\n' && character !== '\r') return indent;
    if (indent >= MAX_INDENT) return MAX_INDENT;
  }
  return undefined;
}

/** The nearest line that is not blank, from `at` on by `step`, and the blank lines on the way to it. */
function nearest(
  lines: readonly string[],
  at: number,
  step: 1 | -1,
): { indent: number | undefined; blanks: number } {
  let blanks = 0;
  for (let index = at; index >= 0 && index < lines.length; index += step) {
    const indent = indentOf(lines[index] ?? '');
    if (indent !== undefined) return { indent, blanks };
    blanks += 1;
    if (blanks === MAX_BLANK_LINES) return { indent: 0, blanks };
  }
  return { indent: undefined, blanks };
}

/** Rates the split before line `at`, as git's indent heuristic does. */
export function splitScore(lines: readonly string[], at: number): SplitScore {
  const atEnd = at >= lines.length;
  const own = atEnd ? undefined : indentOf(lines[at] ?? '');
  const before = nearest(lines, at - 1, -1);
  const behind = nearest(lines, at + 1, 1);
  const blanksBehind = own === undefined ? 1 + behind.blanks : 0;
  const blanks = before.blanks + blanksBehind;
  const indent = own ?? behind.indent;
  let penalty = PENALTY.blankLine * blanks + PENALTY.blankLineBehind * blanksBehind;
  if (before.indent === undefined && before.blanks === 0) penalty += PENALTY.startOfFile;
  if (atEnd) penalty += PENALTY.endOfFile;
  if (indent !== undefined && before.indent !== undefined && indent !== before.indent) {
    const opens = behind.indent !== undefined && behind.indent > indent;
    const kind = indent > before.indent ? 'deeper' : opens ? 'outdented' : 'dedented';
    penalty += PENALTY[kind][blanks > 0 ? 'blank' : 'plain'];
  }
  return { indent: indent ?? -1, penalty };
}

/** Negative if the first is the better one. */
export function compareScores(one: SplitScore, other: SplitScore): number {
  return INDENT_WEIGHT * Math.sign(one.indent - other.indent) + one.penalty - other.penalty;
}

/** The score of a change that lies between two splits. */
export function sumScores(one: SplitScore, other: SplitScore): SplitScore {
  return { indent: one.indent + other.indent, penalty: one.penalty + other.penalty };
}
