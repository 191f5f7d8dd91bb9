import {
  CONSTANTS,
  type Expression,
  type Label,
  type Operator,
  type Place,
  type Statement,
  type TinyFunction,
  type TinyProgram,
} from './program.js';

/** How a run went: what fired, and what `run` gave. */
export interface TinyRun {
  readonly fired: readonly string[];
  /** Undefined for a run that aborted. */
  readonly result: number | undefined;
}

/** What is not in the program: the answers of functions elsewhere, and what fields hold when it begins. */
export interface Surroundings {
  readonly answers: readonly number[];
  readonly mode: number;
  readonly flag: number;
  readonly state: number;
}

type Signal = 'break' | 'continue' | { readonly goto: Label } | { readonly result: number } | undefined;

class Aborted extends Error {}
class OutOfFuel extends Error {}

const MOST_STEPS = 400;
const DEEPEST = 20;

/** @returns undefined for a run that takes too long to be worth it */
export function interpret(program: TinyProgram, surroundings: Surroundings): TinyRun | undefined {
  const machine = new Machine(program, surroundings);
  try {
    return { result: machine.run(), fired: machine.fired };
  } catch (error) {
    if (error instanceof Aborted) return { result: undefined, fired: machine.fired };
    if (error instanceof OutOfFuel) return undefined;
    throw error;
  }
}

/** A place in memory. */
interface Cell {
  value: number;
}

interface Frame {
  readonly x: Cell;
  readonly y: Cell;
  readonly n: Cell;
  readonly p: Cell;
}

class Machine {
  readonly fired: string[] = [];
  readonly #functions: ReadonlyMap<string, TinyFunction>;
  readonly #shared: Cell = { value: 0 };
  readonly #flag: Cell;
  readonly #state: Cell;
  #deferred = 0;
  #asked = 0;
  #steps = 0;
  #depth = 0;

  constructor(
    program: TinyProgram,
    readonly surroundings: Surroundings,
  ) {
    this.#functions = new Map(program.functions.map((one) => [one.name, one]));
    this.#flag = { value: surroundings.flag };
    this.#state = { value: surroundings.state };
  }

  run(): number {
    const result = this.#call('run', this.#answer(), { value: this.#answer() });
    this.#runDeferred();
    return result;
  }

