import type { Call, Condition, Expression, Store } from './code.js';
import type { RunState } from './run-state.js';
import {
  comparedWithZero,
  equalTo,
  FALSE,
  NEGATIVE,
  negated,
  POSITIVE,
  TRUE,
  truthOf,
  UNKNOWN,
  type Value,
  withSigns,
  ZERO,
} from './value.js';

/** A state with the value of what was evaluated. */
export interface Valued {
  readonly state: RunState;
  readonly value: Value;
}

/** A state with the outcome of a condition. */
export interface Judged {
  readonly state: RunState;
  readonly outcome: boolean;
}

/** What a call does to a state, by the values it is given. */
type Perform = (call: Call, values: readonly Value[], state: RunState) => readonly Valued[];

const BOTH = [true, false] as const;

/** Evaluates expressions without knowing all values: where nothing tells, all that can be comes out. */
export class Evaluator {
  constructor(readonly perform: Perform) {}

  /** The values that an expression can have, each with the state behind it. */
  values(expression: Expression, state: RunState): readonly Valued[] {
    switch (expression.kind) {
      case 'value':
        return [{ state, value: expression.value }];
      case 'place':
        return [{ state, value: state.at(expression.place) }];
      case 'parts':
        return this.states(expression.parts, state).map((after) => ({ state: after, value: UNKNOWN }));
      case 'sequence': {
        let all: readonly Valued[] = [{ state, value: UNKNOWN }];
        for (const part of expression.parts) all = all.flatMap((one) => this.values(part, one.state));
        return all;
      }
      case 'negated':
        return this.values(expression.inner, state).map((one) => ({ ...one, value: negated(one.value) }));
      case 'truth':
        return this.judge(expression.condition, state).map((one) => ({
          state: one.state,
          value: one.outcome ? TRUE : FALSE,
        }));
      case 'choice':
        return this.judge(expression.condition, state).flatMap((one) =>
          this.values(one.outcome ? expression.yes : expression.no, one.state),
        );
      case 'or-else':
        return this.values(expression.value, state).flatMap((one) =>
          judgeTruth(one, undefined).flatMap(({ state: after, outcome }) =>
            outcome ? [one] : this.values(expression.no, after),
          ),
        );
      case 'store':
        return this.values(expression.value, state).map((one) => stored(expression.store, one));
      case 'forget':
        return [{ state: state.with(expression.place, UNKNOWN), value: UNKNOWN }];
      case 'call':
        return this.#call(expression.call, state);
    }
  }

  /** The states behind expressions that are evaluated one after the other. */
  states(expressions: readonly Expression[], state: RunState): readonly RunState[] {
    let all: readonly RunState[] = [state];
    expressions.forEach((expression) => {
      const one = all[0];
      all =
        all.length === 1 && one
          ? this.values(expression, one).map(stateOf)
          : all.flatMap((each) => this.values(expression, each).map(stateOf));
    });
    return all;
  }

  #call(call: Call, state: RunState): readonly Valued[] {
    const before = call.callee ? this.states([call.callee], state) : [state];
    const first = before[0];
    if (before.length === 1 && first) return this.#give(call, [], first);
    return before.flatMap((one) => this.#give(call, [], one));
  }

  /** Evaluates the arguments from where there is no value yet. Mostly each can have one value only. */
  #give(call: Call, values: Value[], state: RunState): readonly Valued[] {
    let at = state;
    for (let argument = call.given[values.length]; argument; argument = call.given[values.length]) {
      const only = onlyValue(argument, at);
      if (only) {
        values.push(only);
        continue;
      }
      const all = this.values(argument, at);
      const one = all[0];
      if (all.length !== 1 || !one)
        return all.flatMap((each) => this.#give(call, [...values, each.value], each.state));
      values.push(one.value);
      at = one.state;
    }
    return this.perform(call, values, at);
  }

  /** The outcomes that a condition can have, with what is known by each. */
  judge(condition: Condition, state: RunState): readonly Judged[] {
    switch (condition.kind) {
      case 'either':
        return BOTH.map((outcome) => ({ state, outcome }));
      case 'not':
        return this.judge(condition.inner, state).map((one) => ({ ...one, outcome: !one.outcome }));
      case 'and':
      case 'or':
        return this.judge(condition.left, state).flatMap((one) =>
          one.outcome === (condition.kind === 'and') ? this.judge(condition.right, one.state) : [one],
        );
      case 'true': {
        const value = onlyValue(condition.inner, state);
        if (value) return judgeTruth({ state, value }, condition.store);
        return this.values(condition.inner, state).flatMap((one) => judgeTruth(one, condition.store));
      }
      case 'compare':
        return this.#compare(condition, state);
    }
  }

  #compare(
    { left, operator, right, store }: Extract<Condition, { kind: 'compare' }>,
    state: RunState,
  ): readonly Judged[] {
    const judged: Judged[] = [];
    this.values(left, state).forEach((one) => {
      this.values(right, one.state).forEach((other) => {
        BOTH.forEach((outcome) => {
          const value = remaining(one.value, operator, other.value, outcome);
          if (value === undefined) return;
          // The right side may have changed what the left side was.
          const isNews =
            store !== undefined &&
            value !== one.value &&
            other.state.at(store.place) === one.state.at(store.place);
          judged.push({ state: isNews ? keep(other.state, store, value) : other.state, outcome });
        });
      });
    });
    return judged;
  }
}

function stateOf({ state }: Valued): RunState {
  return state;
}

/** The value of an expression that has one only and changes nothing: what most arguments and conditions are. */
function onlyValue(expression: Expression, state: RunState): Value | undefined {
  if (expression.kind === 'value') return expression.value;
  return expression.kind === 'place' ? state.at(expression.place) : undefined;
}

function judgeTruth({ state, value }: Valued, store: Store | undefined): readonly Judged[] {
  const known = truthOf(value);
  if (known !== undefined) return [{ state, outcome: known }];
  return BOTH.flatMap((outcome) => {
    const left = withSigns(value, outcome ? NEGATIVE | POSITIVE : ZERO);
    if (!left) return [];
    return [{ state: store ? keep(state, store, left) : state, outcome }];
  });
}

/** Keeps a value where it goes, if it is of interest there. */
export function keep(state: RunState, { place, isFollowed, isStreamError }: Store, value: Value): RunState {
  // A place that holds a function is one that a bottom half comes from.
  if (value.function === undefined && !isFollowed) return state;
  if (isStreamError && (value.signs & ZERO) !== 0) return state;
  return state.with(place, value);
}

function stored(store: Store, { state, value }: Valued): Valued {
  const isUnknown = value.signs === UNKNOWN.signs && !value.function;
  const assumed = store.assumed === undefined ? UNKNOWN : state.at(store.assumed);
  const kept = !store.isPlain ? UNKNOWN : isUnknown ? assumed : value;
  return { state: keep(state, store, kept), value: kept };
}

/** What is left of a value where a comparison has an outcome; undefined where it cannot have it. */
function remaining(value: Value, operator: string, other: Value, outcome: boolean): Value | undefined {
  if (other.signs === ZERO) return comparedWithZero(value, operator, outcome);
  if (operator === '==') return equalTo(value, other, outcome);
  if (operator === '!=') return equalTo(value, other, !outcome);
  return value;
}
