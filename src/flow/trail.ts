import type { Step } from '../problem/problem.js';

/** What happened in a run: a checkpoint fired, or the run came to a call that tells its way. */
export interface Happening {
  readonly kind: 'checkpoint' | 'mark';
  readonly name: string;
  /** Where in its file. */
  readonly file: string;
  readonly offset: number;
  /** The calls that led there, outermost first, the place itself last. */
  readonly path: readonly Step[];
  /** The stage on the path, the innermost of several. */
  readonly stage?: string;
}

/**
 * A checkpoint that fired this often is not counted further: a loop may fire it any number of times. One more than what
 * upstream itself does.
 */
const MANY = 3;

/**
 * What happened in a run so far. Never changed; the same happenings from one root are the same object, with the calls
 * that led there first.
 */
export class Trail {
  readonly #counter: { next: number };
  readonly #longer = new Map<string, Trail>();
  // By the call, then by what happened in it.
  #joined: Map<Step | undefined, Map<Trail, Trail>> | undefined;
  /** Tells it from the others of its root. */
  readonly id: number;

  private constructor(
    readonly happened: readonly Happening[],
    counter: { next: number },
    readonly stages: readonly string[],
  ) {
    this.#counter = counter;
    this.id = counter.next++;
  }

  /** Nothing happened. @param stages functions in which what happens is told from the same by other ways */
  static root(stages: readonly string[]): Trail {
    return new Trail([], { next: 0 }, stages);
  }

  with(happening: Happening): Trail {
    const { kind, name, file, offset, path } = happening;
    const caller = path[0]?.function;
    const stage = happening.stage ?? this.stages.find((one) => one === caller);
    const same = this.happened.filter((one) => one.kind === kind && one.name === name).length;
    if (same >= (kind === 'mark' ? 1 : MANY)) return this;
    // As a function sees it, whose own call comes first; of several ways to the same place one is enough.
    const key = `${name}@${file}@${offset}@${caller}@${stage}`;
    let longer = this.#longer.get(key);
    if (!longer) {
      const own = stage === undefined ? happening : { ...happening, stage };
      longer = new Trail([...this.happened, own], this.#counter, this.stages);
      this.#longer.set(key, longer);
    }
    return longer;
  }

  /** The same with what happened in a function that was called. @param from the call, none for one that ran by itself */
  withAll(other: Trail, from?: Step): Trail {
    if (other.happened.length === 0) return this;
    this.#joined ??= new Map();
    let joined = this.#joined.get(from);
    if (!joined) {
      joined = new Map();
      this.#joined.set(from, joined);
    }
    let after = joined.get(other);
    if (!after) {
      after = this.#followedBy(other, from);
      joined.set(other, after);
    }
    return after;
  }

  #followedBy(other: Trail, from: Step | undefined): Trail {
    let after: Trail = this;
    for (const one of other.happened) after = after.with(from ? { ...one, path: [from, ...one.path] } : one);
    return after;
  }
}
