import type { BuildSteps } from '../verify/build/ninja-steps.js';
import type { Stage } from '../verify/result.js';
import { plainLine, terminalLine } from './render/verify/progress-line.js';
import { tell, tellInPlace } from './result.js';
import { terminalAt } from './terminal.js';

/** Tells on stderr what is being done: on a terminal in one line that changes, elsewhere in a line a stage. */
export class VerifyProgress {
  readonly #isTerminal = terminalAt('stderr').isTTY;
  #timer: NodeJS.Timeout | undefined;
  #steps: BuildSteps | undefined;

  /** The log of the build, once there is one. */
  log: string | undefined;

  /** Says that a stage begins. */
  begins(stage: Stage['name']): void {
    const started = Date.now();
    this.#steps = undefined;
    if (!this.#isTerminal) {
      tell(plainLine(stage, this.log));
      return;
    }
    clearInterval(this.#timer);
    const show = (): void => {
      const seconds = Math.floor((Date.now() - started) / 1000);
      tellInPlace(`\r\x1b[K${terminalLine(stage, seconds, this.#steps)}`);
    };
    show();
    this.#timer = setInterval(show, 1000);
    this.#timer.unref();
  }

  /** Says how far the build is; shown with the next second. */
  at(steps: BuildSteps): void {
    this.#steps = steps;
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#isTerminal) tellInPlace('\r\x1b[K');
  }
}
