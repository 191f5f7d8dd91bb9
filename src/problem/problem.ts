import { printableLine } from './printable.js';

/** A place in a tree: a path relative to the tree, and where known the 1-based line and the C function. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly function?: string | undefined;
}

/** A step of a path through the code: the line in a function that leads to the next. */
export interface Step {
  readonly file: string;
  readonly function: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * Why something was not done, as data. `code` is stable and scriptable; the three texts say what was
 * expected, what was found, and what the user can do next.
 */
export interface Problem {
  readonly code: string;
  /** The checkpoint that it is about, if it is about one. */
  readonly checkpoint?: string | undefined;
  readonly place?: Place | undefined;
  readonly expected: string;
  readonly found: string;
  readonly next: string;
}

/** A failure that the command line reports as a message (not as a stack) and turns into an exit code. */
export abstract class Failure extends Error {
  abstract readonly exitCode: number;

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = new.target.name;
  }
}

/** Exit 2: the command line itself is wrong. */
export class WrongUsage extends Failure {
  override readonly exitCode = 2;
}

/** Exit 3: the input is understood and declined; nothing was written. */
export class Refusal extends Failure {
  override readonly exitCode = 3;
}

/** Exit 4: git, a container engine, sources or another part of the environment is missing. */
export class EnvironmentLack extends Failure {
  override readonly exitCode = 4;
}

/** Problems, each once: what is wrong with a function is told by everything that belongs there. */
export function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

/** Whether two places are one line of one file; what is in no place is in none. */
export function isSameLine(
  a: Pick<Place, 'file' | 'line'> | undefined,
  b: Pick<Place, 'file' | 'line'> | undefined,
): boolean {
  return a !== undefined && a.file === b?.file && a.line === b.line;
}

/** `file:line (function)`, leaving out what is unknown. */
export function placeText(place: Place): string {
  const line = place.line === undefined ? '' : `:${place.line}`;
  const inFunction = place.function === undefined ? '' : ` (${place.function})`;
  return `${place.file}${line}${inFunction}`;
}

/**
 * One problem as the three lines a terminal shows. Names of files and trees are in them: a line feed in one would begin a
 * line of its own, which CI systems may take for a command to them.
 */
export function problemText({ code, place, found, expected, next }: Problem): string {
  const where = place ? `${placeText(place)}: ` : '';
  const lines = [`${where}${found} [${code}]`, `  expected: ${expected}`, `  next: ${next}`];
  return lines.map(printableLine).join('\n');
}
