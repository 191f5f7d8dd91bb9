import { appendFileSync } from 'node:fs';

/** What builds print, in a file. */
export class BuildLog {
  #failure: unknown;

  constructor(readonly file: string) {}

  /** Never throws: it is told of output where nobody catches. */
  add(text: string | Buffer): void {
    if (this.#failure !== undefined) return;
    try {
      appendFileSync(this.file, text);
    } catch (error) {
      this.#failure = error;
    }
  }

  /** @throws what kept something from being written, such as a full disk */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
