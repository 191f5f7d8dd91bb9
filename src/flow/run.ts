import type { Effects } from '../catalogue/flow.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { Call, CodeNode, FunctionCode, NodeCode, Target } from './code.js';
import { Evaluator, keep, type Valued } from './evaluate.js';
import { functionCode } from './function-code.js';
import type { Known } from './known.js';
import { Passings } from './passings.js';
import { STREAM_ERROR } from './place-of.js';
import { isLocal, Places, RESULT } from './places.js';
import type { Program } from './program.js';
import type { Relevance } from './relevance.js';
import { type RunState, States } from './run-state.js';
import type { Happening } from './trail.js';
import { Undecided, unreadable } from './undecided.js';
import { equal, equalTo, NEGATIVE, POSITIVE, UNKNOWN, type Value, withSigns, ZERO } from './value.js';

/** One way in which a function can end. */
interface RunEnd {
  readonly state: RunState;
  /** What it gives back. */
  readonly result: Value;
}

/** States that differ, in one function. QEMU's need some tens. */
const MOST_STATES = 5000;
const DEEPEST_CALL = 60;
/** States in all functions together. QEMU's need some thousands. */
const MOST_STEPS = 100_000;

const STATUS: Value = { signs: ZERO | NEGATIVE };
const NOT_ZERO: Value = { signs: NEGATIVE | POSITIVE };

interface Pending {
  readonly node: number;
  readonly state: RunState;
}

/**
 * Runs functions without their values: where nothing tells which way a test goes, the run goes both. What a function
 * does from one state is worked out once.
 */
export class Runner {
  readonly #places = new Places();
  readonly #states: States;
  readonly #codes = new Map<string, FunctionCode>();
  /** By function, then by the number of the state that it began in. */
  readonly #ends = new Map<string, Map<number, readonly RunState[]>>();
  /** By function, the fields and answers that it may read or change. */
  readonly #touchedBy = new Map<string, ReadonlySet<number>>();
  readonly #evaluator = new Evaluator((call, values, state) => this.#perform(call, values, state));
  readonly #program: Program;
  readonly #effects: Effects;
  readonly #passings: Passings;
  readonly #result = this.#places.id(RESULT);
  readonly #streamError = this.#places.id(STREAM_ERROR);
  readonly #state: number;
  #depth = 0;
  #steps = 0;

  constructor(readonly relevance: Relevance) {
    this.#program = relevance.program;
    this.#effects = relevance.effects;
    this.#passings = new Passings(relevance, this.#places, (fn) => this.#codeOf(fn).parameters);
    this.#states = new States(relevance.effects.stages);
    this.#state = this.#places.id(`.${relevance.effects.stateField}`);
  }

