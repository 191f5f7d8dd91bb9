import fc from 'fast-check';
import type { Case, Expression, Operator, Place, Statement, TinyFunction, TinyProgram } from './program.js';

/** What generated programs may have beyond assignments, `if`, loops, `switch`, calls, `goto` and `return`. */
export type Feature =
  | 'abort'
  | 'comma'
  | 'continue-in-switch'
  | 'defer'
  | 'for' // with a beginning and a step
  | 'global'
  | 'increment'
  | 'look' // a function elsewhere stores through a pointer
  | 'pointer' // *p, p handed on
  | 'pointer-to-field'
  | 'switch';

/** Where a statement stands. */
interface Spot {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly calls: readonly string[];
  readonly mayDefer: boolean;
}

class Generator {
  readonly #expressions = new Map<string, fc.Arbitrary<Expression>>();
  readonly #statements = new Map<string, fc.Arbitrary<Statement>>();

  constructor(readonly features: ReadonlySet<Feature>) {}

  program(): fc.Arbitrary<TinyProgram> {
    const functions = [
      this.#function('leaf', []),
      this.#function('helper', ['leaf']),
      ...(this.features.has('defer') ? [this.#function('later', ['leaf'])] : []),
      this.#function('run', ['leaf', 'helper']),
    ];
    return fc.tuple(...functions).map((all) => ({ functions: all }));
  }

  #function(name: string, calls: readonly string[]): fc.Arbitrary<TinyFunction> {
    const spot = {
      depth: name === 'run' ? 2 : name === 'leaf' ? 0 : 1,
      inLoop: false,
      inSwitch: false,
      calls,
      mayDefer: name !== 'later',
    };
    const part = fc.array(this.#statement(spot), { maxLength: name === 'leaf' ? 1 : 2 });
    return fc
      .record({ parts: fc.tuple(part, part, part), result: this.#expression(1, calls) })
      .map((one) => ({ name, ...one }));
  }

  #block(spot: Spot): fc.Arbitrary<Statement[]> {
    return fc.array(this.#statement(spot), { minLength: 1, maxLength: 2 });
  }

  #statement(spot: Spot): fc.Arbitrary<Statement> {
    const key = JSON.stringify(spot);
    const known = this.#statements.get(key);
    if (known) return known;
    const made = fc.oneof(...this.#kindsOfStatement(spot));
    this.#statements.set(key, made);
    return made;
  }

  #kindsOfStatement(spot: Spot): fc.WeightedArbitrary<Statement>[] {
    const { depth, calls, inLoop, inSwitch } = spot;
    const has = (feature: Feature): boolean => this.features.has(feature);
    const expression = this.#expression(1, calls);
    const condition = this.#condition(1, calls);
    const kinds: fc.WeightedArbitrary<Statement>[] = [
      {
        weight: 3,
        arbitrary: fc.constantFrom('a', 'b').map((name) => ({ kind: 'checkpoint' as const, name })),
      },
      { weight: 6, arbitrary: fc.constant({ kind: 'do-nothing' as const }) },
      {
        weight: 6,
        arbitrary: this.#assignment(expression).map((one) => ({
          kind: 'expression' as const,
          expression: one,
        })),
      },
      { weight: 1, arbitrary: expression.map((one) => ({ kind: 'expression' as const, expression: one })) },
      { weight: 1, arbitrary: expression.map((value) => ({ kind: 'return' as const, value })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'goto' as const, label: 'out' as const }) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('NONE', 'READY', 'GONE'), fc.constantFrom('NONE', 'READY', 'GONE'))
          .map(([from, to]) => ({ kind: 'set-state' as const, from, to })),
      },
    ];
    const add = (weight: number, arbitrary: fc.Arbitrary<Statement>) => kinds.push({ weight, arbitrary });
    if (inLoop || inSwitch) add(2, fc.constant({ kind: 'break' }));
    if (inLoop && (!inSwitch || has('continue-in-switch')))
      add(has('continue-in-switch') ? 6 : 2, fc.constant({ kind: 'continue' }));
    if (has('abort')) add(1, fc.constant({ kind: 'abort' }));
    if (calls.length > 0)
      add(
        4,
        this.#call(expression, calls).map((one) => ({ kind: 'expression', expression: one })),
      );
    // A bottom half that has itself called anew would never come to an end.
    if (has('defer') && calls.length > 0 && spot.mayDefer)
      add(
        4,
        fc.constantFrom<Statement>(
          { kind: 'defer', through: 'argument' },
          { kind: 'defer', through: 'field' },
          { kind: 'release' },
        ),
      );
    if (depth === 0) return kinds;
    // A label is at the end of the function's first level; what stands before it may go back to it as well.
    add(1, this.#guarded({ kind: 'goto', label: 'again' }, condition));
    const inner = { ...spot, depth: depth - 1 };
    const loop = this.#block({ ...inner, inLoop: true, inSwitch: false });
    add(
      6,
      fc.record({
        kind: fc.constant('if' as const),
        condition,
        yes: this.#block(inner),
        no: fc.option(this.#block(inner), { nil: undefined }),
      }),
    );
    add(2, fc.record({ kind: fc.constantFrom('while' as const, 'do' as const), condition, body: loop }));
    if (has('for'))
      add(
        2,
        fc.record({
          kind: fc.constant('for' as const),
          begin: this.#assignment(expression),
          condition: fc.option(condition, { nil: undefined }),
          step: this.#assignment(expression),
          body: loop,
        }),
      );
    add(1, fc.record({ kind: fc.constantFrom('foreach' as const, 'guard' as const), body: loop }));
    if (has('switch')) add(2, this.#switch(inner, expression));
    return kinds;
  }

  #guarded(statement: Statement, condition: fc.Arbitrary<Expression>): fc.Arbitrary<Statement> {
    return condition.map((one) => ({ kind: 'if', condition: one, yes: [statement], no: undefined }));
  }

  #switch(inner: Spot, on: fc.Arbitrary<Expression>): fc.Arbitrary<Statement> {
    const body = fc
      .tuple(this.#block({ ...inner, inSwitch: true }), fc.boolean())
      .map(([all, breaks]): Statement[] => (breaks ? [...all, { kind: 'break' }] : all));
    const labels = fc.uniqueArray(fc.constantFrom(-1, 0, 1, 2, undefined), { minLength: 1, maxLength: 4 });
    return labels.chain((all) =>
      fc
        .tuple(on, ...all.map((label) => body.map((one): Case => ({ label, body: one }))))
        .map(([one, ...cases]): Statement => ({ kind: 'switch', on: one, cases })),
    );
  }

  #places(): Place[] {
    const places: Place[] = ['x', 'x', 'y', 'n', 's->flag', 's->flag'];
    if (this.features.has('pointer')) places.push('*p', '*p', '*p', '*p');
    if (this.features.has('global')) places.push('shared', 'shared', 'shared', 'shared');
    return places;
  }

  #assignment(value: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
    return fc
      .tuple(fc.constantFrom(...this.#places()), value)
      .map(([place, one]): Expression => ({ kind: 'assign', place, value: one }));
  }

  #expression(depth: number, calls: readonly string[]): fc.Arbitrary<Expression> {
    const key = `${depth} ${calls.join()}`;
    const known = this.#expressions.get(key);
    if (known) return known;
    const made = fc.oneof(...this.#kindsOfExpression(depth, calls));
    this.#expressions.set(key, made);
    return made;
  }

  #kindsOfExpression(depth: number, calls: readonly string[]): fc.WeightedArbitrary<Expression>[] {
    const kinds: fc.WeightedArbitrary<Expression>[] = [];
    const add = (weight: number, arbitrary: fc.Arbitrary<Expression>) => kinds.push({ weight, arbitrary });
    const places = fc.constantFrom(...this.#places());
    add(
      3,
      fc.constantFrom(0, 0, 1, 2).map((value) => ({ kind: 'number' as const, value })),
    );
    add(
      4,
      places.map((place) => ({ kind: 'place' as const, place })),
    );
    add(2, fc.constantFrom<Expression>({ kind: 'ask' }, { kind: 'ask' }, { kind: 'mode' }));
    if (this.features.has('look'))
      add(
        2,
        fc
          .constantFrom<Place>('x', 'y', ...(this.features.has('pointer') ? (['*p'] as const) : []))
          .map((place) => ({ kind: 'look' as const, place })),
      );
    if (this.features.has('increment'))
      add(
        1,
        places.map((place) => ({ kind: 'increment' as const, place })),
      );
    if (depth === 0) return kinds;
    const inner = this.#expression(depth - 1, calls);
    if (calls.length > 0) add(2, this.#call(inner, calls));
    add(1, this.#condition(depth - 1, calls));
    add(1, this.#assignment(inner));
    add(
      1,
      inner.map((of) => ({ kind: 'minus' as const, of })),
    );
    add(
      1,
      fc.record({
        kind: fc.constant('conditional' as const),
        condition: this.#condition(depth - 1, calls),
        yes: inner,
        no: inner,
      }),
    );
    if (this.features.has('comma'))
      add(1, fc.record({ kind: fc.constant('comma' as const), left: inner, right: inner }));
    return kinds;
  }

  #call(argument: fc.Arbitrary<Expression>, calls: readonly string[]): fc.Arbitrary<Expression> {
    const has = (feature: Feature): boolean => this.features.has(feature);
    return fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom(...calls),
      argument,
      pointer: fc.constantFrom<'&x' | '&y' | 'p' | '&s->flag'>(
        '&x',
        '&y',
        ...(has('pointer') ? (['p'] as const) : []),
        ...(has('pointer-to-field') ? (['&s->flag', '&s->flag', '&s->flag'] as const) : []),
      ),
    });
  }

  #condition(depth: number, calls: readonly string[]): fc.Arbitrary<Expression> {
    const inner = this.#expression(depth, calls);
    // The order in which C evaluates the sides of a comparison is open: only one does anything.
    const other = fc.oneof(
      fc.constantFrom(-1, 0, 0, 1, 2).map((value): Expression => ({ kind: 'number', value })),
      fc.constantFrom(...this.#places()).map((place): Expression => ({ kind: 'place', place })),
    );
    const operators: Operator[] = ['==', '!=', '<', '<=', '>', '>='];
    const binary = (left: Expression, operator: Operator, right: Expression): Expression => ({
      kind: 'binary',
      operator,
      left,
      right,
    });
    const kinds = [
      inner,
      inner.map((of): Expression => ({ kind: 'not', of })),
      fc.tuple(inner, fc.constantFrom(...operators), other).map(([l, o, r]) => binary(l, o, r)),
      fc
        .tuple(
          fc.constantFrom('==', '!=') as fc.Arbitrary<Operator>,
          fc.constantFrom('NONE', 'READY', 'GONE'),
        )
        .map(([o, name]) => binary({ kind: 'place', place: 's->state' }, o, { kind: 'constant', name })),
      ...(depth > 0
        ? [
            fc
              .tuple(
                this.#condition(depth - 1, calls),
                fc.constantFrom('&&', '||') as fc.Arbitrary<Operator>,
                this.#condition(depth - 1, calls),
              )
              .map(([l, o, r]) => binary(l, o, r)),
          ]
        : []),
    ];
    return fc.oneof(...kinds);
  }
}

/** Programs of a few small functions, with these features. */
export function anyProgram(features: readonly Feature[]): fc.Arbitrary<TinyProgram> {
  return new Generator(new Set(features)).program();
}
