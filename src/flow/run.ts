import type { Effects } from '../catalogue/flow.js';
import { type ControlFlow, controlFlow, type FlowEdge, type FlowNode } from '../csource/control-flow.js';
import { argumentsOf, calledName, stringArgument } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import { Known } from './known.js';
import { wordsReadFrom } from './liveness.js';
import { isConstant, placeOf, pointee, STREAM_ERROR } from './place-of.js';
import type { Program } from './program.js';
import type { Relevance, Slice } from './relevance.js';
import { isShared, type RunState, stateKey, storedInto } from './run-state.js';
import { type Happening, Trail } from './trail.js';
import {
  comparedWithZero,
  constant,
  equal,
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
interface Valued {
  readonly state: RunState;
  readonly value: Value;
}

/** A state with the outcome of a condition. */
interface Judged {
  readonly state: RunState;
  readonly outcome: boolean;
}

/** One way in which a function can end. */
interface RunEnd {
  readonly state: RunState;
  /** What it gives back. */
  readonly result: Value;
}

/** Too many ways through a function to follow all of them, or calls that go too deep. */
export class Undecided extends Error {
  constructor(
    readonly fn: ParsedFunction,
    readonly why: string,
  ) {
    super(`${fn.name}: ${why}`);
  }
}

/** States that differ, in one function. QEMU's need some tens. */
const MOST_STATES = 5000;
const DEEPEST_CALL = 60;

const STATUS: Value = { signs: ZERO | NEGATIVE };

/** The exit of a flow graph. */
const EXIT = 1;

/** What a function gives back stands in this place. */
const RESULT = 'return';

/**
 * Runs functions without their values: where nothing tells which way a test goes, the run goes both. What a function
 * does from one state is worked out once.
 */
export class Runner {
  readonly #ends = new Map<string, readonly RunState[]>();
  readonly #nothing: RunState = {
    known: Known.root(),
    trail: Trail.root(),
    deferred: [],
    failed: false,
    over: false,
  };
  readonly #program: Program;
  readonly #effects: Effects;
  #depth = 0;

  constructor(readonly relevance: Relevance) {
    this.#program = relevance.program;
    this.#effects = relevance.effects;
  }

  /**
   * All ways in which a function, and what it defers, can run to its end.
   * @throws Undecided
   */
  run(name: string, begin: readonly (readonly [string, Value])[]): RunEnd[] {
    const known = this.#nothing.known.withEach(begin);
    const ends = this.#call(name, { ...this.#nothing, known }).map((state) => {
      const result = state.known.at(RESULT);
      return { state: withValue(state, RESULT, UNKNOWN), result };
    });
    return ends.flatMap((end) =>
      this.#runDeferred(end.state).map((state) => ({ state, result: end.result })),
    );
  }

  #runDeferred(state: RunState): RunState[] {
    const [first, ...rest] = state.deferred;
    if (first === undefined || state.over) return [state];
    const begin = { ...this.#nothing, known: sharedOf(state.known), deferred: rest };
    return this.#call(first, begin).flatMap((end) => {
      const trail = state.trail.withAll(end.trail);
      const known = localsOf(state.known).withAll(sharedOf(end.known));
      return this.#runDeferred({ ...end, known, trail, failed: state.failed || end.failed });
    });
  }

  /** A function's ends from a state of fields and parameters, each with its result. What it cannot touch stays. */
  #call(name: string, from: RunState): readonly RunState[] {
    const fn = this.#program.open(name);
    if (!fn) return [from];
    const shared = this.relevance.sharedPlaces(name);
    const touches = (place: string, value: Value): boolean =>
      value.function !== undefined ||
      (isShared(place) ? shared.has(place) : this.relevance.follows(name, place));
    const known = from.known.only(shared, touches);
    const begin = { ...this.#nothing, known, deferred: from.deferred };
    const key = `${name}|${stateKey(begin)}`;
    let ends = this.#ends.get(key);
    if (!ends) {
      if (this.#depth >= DEEPEST_CALL) throw new Undecided(fn, 'calls that go too deep');
      this.#depth += 1;
      try {
        ends = this.#runBody(fn, begin);
      } finally {
        this.#depth -= 1;
      }
      this.#ends.set(key, ends);
    }
    if (known === from.known) return ends;
    const untouched = from.known.only(ends, (place, value) => isShared(place) && !touches(place, value));
    return ends.map((end) => ({ ...end, known: end.known.withAll(untouched) }));
  }

  #runBody(fn: ParsedFunction, from: RunState): RunState[] {
    const flow = controlFlow(fn);
    const { live, skip } = this.#path(fn, flow);
    const ends = new Map<string, RunState>();
    const seen = new Set<string>();
    const pending: { node: number; state: RunState }[] = [{ node: skip[0] ?? 0, state: from }];
    for (let at = pending.pop(); at; at = pending.pop()) {
      const node = flow.nodes[at.node];
      if (!node) continue;
      const key = `${at.node}|${stateKey(at.state)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MOST_STATES) throw new Undecided(fn, 'too many ways through it');
      if (node.kind === 'exit' || at.state.over) {
        ends.set(stateKey(at.state), at.state);
        continue;
      }
      for (const next of this.#step(fn, node, at.state)) {
        const to = skip[next.node] ?? next.node;
        pending.push({ node: to, state: onlyRead(next.state, live[to]) });
      }
    }
    return [...ends.values()];
  }

  #path(fn: ParsedFunction, flow: ControlFlow): WayThrough {
    let way = ways.get(fn);
    const slice = this.relevance.slice(fn.name);
    if (slice && (!way || way.slice !== slice)) {
      way = {
        slice,
        live: wordsReadFrom(fn, flow, slice),
        skip: flow.nodes.map(({ id }) => nextThatMatters(flow, id, slice)),
      };
      ways.set(fn, way);
    }
    return way ?? { slice, live: [], skip: [] };
  }

  #step(fn: ParsedFunction, node: FlowNode, state: RunState) {
    if (node.kind === 'test') return this.#test(fn, node, state);
    const states = node.kind === 'statement' ? this.#statement(fn, node.syntax, state) : [state];
    // From here nobody comes back: it is what the program ends with.
    if (node.successors.length === 0)
      return states.map((after) => ({ node: EXIT, state: this.#ended(after) }));
    return states.flatMap((after) => node.successors.map(({ to }) => ({ node: to, state: after })));
  }

  #test(fn: ParsedFunction, node: FlowNode, state: RunState): { node: number; state: RunState }[] {
    const { syntax, successors } = node;
    const condition = childIn(syntax, 'condition');
    if (syntax.type === 'switch_statement') return this.#switch(fn, condition, successors, state);
    const judged: Judged[] =
      condition === undefined
        ? [{ state, outcome: true }]
        : this.#isMacroLoop(fn, syntax)
          ? [true, false].map((outcome) => ({ state, outcome }))
          : this.#judge(fn, condition, state);
    return judged.flatMap(({ state: after, outcome }) =>
      successors
        .filter(({ when }) => when === (outcome ? 'true' : 'false'))
        .map(({ to }) => ({ node: to, state: after })),
    );
  }

  /** `QTAILQ_FOREACH(…)`, whose text the parser took for `while`. */
  #isMacroLoop(fn: ParsedFunction, loop: SyntaxNode): boolean {
    return loop.type === 'while_statement' && !fn.file.code.startsWith('while', loop.start);
  }

  #switch(
    fn: ParsedFunction,
    condition: SyntaxNode | undefined,
    successors: readonly FlowEdge[],
    state: RunState,
  ): { node: number; state: RunState }[] {
    if (!condition) return [];
    const place = this.#placeIn(fn, condition);
    return this.#evaluate(fn, condition, state).flatMap(({ state: after, value }) => {
      const next: { node: number; state: RunState }[] = [];
      let rest: Value | undefined = value;
      for (const { to, value: label } of successors) {
        if (!label || rest === undefined) continue;
        const is = equalTo(rest, this.#constantOf(fn, label), true);
        if (is) next.push({ node: to, state: place ? this.#set(fn, after, place, is) : after });
        rest = equalTo(rest, this.#constantOf(fn, label), false);
      }
      const other = successors.find(({ value: label }) => !label);
      if (rest && other)
        next.push({ node: other.to, state: place ? this.#set(fn, after, place, rest) : after });
      return next;
    });
  }

  #constantOf(fn: ParsedFunction, label: SyntaxNode): Value {
    return constant(fn.file.slice(label).trim());
  }

  #statement(fn: ParsedFunction, statement: SyntaxNode, state: RunState): RunState[] {
    switch (statement.type) {
      case 'return_statement': {
        const [value] = statement.children;
        if (!value) return [state];
        return this.#evaluate(fn, value, state).map((one) => withValue(one.state, RESULT, one.value));
      }
      case 'declaration':
        return statement.children
          .filter(({ type }) => type === 'init_declarator')
          .reduce<RunState[]>(
            (states, declarator) => states.flatMap((one) => this.#initialise(fn, declarator, one)),
            [state],
          );
      case 'expression_statement': {
        const [expression] = statement.children;
        return expression ? this.#evaluate(fn, expression, state).map((one) => one.state) : [state];
      }
      default:
        return [state];
    }
  }

  #initialise(fn: ParsedFunction, declarator: SyntaxNode, state: RunState): RunState[] {
    const name = childIn(declarator, 'declarator');
    const value = childIn(declarator, 'value');
    if (!name || !value) return [state];
    const place = name.type === 'identifier' ? fn.file.slice(name) : undefined;
    return this.#evaluate(fn, value, state).map((one) =>
      place === undefined ? one.state : this.#set(fn, one.state, place, one.value),
    );
  }

  #placeIn(fn: ParsedFunction, expression: SyntaxNode): string | undefined {
    const place = placeOf(fn, expression, this.#effects);
    return place !== undefined && this.relevance.follows(fn.name, place) ? place : undefined;
  }

  #set(fn: ParsedFunction, state: RunState, place: string, value: Value): RunState {
    // A place that holds a function is one that a bottom half comes from.
    if (value.function === undefined && !this.relevance.follows(fn.name, place)) return state;
    // An error of the stream stays; that there is none yet tells nothing of later.
    if (place === STREAM_ERROR && (value.signs & ZERO) !== 0) return state;
    return withValue(state, place, value);
  }

  #evaluate(fn: ParsedFunction, expression: SyntaxNode, state: RunState): Valued[] {
    const { file } = fn;
    switch (expression.type) {
      case 'parenthesized_expression':
      case 'cast_expression': {
        const inner = childIn(expression, 'value') ?? expression.children.at(-1);
        return inner ? this.#evaluate(fn, inner, state) : [{ state, value: UNKNOWN }];
      }
      case 'true':
        return [{ state, value: TRUE }];
      case 'false':
      case 'null':
        return [{ state, value: FALSE }];
      case 'number_literal':
        return [{ state, value: constant(file.slice(expression)) }];
      case 'identifier': {
        const name = file.slice(expression);
        if (isConstant(name)) return [{ state, value: name === 'NULL' ? FALSE : constant(name) }];
        if (this.#program.defines(name)) return [{ state, value: { signs: POSITIVE, function: name } }];
        return [{ state, value: state.known.at(name) }];
      }
      case 'call_expression':
        return this.#callExpression(fn, expression, state);
      case 'assignment_expression':
        return this.#assign(fn, expression, state);
      case 'update_expression': {
        const target = childIn(expression, 'argument');
        const place = target && this.#placeIn(fn, target);
        return [{ state: place ? this.#set(fn, state, place, UNKNOWN) : state, value: UNKNOWN }];
      }
      case 'conditional_expression':
        return this.#conditional(fn, expression, state);
      case 'comma_expression':
        return expression.children.reduce<Valued[]>(
          (all, part) => all.flatMap((one) => this.#evaluate(fn, part, one.state)),
          [{ state, value: UNKNOWN }],
        );
      case 'unary_expression': {
        const inner = childIn(expression, 'argument');
        if (!inner) return [{ state, value: UNKNOWN }];
        if (file.code.charAt(expression.start) === '!')
          return this.#asNumber(this.#judge(fn, expression, state));
        const isMinus = file.code.charAt(expression.start) === '-';
        return this.#evaluate(fn, inner, state).map((one) => ({
          ...one,
          value: isMinus ? negated(one.value) : UNKNOWN,
        }));
      }
      case 'binary_expression':
        return this.#isTruth(fn, expression)
          ? this.#asNumber(this.#judge(fn, expression, state))
          : this.#evaluateAll(fn, expression, state);
      default: {
        const place = placeOf(fn, expression, this.#effects);
        if (place !== undefined) return [{ state, value: state.known.at(place) }];
        return this.#evaluateAll(fn, expression, state);
      }
    }
  }

  /** An expression whose value is not followed, though parts of it may do something. */
  #evaluateAll(fn: ParsedFunction, expression: SyntaxNode, state: RunState): Valued[] {
    return expression.children
      .reduce<RunState[]>(
        (states, part) =>
          states.flatMap((one) => this.#evaluate(fn, part, one).map((valued) => valued.state)),
        [state],
      )
      .map((after) => ({ state: after, value: UNKNOWN }));
  }

  #asNumber(judged: readonly Judged[]): Valued[] {
    return judged.map(({ state, outcome }) => ({ state, value: outcome ? TRUE : FALSE }));
  }

  #operator(fn: ParsedFunction, expression: SyntaxNode): string {
    const [left, right] = [childIn(expression, 'left'), childIn(expression, 'right')];
    return left && right ? fn.file.code.slice(left.end, right.start).trim() : '';
  }

  #isTruth(fn: ParsedFunction, expression: SyntaxNode): boolean {
    return ['&&', '||', '==', '!=', '<', '<=', '>', '>='].includes(this.#operator(fn, expression));
  }

  #assign(fn: ParsedFunction, expression: SyntaxNode, state: RunState): Valued[] {
    const [left, right] = [childIn(expression, 'left'), childIn(expression, 'right')];
    if (!left || !right) return [{ state, value: UNKNOWN }];
    const place = placeOf(fn, left, this.#effects);
    const isPlain = this.#operator(fn, expression) === '=';
    return this.#evaluate(fn, right, state).map((one) => {
      if (place === undefined) return one;
      const unknown = one.value.signs === UNKNOWN.signs && one.value.is === undefined;
      const assumed = place.startsWith('.') ? one.state.known.at(storedInto(place.slice(1))) : UNKNOWN;
      const value = isPlain ? (unknown ? assumed : one.value) : UNKNOWN;
      return { state: this.#set(fn, one.state, place, value), value };
    });
  }

  #conditional(fn: ParsedFunction, expression: SyntaxNode, state: RunState): Valued[] {
    const [condition, yes, no] = ['condition', 'consequence', 'alternative'].map((role) =>
      childIn(expression, role),
    );
    if (!condition || !no) return this.#evaluateAll(fn, expression, state);
    return this.#judge(fn, condition, state).flatMap((one) => {
      const arm = one.outcome ? (yes ?? condition) : no;
      return this.#evaluate(fn, arm, one.state);
    });
  }

  /** The outcomes that a condition can have, with what is known by each. */
  #judge(fn: ParsedFunction, condition: SyntaxNode, state: RunState): Judged[] {
    if (condition.type === 'parenthesized_expression') {
      const [inner] = condition.children;
      return inner ? this.#judge(fn, inner, state) : [true, false].map((outcome) => ({ state, outcome }));
    }
    if (condition.type === 'unary_expression' && fn.file.code.charAt(condition.start) === '!') {
      const inner = childIn(condition, 'argument');
      if (inner) return this.#judge(fn, inner, state).map((one) => ({ ...one, outcome: !one.outcome }));
    }
    if (condition.type === 'binary_expression') {
      const [left, right] = [childIn(condition, 'left'), childIn(condition, 'right')];
      const operator = this.#operator(fn, condition);
      if (left && right && (operator === '&&' || operator === '||')) {
        return this.#judge(fn, left, state).flatMap((one) =>
          one.outcome === (operator === '&&') ? this.#judge(fn, right, one.state) : [one],
        );
      }
      if (left && right && this.#isTruth(fn, condition))
        return this.#compare(fn, left, operator, right, state);
    }
    if (
      condition.type === 'call_expression' &&
      ['unlikely', 'likely'].includes(calledName(fn, condition) ?? '')
    ) {
      const [inner] = argumentsOf(condition);
      if (inner) return this.#judge(fn, inner, state);
    }
    const place = this.#placeIn(fn, condition);
    return this.#evaluate(fn, condition, state).flatMap(({ state: after, value }) => {
      const known = truthOf(value);
      if (known !== undefined) return [{ state: after, outcome: known }];
      return [true, false].flatMap((outcome) => {
        const left = withSigns(value, outcome ? NEGATIVE | POSITIVE : ZERO);
        if (!left) return [];
        return [{ state: place ? this.#set(fn, after, place, left) : after, outcome }];
      });
    });
  }

  #compare(
    fn: ParsedFunction,
    left: SyntaxNode,
    operator: string,
    right: SyntaxNode,
    state: RunState,
  ): Judged[] {
    const place = this.#placeIn(fn, left);
    return this.#evaluate(fn, left, state).flatMap((one) =>
      this.#evaluate(fn, right, one.state).flatMap((other) =>
        [true, false].flatMap((outcome): Judged[] => {
          const left = remaining(one.value, operator, other.value, outcome);
          if (left === undefined) return [];
          const after = place && left !== one.value ? this.#set(fn, other.state, place, left) : other.state;
          return [{ state: after, outcome }];
        }),
      ),
    );
  }

  #callExpression(fn: ParsedFunction, call: SyntaxNode, state: RunState): Valued[] {
    const name = calledName(fn, call);
    const callee = name === undefined ? childIn(call, 'function') : undefined;
    const before = callee ? this.#evaluate(fn, callee, state).map((one) => one.state) : [state];
    return before
      .flatMap((one) => this.#arguments(fn, call, one))
      .flatMap(({ state: after, values }) => this.#perform(fn, call, name ?? '', values, after));
  }

  #arguments(
    fn: ParsedFunction,
    call: SyntaxNode,
    state: RunState,
  ): { state: RunState; values: readonly Value[] }[] {
    let all: { state: RunState; values: readonly Value[] }[] = [{ state, values: [] }];
    for (const argument of argumentsOf(call)) {
      all = all.flatMap((one) =>
        this.#evaluate(fn, argument, one.state).map((valued) => ({
          state: valued.state,
          values: [...one.values, valued.value],
        })),
      );
    }
    return all;
  }

  #perform(
    fn: ParsedFunction,
    call: SyntaxNode,
    name: string,
    values: readonly Value[],
    state: RunState,
  ): Valued[] {
    const effects = this.#effects;
    if (state.over) return [{ state, value: UNKNOWN }];
    const marked = effects.marks.includes(name) ? this.#happen(fn, call, 'mark', name, state) : state;
    if (name === effects.checkpoint) {
      const checkpoint = stringArgument(fn, call, 0) ?? '';
      return [{ state: this.#happen(fn, call, 'checkpoint', checkpoint, marked), value: UNKNOWN }];
    }
    if (effects.raise.includes(name))
      return [{ state: withValue(marked, STREAM_ERROR, { signs: NEGATIVE | POSITIVE }), value: UNKNOWN }];
    if (effects.stateSetters.includes(name))
      return this.#setState(fn, call, values, marked).map((after) => ({ state: after, value: UNKNOWN }));
    if (effects.release.includes(name) && marked.deferred.length > 0)
      return this.#runDeferred(marked).map((after) => ({ state: after, value: UNKNOWN }));
    if (effects.waits.includes(name)) return [{ state: this.#ended(marked), value: UNKNOWN }];
    if (effects.status.includes(name)) return [{ state: marked, value: STATUS }];
    if (effects.read.includes(name)) {
      const place = pointee(fn, argumentsOf(call)[0], effects);
      return [{ state: marked, value: place === undefined ? UNKNOWN : marked.known.at(place) }];
    }
    if (effects.write.includes(name)) {
      const place = pointee(fn, argumentsOf(call)[0], effects);
      const after = place === undefined ? marked : this.#set(fn, marked, place, values[1] ?? UNKNOWN);
      return [{ state: after, value: UNKNOWN }];
    }
    const given = values.map((value) => value.function).find((one) => one !== undefined);
    if (effects.defer.includes(name)) {
      const isKnown = given !== undefined && this.relevance.firing.has(given);
      return [
        { state: isKnown ? { ...marked, deferred: [...marked.deferred, given] } : marked, value: UNKNOWN },
      ];
    }
    if (this.relevance.functions.has(name)) return this.#interpret(fn, call, name, values, marked);
    const after = this.#forgetArguments(fn, call, marked);
    const place = this.#placeIn(fn, call);
    if (place !== undefined) return [{ state: after, value: after.known.at(place) }];
    return [{ state: after, value: given === undefined ? UNKNOWN : { signs: POSITIVE, function: given } }];
  }

  #happen(
    fn: ParsedFunction,
    at: SyntaxNode,
    kind: Happening['kind'],
    name: string,
    state: RunState,
  ): RunState {
    const file = fn.file.path;
    const step = { file, function: fn.name, line: fn.file.lineOf(at.start) };
    return { ...state, trail: state.trail.with({ kind, name, file, offset: at.start, path: [step] }) };
  }

  /** `migrate_set_state(&s->state, old, new)`: only if the state is the old one. */
  #setState(fn: ParsedFunction, call: SyntaxNode, values: readonly Value[], state: RunState): RunState[] {
    const field = `.${this.#effects.stateField}`;
    const next = values.at(-1) ?? UNKNOWN;
    const old = values.length >= 3 ? values.at(-2) : undefined;
    const now = state.known.at(field);
    const oldArgument = argumentsOf(call).at(-2);
    const isSame = oldArgument && placeOf(fn, oldArgument, this.#effects) === field;
    const matches = old === undefined || isSame ? true : equal(now, old);
    const changed = matches === false ? [] : [withValue(state, field, next)];
    return matches === true ? changed : [...changed, state];
  }

  /** What an unknown function may have stored through pointers it was given. */
  #forgetArguments(fn: ParsedFunction, call: SyntaxNode, state: RunState): RunState {
    return argumentsOf(call).reduce((after, argument) => {
      if (argument.type !== 'pointer_expression') return after;
      const place = pointee(fn, argument, this.#effects);
      return place === undefined || place.startsWith('.') ? after : withValue(after, place, UNKNOWN);
    }, state);
  }

  /** Runs a function of the program from its arguments, and takes over what it did. */
  #interpret(
    fn: ParsedFunction,
    call: SyntaxNode,
    name: string,
    values: readonly Value[],
    state: RunState,
  ): Valued[] {
    const callee = this.#program.open(name);
    if (!callee) throw new Undecided(fn, `the parser cannot read ${name}`);
    const given = argumentsOf(call);
    const entries: [string, Value][] = [];
    const back: { inner: string; outer: string }[] = [];
    for (const [index, parameter] of parameterNames(callee).entries()) {
      const value = values[index] ?? UNKNOWN;
      if (this.relevance.follows(name, parameter)) entries.push([parameter, value]);
      const place = pointee(fn, given[index], this.#effects);
      if (place === undefined) continue;
      if (!this.relevance.follows(name, `*${parameter}`)) continue;
      entries.push([`*${parameter}`, state.known.at(place)]);
      back.push({ inner: `*${parameter}`, outer: place });
    }
    const step = { file: fn.file.path, function: fn.name, line: fn.file.lineOf(call.start) };
    const known = sharedOf(state.known).withEach(entries);
    const begin = { ...this.#nothing, known, deferred: state.deferred };
    return this.#call(name, begin).flatMap((end) => {
      let known = localsOf(state.known).withAll(sharedOf(end.known));
      for (const { inner: from, outer } of back)
        if (!outer.startsWith('.') && this.relevance.follows(fn.name, outer))
          known = known.with(outer, end.known.at(from));
      const trail = state.trail.withAll(end.trail, step);
      const after = { ...end, known, trail, failed: state.failed || end.failed };
      return this.#judgeStep(name, { state: after, value: end.known.at(RESULT) });
    });
  }

  /** The end of a run that is not followed further: what is known no longer counts. */
  #ended({ trail }: RunState): RunState {
    return { ...this.#nothing, trail, over: true };
  }

  /** Parts the ends of a step in those where it worked and those where it did not. */
  #judgeStep(name: string, end: Valued): Valued[] {
    const isAttempt = this.#effects.attempts.includes(name);
    if (end.state.over || !(isAttempt || this.#effects.steps.includes(name))) return [end];
    const [worked, not] = [withSigns(end.value, ZERO), withSigns(end.value, NEGATIVE | POSITIVE)];
    return [
      ...(worked ? [{ state: end.state, value: worked }] : []),
      ...(not
        ? [{ state: isAttempt ? this.#ended(end.state) : { ...end.state, failed: true }, value: not }]
        : []),
    ];
  }
}

/** A state without the locals that nobody reads any more. What pointers point to, and the result, the caller may read. */
function onlyRead(state: RunState, read: ReadonlySet<string> | undefined): RunState {
  if (state.over) return state;
  const isRead = (place: string): boolean =>
    !/^\w+$/.test(place) || place === RESULT || (read?.has(place) ?? false);
  return { ...state, known: state.known.only(read, isRead) };
}

/** What is known of fields and answers. */
function sharedOf(known: Known): Known {
  return known.only(sharedOf, isShared);
}

function localsOf(known: Known): Known {
  return known.only(localsOf, (place) => !isShared(place));
}

function withValue(state: RunState, place: string, value: Value): RunState {
  return { ...state, known: state.known.with(place, value) };
}

const PARAMETER = /(\w+)\s*(?:\[\s*\w*\s*\])?\s*$/;

const parameters = new WeakMap<ParsedFunction, readonly string[]>();

/** The names of a function's parameters, in order. */
function parameterNames(fn: ParsedFunction): readonly string[] {
  const names = parameters.get(fn) ?? readParameters(fn);
  parameters.set(fn, names);
  return names;
}

function readParameters(fn: ParsedFunction): string[] {
  const signature = fn.file.code.slice(fn.start, fn.body);
  const open = signature.indexOf('(', signature.indexOf(fn.name));
  const list = signature.slice(open + 1, signature.lastIndexOf(')'));
  return list.split(',').map((one) => PARAMETER.exec(one.trim())?.[1] ?? '');
}

/** What of a function a run needs over and over. */
interface WayThrough {
  readonly slice: Slice | undefined;
  readonly live: readonly ReadonlySet<string>[];
  /** By node, the first one from there on that matters. */
  readonly skip: readonly number[];
}

const ways = new WeakMap<ParsedFunction, WayThrough>();

/** The first node from one on that a run has to look at: nothing under a test without weight does anything. */
function nextThatMatters(flow: ControlFlow, from: number, slice: Slice): number {
  let at = from;
  for (let steps = 0; steps < flow.nodes.length; steps++) {
    const node = flow.nodes[at];
    if (!node || node.kind === 'exit') return at;
    if (node.kind === 'test' ? slice.tests.has(node.syntax) : slice.statements.has(node.syntax)) return at;
    const next = node.successors.find(({ when }) => when === 'false') ?? node.successors.at(-1);
    if (!next) return at;
    at = next.to;
  }
  return at;
}

/** What is left of a value where a comparison has an outcome; undefined where it cannot have it. */
function remaining(value: Value, operator: string, other: Value, outcome: boolean): Value | undefined {
  if (other.signs === ZERO) return comparedWithZero(value, operator, outcome);
  if (operator === '==') return equalTo(value, other, outcome);
  if (operator === '!=') return equalTo(value, other, !outcome);
  return value;
}
