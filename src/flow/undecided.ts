import type { Blemish, DefinedFunction, Program } from './program.js';

/** Too many ways through a function to follow all of them, or calls that go too deep. */
export class Undecided extends Error {
  constructor(
    readonly fn: DefinedFunction,
    readonly why: string,
    /** The function that cannot be followed since it does not parse. */
    readonly blemish?: Blemish,
  ) {
    super(`${fn.name}: ${why}`);
  }
}

/** That a function cannot be followed, told of the one that calls it. */
export function unreadable(program: Program, caller: string, name: string): Error {
  const fn = program.definition(caller);
  const why = `the parser cannot read ${name}`;
  return fn ? new Undecided(fn, why, program.blemish(name)) : new Error(why);
}
