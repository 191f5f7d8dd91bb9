import { tellInPlace } from './result.js';
import { terminalAt } from './terminal.js';

/** Work shorter than this needs no word on a terminal, in milliseconds. */
const QUIET_MS = 2000;
/** How often plain lines are written where there is no terminal, in milliseconds: a log is read when all is over. */
const LINE_EVERY_MS = 10_000;

/** Where progress is shown. */
interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): void;
}

const standardError = (): ProgressOutput => ({ ...terminalAt('stderr'), write: tellInPlace });

/** Tells on stderr how far a long piece of work is: on a terminal in one line that changes, elsewhere in lines. */
export class Progress {
  readonly #started = Date.now();
  #lastLine = this.#started;
  #shown = false;

  /**
   * @param total how many steps there are; undefined where nobody knows
   * @param stepName what a step is, in the plural
   */
  constructor(
    readonly total: number | undefined,
    readonly stepName: string,
    readonly output: ProgressOutput = standardError(),
  ) {}

  /** Says that so many steps are done. */
  at(done: number): void {
    const now = Date.now();
    if (done >= (this.total ?? Number.POSITIVE_INFINITY)) return;
    const text = `${done}${this.total === undefined ? '' : ` of ${this.total}`} ${this.stepName}`;
    if (this.output.isTTY) {
      if (now - this.#started < QUIET_MS) return;
      this.output.write(`\r\x1b[K${text}`);
      this.#shown = true;
    } else if (now - this.#lastLine >= LINE_EVERY_MS) {
      this.#lastLine = now;
      this.output.write(`${text}\n`);
    }
  }

  /** Takes the changing line away, before anything else is written. */
  clear(): void {
    if (this.#shown) this.output.write('\r\x1b[K');
    this.#shown = false;
  }
}
