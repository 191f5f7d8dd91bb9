import { branchNameFor } from '../git/ref-name.js';
import { backportProblems } from '../problem/backport-problems.js';

/** A name that is taken in this run, and by what. */
interface Taken {
  readonly onto: string;
  readonly base: string;
  readonly settled: Promise<undefined>;
}

/** The names of what a run makes. Two revisions may have the same only if they are the same commit. */
export class NamesTaken {
  readonly #names = new Map<string, Taken>();

  /**
   * Does work under the name of what is made of a revision. Where the name is taken by the same commit, the work
   * waits for what is under way.
   * @param prefix what the name begins with
   * @throws Refusal `same-name`
   */
  async under<T>(
    prefix: string,
    { onto, base }: { readonly onto: string; readonly base: string },
    work: (name: string) => Promise<T>,
  ): Promise<T> {
    const name = `${prefix}${branchNameFor(onto, base)}`;
    const taken = this.#names.get(name);
    if (taken !== undefined && taken.base !== base) throw backportProblems.sameName(name, taken.onto);
    const done = taken === undefined ? work(name) : taken.settled.then(() => work(name));
    // Nothing of the result: a thousand of them would be kept.
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.#names.set(name, { onto, base, settled });
    return done;
  }
}