  #runDeferred(): void {
    while (this.#deferred > 0) {
      this.#deferred -= 1;
      this.#call('later', 0, { value: 0 });
    }
  }

  #answer(): number {
    const { answers } = this.surroundings;
    return answers[this.#asked++ % answers.length] ?? 0;
  }

  #call(name: string, argument: number, p: Cell): number {
    const fn = this.#functions.get(name);
    if (!fn) throw new Error(`no function ${name}`);
    if (++this.#depth > DEEPEST) throw new OutOfFuel();
    const frame: Frame = { x: { value: 0 }, y: { value: 0 }, n: { value: argument }, p };
    for (let part = 0; part < fn.parts.length; ) {
      const signal = this.#all(fn.parts[part] ?? [], frame);
      if (typeof signal === 'object' && 'result' in signal) {
        this.#depth -= 1;
        return signal.result;
      }
      part = typeof signal === 'object' ? (signal.goto === 'again' ? 1 : 2) : part + 1;
    }
    const result = this.#value(fn.result, frame);
    this.#depth -= 1;
    return result;
  }

  #all(statements: readonly Statement[], frame: Frame): Signal {
    for (const one of statements) {
      const signal = this.#do(one, frame);
      if (signal !== undefined) return signal;
    }
    return undefined;
  }

  #do(statement: Statement, frame: Frame): Signal {
    if (++this.#steps > MOST_STEPS) throw new OutOfFuel();
    switch (statement.kind) {
      case 'checkpoint':
        this.fired.push(statement.name);
        return undefined;
      case 'do-nothing':
        return undefined;
      case 'break':
        return 'break';
      case 'continue':
        return 'continue';
      case 'release':
        this.#runDeferred();
        return undefined;
      case 'abort':
        throw new Aborted();
      case 'expression':
        this.#value(statement.expression, frame);
        return undefined;
      case 'if':
        return this.#all(
          this.#value(statement.condition, frame) !== 0 ? statement.yes : (statement.no ?? []),
          frame,
        );
      case 'while':
        return this.#loop(() => this.#value(statement.condition, frame) !== 0, statement.body, frame);
      case 'do': {
        let isFirst = true;
        const goesOn = (): boolean => {
          const result = isFirst || this.#value(statement.condition, frame) !== 0;
          isFirst = false;
          return result;
        };
        return this.#loop(goesOn, statement.body, frame);
      }
      case 'for': {
        const { begin, condition, step, body } = statement;
        this.#value(begin, frame);
        const goesOn = (): boolean => condition === undefined || this.#value(condition, frame) !== 0;
        return this.#loop(goesOn, body, frame, () => this.#value(step, frame));
      }
      case 'foreach':
        return this.#loop(() => this.#answer() > 0, statement.body, frame);
      case 'guard': {
        const signal = this.#all(statement.body, frame);
        return signal === 'break' || signal === 'continue' ? undefined : signal;
      }
      case 'switch': {
        const on = this.#value(statement.on, frame);
        const { cases } = statement;
        const hit = cases.findIndex(({ label }) => label === on);
        const from = hit >= 0 ? hit : cases.findIndex(({ label }) => label === undefined);
        if (from < 0) return undefined;
        const signal = this.#all(
          cases.slice(from).flatMap(({ body }) => body),
          frame,
        );
        return signal === 'break' ? undefined : signal;
      }
      case 'goto':
        return { goto: statement.label };
      case 'return':
        return { result: this.#value(statement.value, frame) };
      case 'defer':
        this.#deferred += 1;
        return undefined;
      case 'set-state':
        if (this.#state.value === CONSTANTS[statement.from]) this.#state.value = CONSTANTS[statement.to] ?? 0;
        return undefined;
    }
  }

  #loop(goesOn: () => boolean, body: readonly Statement[], frame: Frame, step?: () => void): Signal {
    while (goesOn()) {
      if (++this.#steps > MOST_STEPS) throw new OutOfFuel();
      const signal = this.#all(body, frame);
      if (signal === 'break') return undefined;
      if (signal !== undefined && signal !== 'continue') return signal;
      step?.();
    }
    return undefined;
  }

  #cell(place: Place, { x, y, n, p }: Frame): Cell {
    const cells: Readonly<Record<Place, Cell>> = {
      x,
      y,
      n,
      '*p': p,
      's->flag': this.#flag,
      's->state': this.#state,
      shared: this.#shared,
    };
    return cells[place];
  }

  #value(expression: Expression, frame: Frame): number {
    if (++this.#steps > MOST_STEPS) throw new OutOfFuel();
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'constant':
        return CONSTANTS[expression.name] ?? 0;
      case 'place':
        return this.#cell(expression.place, frame).value;
      case 'ask':
        return this.#answer();
      case 'mode':
        return this.surroundings.mode;
      case 'look':
        this.#cell(expression.place, frame).value = this.#answer();
        return this.#answer();
      case 'assign': {
        const value = this.#value(expression.value, frame);
        this.#cell(expression.place, frame).value = value;
        return value;
      }
      case 'increment':
        return this.#cell(expression.place, frame).value++;
      case 'call': {
        const { x, y, p } = frame;
        const pointer = { '&x': x, '&y': y, p, '&s->flag': this.#flag }[expression.pointer];
        return this.#call(expression.name, this.#value(expression.argument, frame), pointer);
      }
      case 'not':
        return this.#value(expression.of, frame) === 0 ? 1 : 0;
      case 'minus':
        return 0 - this.#value(expression.of, frame);
      case 'binary': {
        const { operator, left, right } = expression;
        const first = this.#value(left, frame);
        if (operator === '&&') return first !== 0 && this.#value(right, frame) !== 0 ? 1 : 0;
        if (operator === '||') return first !== 0 || this.#value(right, frame) !== 0 ? 1 : 0;
        return compared(first, operator, this.#value(right, frame)) ? 1 : 0;
      }
      case 'comma':
        this.#value(expression.left, frame);
        return this.#value(expression.right, frame);
      case 'conditional': {
        const { condition, yes, no } = expression;
        return this.#value(this.#value(condition, frame) !== 0 ? yes : no, frame);
      }
    }
  }
}

function compared(left: number, operator: Operator, right: number): boolean {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}
