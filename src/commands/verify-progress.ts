import { printableLine } from '../problem/printable.js';
import type { BuildSteps } from '../verify/build/ninja-steps.js';
import type { Stage } from '../verify/result.js';
import { tell, tellInPlace } from './result.js';
import { terminalAt } from './terminal.js';

/** What is done in a stage, for a line. */
const WORK: Readonly<Record<Stage['name'], string>> = {
  image: 'seeing to the image',
  copy: 'copying the tree',
  configure: 'configuring',
  build: 'building',
  events: 'asking for the trace events',
  migrations: 'migrating',
};

/** Stages whose output goes to the log of the build. */
const LOGGED: readonly Stage['name'][] = ['configure', 'build'];

/** The line of a terminal while a stage lasts, such as `building … [12/345] 7 s`. */
export function terminalLine(stage: Stage['name'], seconds: number, steps?: BuildSteps): string {
  const far = steps ? `[${steps.done}/${steps.total}] ` : '';
  return `${WORK[stage]} … ${far}${seconds} s`;
}

/** The line at the beginning of a stage where there is no terminal, with the log in which its output can be followed. */
export function plainLine(stage: Stage['name'], log: string | undefined): string {
  const where = log !== undefined && LOGGED.includes(stage) ? ` (log: ${printableLine(log)})` : '';
  return `${WORK[stage]} …${where}`;
}

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
