import type { ParsedFunction } from '../csource/source-file.js';
import type { Call } from './code.js';
import type { Places } from './places.js';
import type { Relevance } from './relevance.js';
import { unreadable } from './undecided.js';

/** How the arguments of a call become what its function knows, and back. */
interface Passing {
  readonly values: readonly { readonly index: number; readonly place: number }[];
  readonly pointed: readonly { readonly inner: number; readonly outer: number; readonly isBack: boolean }[];
}

/** How arguments pass into functions that are followed, worked out once a call. */
export class Passings {
  readonly #passings = new Map<Call, Passing>();

  constructor(
    readonly relevance: Relevance,
    readonly places: Places,
    /** A function's parameters, in order. */
    readonly parametersOf: (fn: ParsedFunction) => readonly string[],
  ) {}

  /** @throws Undecided if the function cannot be read */
  of(call: Call, name: string): Passing {
    let passing = this.#passings.get(call);
    if (!passing) {
      passing = this.#passing(call, name);
      this.#passings.set(call, passing);
    }
    return passing;
  }

  #passing({ does, step: { function: caller } }: Call, name: string): Passing {
    const callee = this.relevance.program.open(name);
    if (!callee || does.kind !== 'enter') throw unreadable(this.relevance.program, caller, name);
    const parameters = this.parametersOf(callee);
    const follows = (place: string): boolean => this.relevance.follows(name, place);
    return {
      values: parameters.flatMap((parameter, index) =>
        follows(parameter) ? [{ index, place: this.places.id(parameter) }] : [],
      ),
      pointed: parameters.flatMap((parameter, index) => {
        const place = does.pointed[index];
        if (place === undefined || !follows(`*${parameter}`)) return [];
        // A field may be changed past the pointer as well: taken back only if it was stored through it.
        const isStored = this.relevance.slice(name)?.outputs.has(`*${parameter}`) ?? false;
        const isBack = (isStored || !place.startsWith('.')) && this.relevance.follows(caller, place);
        return [{ inner: this.places.id(`*${parameter}`), outer: this.places.id(place), isBack }];
      }),
    };
  }
}
