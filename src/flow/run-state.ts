import { Known } from './known.js';
import { isShared } from './places.js';
import { Trail } from './trail.js';
import type { Value } from './value.js';

/** Functions that are called later, in order. */
interface Deferred {
  readonly id: number;
  readonly functions: readonly string[];
}

/** A function that waits this often is not counted further: a loop may defer it any number of times. */
const MOST_DEFERRED = 2;

/** What is known at a point of a run, and what happened up to there. Never changed; the same state is the same object. */
export class RunState {
  constructor(
    readonly states: States,
    /** Tells it from the others of its runs. */
    readonly id: number,
    /** Of the function that runs: its locals, what they point to, its result. */
    readonly locals: Known,
    /** Of fields and answers. */
    readonly shared: Known,
    readonly trail: Trail,
    /** Functions that are called when the run ends, or the big lock is let go. */
    readonly deferred: Deferred,
    /** A step did not work. */
    readonly failed: boolean,
    /** The run is not followed further. */
    readonly over: boolean,
  ) {}

  at(place: number): Value {
    return isShared(place) ? this.shared.at(place) : this.locals.at(place);
  }

  with(place: number, value: Value): RunState {
    return isShared(place)
      ? this.withShared(this.shared.with(place, value))
      : this.withLocals(this.locals.with(place, value));
  }

  withLocals(locals: Known): RunState {
    if (locals === this.locals) return this;
    return this.states.of(locals, this.shared, this.trail, this.deferred, this.failed, this.over);
  }

  withShared(shared: Known): RunState {
    if (shared === this.shared) return this;
    return this.states.of(this.locals, shared, this.trail, this.deferred, this.failed, this.over);
  }

  withTrail(trail: Trail): RunState {
    if (trail === this.trail) return this;
    return this.states.of(this.locals, this.shared, trail, this.deferred, this.failed, this.over);
  }

  asFailed(): RunState {
    return this.states.of(this.locals, this.shared, this.trail, this.deferred, true, this.over);
  }

  deferring(name: string): RunState {
    if (this.deferred.functions.filter((one) => one === name).length >= MOST_DEFERRED) return this;
    const deferred = this.states.deferred([...this.deferred.functions, name]);
    return this.states.of(this.locals, this.shared, this.trail, deferred, this.failed, this.over);
  }

  /** The end of a run that is not followed further: what is known no longer counts. */
  ended(): RunState {
    const { states } = this;
    return states.of(states.nothing, states.nothing, this.trail, states.deferred([]), false, true);
  }
}

/** As many of one kind fit into a key. */
const MOST = 2 ** 26;

/** The states of a program's runs. */
export class States {
  readonly nothing = Known.root();
  readonly noTrail: Trail;
  readonly #deferred = new Map<string, Deferred>();
  readonly #knowledge = new Map<number, number>();
  /** By what is deferred and the two flags, then by trail and knowledge. */
  readonly #tables: Map<number, RunState>[] = [];
  #count = 0;

  /** @param stages see {@link Trail.root} */
  constructor(stages: readonly string[]) {
    this.noTrail = Trail.root(stages);
  }

  of(
    locals: Known,
    shared: Known,
    trail: Trail,
    deferred: Deferred,
    failed: boolean,
    over: boolean,
  ): RunState {
    const index = deferred.id * 4 + (failed ? 1 : 0) + (over ? 2 : 0);
    let table = this.#tables[index];
    if (!table) {
      table = new Map();
      this.#tables[index] = table;
    }
    const key = trail.id * MOST + this.#both(locals, shared);
    let state = table.get(key);
    if (!state) {
      state = new RunState(this, this.#count++, locals, shared, trail, deferred, failed, over);
      table.set(key, state);
    }
    return state;
  }

  #both(locals: Known, shared: Known): number {
    const key = locals.id * MOST + shared.id;
    let id = this.#knowledge.get(key);
    if (id === undefined) {
      id = this.#knowledge.size;
      this.#knowledge.set(key, id);
    }
    return id;
  }

  /** The state in which a function begins. */
  begin(locals: Known, shared: Known, deferred: Deferred): RunState {
    return this.of(locals, shared, this.noTrail, deferred, false, false);
  }

  deferred(functions: readonly string[]): Deferred {
    const key = functions.join();
    let deferred = this.#deferred.get(key);
    if (!deferred) {
      deferred = { id: this.#deferred.size, functions };
      this.#deferred.set(key, deferred);
    }
    return deferred;
  }
}
