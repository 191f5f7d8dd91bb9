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

/** Tells on stderr what is being done: on a terminal in one line with its time, elsewhere in a line each. */
export class VerifyProgress {
  readonly #isTerminal = terminalAt('stderr').isTTY;
  #timer: NodeJS.Timeout | undefined;

  /** Says that a stage begins. */
  begins(stage: Stage['name']): void {
    const started = Date.now();
    if (!this.#isTerminal) {
      tell(`${WORK[stage]} …`);
      return;
    }
    clearInterval(this.#timer);
    const show = (): void => {
      tellInPlace(`\r\x1b[K${WORK[stage]} … ${Math.floor((Date.now() - started) / 1000)} s`);
    };
    show();
    this.#timer = setInterval(show, 1000);
    this.#timer.unref();
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#isTerminal) tellInPlace('\r\x1b[K');
  }
}
