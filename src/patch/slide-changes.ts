import { compareScores, splitScore, sumScores } from './split-score.js';

/** The lines of one version of a file, and which of them the other version does not have. */
export interface MarkedLines {
  readonly lines: readonly string[];
  readonly changed: boolean[];
}

/** Git looks no further than this for a better place. */
const MAX_SLIDE = 100;

/** A run of changed lines, possibly none, between two unchanged ones. Both versions have equally many. */
class Group {
  start = 0;
  end = 0;

  constructor(private readonly text: MarkedLines) {
    this.stretchDown();
  }

  get size(): number {
    return this.end - this.start;
  }

  private stretchDown(): void {
    while (this.text.changed[this.end]) this.end += 1;
  }

  private stretchUp(): void {
    while (this.text.changed[this.start - 1]) this.start -= 1;
  }

  next(): boolean {
    if (this.end >= this.text.lines.length) return false;
    this.start = this.end += 1;
    this.stretchDown();
    return true;
  }

  previous(): void {
    this.start = this.end = this.start - 1;
    this.stretchUp();
  }

  private move(from: number, to: number): boolean {
    const { lines, changed } = this.text;
    if (lines[from] === undefined || lines[from] !== lines[to]) return false;
    changed[from] = false;
    changed[to] = true;
    return true;
  }

  slideUp(): boolean {
    if (!this.move(this.end - 1, this.start - 1)) return false;
    this.start -= 1;
    this.end -= 1;
    this.stretchUp();
    return true;
  }

  slideDown(): boolean {
    if (!this.move(this.start, this.end)) return false;
    this.start += 1;
    this.end += 1;
    this.stretchDown();
    return true;
  }
}

/**
 * Moves changes that could as well stand a few lines higher or lower to where git shows them: beside a change of
 * the other version, else where indents and blank lines say that a piece of code begins. `text` is changed.
 */
export function slideChanges(text: MarkedLines, other: MarkedLines): void {
  const group = new Group(text);
  const opposite = new Group(other);
  do {
    if (group.size > 0) settle(text, group, opposite);
  } while (group.next() && opposite.next());
}

function settle(text: MarkedLines, group: Group, opposite: Group): void {
  const up = (): void => {
    group.slideUp();
    opposite.previous();
  };
  const { highest, meets } = explore(group, opposite);
  if (group.end === highest) return;
  if (meets) while (opposite.size === 0) up();
  else {
    const best = bestEnd(text, group, highest);
    while (group.end > best) up();
  }
}

/** Slides up and down as far as possible, again while it merges with others; ends at the lowest place. */
function explore(group: Group, opposite: Group): { highest: number; meets: boolean } {
  for (;;) {
    const { size } = group;
    while (group.slideUp()) opposite.previous();
    const highest = group.end;
    let meets = opposite.size > 0;
    while (group.slideDown()) {
      opposite.next();
      meets ||= opposite.size > 0;
    }
    if (group.size === size) return { highest, meets };
  }
}

function bestEnd({ lines }: MarkedLines, group: Group, highest: number): number {
  const first = Math.max(highest, group.end - group.size - 1, group.end - MAX_SLIDE);
  let best = { end: first, score: scoreOf(first) };
  // From above, as git does: scores do not order strictly, and of equals the lowest place wins.
  for (let end = first + 1; end <= group.end; end += 1) {
    const score = scoreOf(end);
    if (compareScores(score, best.score) <= 0) best = { end, score };
  }
  return best.end;

  function scoreOf(end: number) {
    return sumScores(splitScore(lines, end), splitScore(lines, end - group.size));
  }
}