  /**
   * All ways in which a function, and what it defers, can run to its end.
   * @throws Undecided
   */
  run(name: string, begin: readonly (readonly [string, Value])[]): RunEnd[] {
    const { nothing } = this.#states;
    let shared = nothing;
    for (const [place, value] of begin) shared = shared.with(this.#places.id(place), value);
    const ends = this.#enter(name, this.#states.begin(nothing, shared, this.#states.deferred([])));
    return ends.flatMap((end) => {
      const result = end.at(this.#result);
      return this.#runDeferred(end.withLocals(nothing)).map((state) => ({ state, result }));
    });
  }

  /** The value that a field has in a state. */
  fieldIn(state: RunState, field: string): Value {
    return state.at(this.#places.id(`.${field}`));
  }

  #runDeferred(from: RunState): readonly RunState[] {
    const { nothing } = this.#states;
    const ends = new Set<RunState>();
    // One that defers itself comes back to a state that was there.
    const seen = new Set<RunState>();
    const pending = [from];
    for (let state = pending.pop(); state; state = pending.pop()) {
      if (seen.has(state)) continue;
      seen.add(state);
      const [first, ...rest] = state.deferred.functions;
      if (first === undefined || state.over) {
        ends.add(state);
        continue;
      }
      const begin = this.#states.begin(nothing, state.shared, this.#states.deferred(rest));
      for (const end of [...this.#enter(first, begin)].reverse())
        pending.push(this.#after(state, end, undefined));
    }
    return [...ends];
  }

  /** A state after what ran in another function has happened, too. */
  #after(state: RunState, end: RunState, from: Call | undefined): RunState {
    const trail = state.trail.withAll(end.trail, from?.step);
    const failed = state.failed || end.failed;
    return this.#states.of(state.locals, end.shared, trail, end.deferred, failed, end.over);
  }

  /** A function's ends from a state of fields and parameters, each with its result. What it cannot touch stays. */
  #enter(name: string, from: RunState): readonly RunState[] {
    const fn = this.#program.open(name);
    if (!fn) {
      // A thread or a bottom half: nobody calls it by name.
      if (this.#program.defines(name)) throw unreadable(this.#program, name, name);
      return [from];
    }
    const touched = this.#touched(name);
    const touches = (place: number, value: Value): boolean =>
      value.function !== undefined || touched.has(place);
    const shared = from.shared.only(touched, touches);
    const ends = this.#endsFrom(fn, from.withShared(shared));
    if (shared === from.shared) return ends;
    const untouched = from.shared.only(fn, (place, value) => !touches(place, value));
    return ends.map((end) => end.withShared(end.shared.withAll(untouched)));
  }

  #touched(name: string): ReadonlySet<number> {
    let touched = this.#touchedBy.get(name);
    if (!touched) {
      touched = new Set([...this.relevance.sharedPlaces(name)].map((place) => this.#places.id(place)));
      this.#touchedBy.set(name, touched);
    }
    return touched;
  }

  #endsFrom(fn: ParsedFunction, begin: RunState): readonly RunState[] {
    let known = this.#ends.get(fn.name);
    if (!known) {
      known = new Map();
      this.#ends.set(fn.name, known);
    }
    let ends = known.get(begin.id);
    if (!ends) {
      if (this.#depth >= DEEPEST_CALL) throw new Undecided(fn, 'calls that go too deep');
      this.#depth += 1;
      try {
        ends = this.#runBody(fn, begin);
      } finally {
        this.#depth -= 1;
      }
      known.set(begin.id, ends);
    }
    return ends;
  }

  #codeOf(fn: ParsedFunction): FunctionCode {
    let code = this.#codes.get(fn.name);
    if (!code) {
      const slice = this.relevance.slice(fn.name);
      if (!slice) throw new Undecided(fn, `the parser cannot read ${fn.name}`);
      code = functionCode(fn, slice, this.relevance, this.#places);
      this.#codes.set(fn.name, code);
    }
    return code;
  }

  #runBody(fn: ParsedFunction, from: RunState): readonly RunState[] {
    const { nodes, start } = this.#codeOf(fn);
    const ends = new Set<RunState>();
    const seen = new Set<number>();
    const pending: Pending[] = [{ node: start.node, state: from }];
    for (let at = pending.pop(); at; at = pending.pop()) {
      const node = nodes[at.node];
      if (!node) continue;
      const key = at.state.id * nodes.length + at.node;
      if (seen.has(key)) continue;
      seen.add(key);
      this.#steps += 1;
      if (seen.size > MOST_STATES || this.#steps > MOST_STEPS)
        throw new Undecided(fn, 'too many ways through it');
      if (node.code.kind === 'exit' || at.state.over) ends.add(at.state);
      // From here nobody comes back: it is what the program ends with.
      else if (node.targets.length === 0)
        for (const after of this.#behind(node.code, at.state)) ends.add(after.ended());
      else this.#step(node, at.state, pending);
    }
    return [...ends];
  }

  #behind(code: NodeCode, state: RunState): readonly RunState[] {
    switch (code.kind) {
      case 'return':
        return this.#evaluator
          .values(code.value, state)
          .map((one) => one.state.with(this.#result, one.value));
      case 'run':
        return this.#evaluator.states(code.expressions, state);
      default:
        return [state];
    }
  }

  #step({ code, targets }: CodeNode, state: RunState, pending: Pending[]): void {
    if (code.kind === 'test') {
      this.#evaluator.judge(code.condition, state).forEach(({ state: after, outcome }) => {
        targets.forEach((target) => {
          if (target.when === outcome) this.#go(after, target, pending);
        });
      });
      return;
    }
    if (code.kind !== 'switch') {
      this.#behind(code, state).forEach((after) => {
        targets.forEach((target) => {
          this.#go(after, target, pending);
        });
      });
      return;
    }
    for (const { state: after, value } of this.#evaluator.values(code.value, state)) {
      const kept = (is: Value): RunState => (code.store ? keep(after, code.store, is) : after);
      let rest: Value | undefined = value;
      for (const target of targets) {
        if (!target.label || rest === undefined) continue;
        const is = equalTo(rest, target.label, true);
        if (is) this.#go(kept(is), target, pending);
        rest = equalTo(rest, target.label, false);
      }
      const other = targets.find(({ label }) => !label);
      if (rest && other) this.#go(kept(rest), other, pending);
    }
  }

  #go(after: RunState, target: Target, pending: Pending[]): void {
    pending.push({ node: target.node, state: this.#onlyRead(after, target.live) });
  }

  /** A state without the locals that nobody reads any more. What pointers point to, and the result, the caller may read. */
  #onlyRead(state: RunState, read: ReadonlySet<number>): RunState {
    if (state.over) return state;
    return state.withLocals(state.locals.known(read) ?? this.#readOf(state.locals, read));
  }

  #readOf(locals: Known, read: ReadonlySet<number>): Known {
    const isRead = (place: number): boolean =>
      place === this.#result || read.has(place) || !isLocal(this.#places.name(place));
    return locals.only(read, isRead);
  }

  #perform(call: Call, values: readonly Value[], before: RunState): readonly Valued[] {
    if (before.over) return [{ state: before, value: UNKNOWN }];
    const { does, mark } = call;
    const state = mark === undefined ? before : this.#happen(call, 'mark', mark, before);
    switch (does.kind) {
      case 'fire':
        return unvalued([this.#happen(call, 'checkpoint', does.checkpoint, state)]);
      case 'raise':
        return unvalued([state.with(this.#streamError, NOT_ZERO)]);
      case 'set-state':
        return unvalued(this.#setState(values, does.isFromNow, state));
      case 'release':
        return unvalued(state.deferred.functions.length > 0 ? this.#runDeferred(state) : [state]);
      case 'wait':
        return unvalued([state.ended()]);
      case 'status':
        return [{ state, value: STATUS }];
      case 'read':
        return [{ state, value: does.place === undefined ? UNKNOWN : state.at(does.place) }];
      case 'write':
        return unvalued([does.store ? keep(state, does.store, values[1] ?? UNKNOWN) : state]);
      case 'defer': {
        const given = functionIn(values);
        const isKnown = given !== undefined && this.relevance.firing.has(given);
        return unvalued([isKnown ? state.deferring(given) : state]);
      }
      case 'enter':
        return this.#interpret(call, does.name, values, state);
      case 'other': {
        const after = does.forgets.reduce((one, place) => one.with(place, UNKNOWN), state);
        if (does.answer !== undefined) return [{ state: after, value: after.at(does.answer) }];
        const given = functionIn(values);
        // It may give something with the function behind it, such as a bottom half, or only have called it.
        return [{ state: after, value: given === undefined ? UNKNOWN : { ...UNKNOWN, function: given } }];
      }
    }
  }

  #happen({ step, offset }: Call, kind: Happening['kind'], name: string, state: RunState): RunState {
    return state.withTrail(state.trail.with({ kind, name, file: step.file, offset, path: [step] }));
  }

  /** `migrate_set_state(&s->state, old, new)`: only if the state is the old one. */
  #setState(values: readonly Value[], isFromNow: boolean, state: RunState): readonly RunState[] {
    const old = values.length >= 3 ? values.at(-2) : undefined;
    const matches = old === undefined || isFromNow ? true : equal(state.at(this.#state), old);
    const changed = state.with(this.#state, values.at(-1) ?? UNKNOWN);
    if (matches === undefined) return [changed, state];
    return [matches ? changed : state];
  }

  /** Runs a function of the program from its arguments, and takes over what it did. */
  #interpret(call: Call, name: string, values: readonly Value[], state: RunState): readonly Valued[] {
    const { values: given, pointed } = this.#passings.of(call, name);
    let locals = this.#states.nothing;
    given.forEach(({ index, place }) => {
      locals = locals.with(place, values[index] ?? UNKNOWN);
    });
    pointed.forEach(({ inner, outer }) => {
      locals = locals.with(inner, state.at(outer));
    });
    return this.#enter(name, this.#states.begin(locals, state.shared, state.deferred)).flatMap((end) => {
      let after = this.#after(state, end, call);
      pointed.forEach(({ inner, outer, isBack }) => {
        if (isBack) after = after.with(outer, end.at(inner));
      });
      return this.#judgeStep(name, after, end.at(this.#result));
    });
  }

  /** Parts the ends of a step in those where it worked and those where it did not. */
  #judgeStep(name: string, state: RunState, value: Value): Valued[] {
    const isAttempt = this.#effects.attempts.includes(name);
    if (state.over || !(isAttempt || this.#effects.steps.includes(name))) return [{ state, value }];
    const [worked, not] = [withSigns(value, ZERO), withSigns(value, NEGATIVE | POSITIVE)];
    return [
      ...(worked ? [{ state, value: worked }] : []),
      ...(not ? [{ state: isAttempt ? state.ended() : state.asFailed(), value: not }] : []),
    ];
  }
}

function unvalued(states: readonly RunState[]): Valued[] {
  return states.map((state) => ({ state, value: UNKNOWN }));
}

/** The function that one of the values is. */
function functionIn(values: readonly Value[]): string | undefined {
  return values.find((value) => value.function !== undefined)?.function;
}
