import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** The log of the build in a folder of logs. */
export function buildLogIn(folder: string): string {
  return join(folder, 'build.log');
}

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
