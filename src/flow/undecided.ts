import type { ParsedFunction } from '../csource/source-file.js';

/** Too many ways through a function to follow all of them, or calls that go too deep. */
export class Undecided extends Error {
  constructor(
    readonly fn: ParsedFunction,
    readonly why: string,
  ) {
    super(`${fn.name}: ${why}`);
  }
}
