import { argumentsOf, calledName, stringArgument } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import type { Call, Condition, Doing, Expression, NodeCode, Store } from './code.js';
import { declaredIn } from './locals.js';
import { isConstant, placeOf, pointee, STREAM_ERROR } from './place-of.js';
import { type Places, storedInto } from './places.js';
import type { Relevance } from './relevance.js';
import { constant, FALSE, POSITIVE, TRUE, type Value } from './value.js';

const TRUTHS = ['&&', '||', '==', '!=', '<', '<=', '>', '>='];
const NOTHING: Expression = { kind: 'parts', parts: [] };
const EITHER: Condition = { kind: 'either' };

/** Makes of one function's syntax what a run does. */
export class Compiler {
  constructor(
    readonly fn: ParsedFunction,
    readonly relevance: Relevance,
    readonly places: Places,
  ) {}

  /** What a statement does. */
  statement(statement: SyntaxNode): NodeCode {
    const [first] = statement.children;
    switch (statement.type) {
      case 'return_statement':
        return first ? { kind: 'return', value: this.#expression(first) } : { kind: 'nothing' };
      case 'declaration':
        return { kind: 'run', expressions: statement.children.flatMap((one) => this.#initialisation(one)) };
      case 'expression_statement':
        return first ? { kind: 'run', expressions: [this.#expression(first)] } : { kind: 'nothing' };
      default:
        // The beginning or the step of a `for`.
        return statement.type.endsWith('_expression')
          ? { kind: 'run', expressions: [this.#expression(statement)] }
          : { kind: 'nothing' };
    }
  }

  /** What the test of an `if`, a loop or a `switch` does. */
  test(statement: SyntaxNode): NodeCode {
    const condition = childIn(statement, 'condition');
    if (statement.type === 'switch_statement') {
      if (!condition) return { kind: 'nothing' };
      return { kind: 'switch', value: this.#expression(condition), store: this.#kept(condition) };
    }
    if (!condition)
      return { kind: 'test', condition: { kind: 'true', inner: literal(TRUE), store: undefined } };
    return { kind: 'test', condition: this.#isMacroLoop(statement) ? EITHER : this.#condition(condition) };
  }

  /** The value of a `case`. */
  label(label: SyntaxNode): Value {
    return constant(this.fn.file.slice(label).trim());
  }

  /** `QTAILQ_FOREACH(…)`, whose text the parser took for `while`. */
  #isMacroLoop({ type, start }: SyntaxNode): boolean {
    return type === 'while_statement' && !this.fn.file.code.startsWith('while', start);
  }

  #initialisation(declarator: SyntaxNode): Expression[] {
    if (declarator.type !== 'init_declarator') return [];
    const name = declaredIn(declarator);
    const value = childIn(declarator, 'value');
    if (!value) return [];
    const right = this.#expression(value);
    // An array's initialiser is the value of no one element.
    if (!name || name.parent?.type === 'array_declarator') return [right];
    const store = { ...this.#storeInto(this.fn.file.slice(name), true), assumed: undefined };
    return [{ kind: 'store', store, value: right }];
  }

  #place(expression: SyntaxNode): string | undefined {
    return placeOf(this.fn, expression, this.relevance.effects);
  }

  /** The place of an expression, if its value is followed. */
  #followed(expression: SyntaxNode): number | undefined {
    const place = this.#place(expression);
    return place !== undefined && this.relevance.follows(this.fn.name, place)
      ? this.places.id(place)
      : undefined;
  }

  #kept(expression: SyntaxNode): Store | undefined {
    const place = this.#place(expression);
    return place !== undefined && this.relevance.follows(this.fn.name, place)
      ? this.#storeInto(place, true)
      : undefined;
  }

  #storeInto(place: string, isPlain: boolean): Store {
    return {
      place: this.places.id(place),
      isFollowed: this.relevance.follows(this.fn.name, place),
      isStreamError: place === STREAM_ERROR,
      assumed: place.startsWith('.') ? this.places.id(storedInto(place.slice(1))) : undefined,
      isPlain,
    };
  }

  #expression(expression: SyntaxNode): Expression {
    const { file } = this.fn;
    switch (expression.type) {
      case 'parenthesized_expression':
      case 'cast_expression': {
        const inner = childIn(expression, 'value') ?? expression.children.at(-1);
        return inner ? this.#expression(inner) : NOTHING;
      }
      case 'true':
        return literal(TRUE);
      case 'false':
      case 'null':
        return literal(FALSE);
      case 'number_literal':
        return literal(constant(file.slice(expression)));
      case 'identifier':
        return this.#name(file.slice(expression));
      case 'call_expression':
        return { kind: 'call', call: this.#call(expression) };
      case 'assignment_expression':
        return this.#assignment(expression);
      case 'update_expression': {
        const target = childIn(expression, 'argument');
        const place = target && this.#followed(target);
        return place === undefined ? NOTHING : { kind: 'forget', place };
      }
      case 'conditional_expression':
        return this.#choice(expression);
      case 'comma_expression':
        return { kind: 'sequence', parts: expression.children.map((part) => this.#expression(part)) };
      case 'unary_expression':
        return this.#unary(expression);
      case 'binary_expression':
        return TRUTHS.includes(this.#operator(expression))
          ? { kind: 'truth', condition: this.#condition(expression) }
          : this.#parts(expression);
      default: {
        const place = this.#place(expression);
        return place === undefined
          ? this.#parts(expression)
          : { kind: 'place', place: this.places.id(place) };
      }
    }
  }

  #name(name: string): Expression {
    if (isConstant(name)) return literal(name === 'NULL' ? FALSE : constant(name));
    if (this.relevance.program.defines(name)) return literal({ signs: POSITIVE, function: name });
    return { kind: 'place', place: this.places.id(name) };
  }

  /** An expression whose value is not followed, though parts of it may do something. */
  #parts(expression: SyntaxNode): Expression {
    const parts = expression.children.map((part) => this.#expression(part)).filter(doesSomething);
    return parts.length === 0 ? NOTHING : { kind: 'parts', parts };
  }

  #unary(expression: SyntaxNode): Expression {
    const inner = childIn(expression, 'argument');
    const operator = this.fn.file.code.charAt(expression.start);
    if (!inner) return NOTHING;
    if (operator === '!') return { kind: 'truth', condition: this.#condition(expression) };
    if (operator === '-') return { kind: 'negated', inner: this.#expression(inner) };
    return { kind: 'parts', parts: [this.#expression(inner)].filter(doesSomething) };
  }

  #operator(expression: SyntaxNode): string {
    const [left, right] = [childIn(expression, 'left'), childIn(expression, 'right')];
    return left && right ? this.fn.file.code.slice(left.end, right.start).trim() : '';
  }

  #assignment(expression: SyntaxNode): Expression {
    const [left, right] = [childIn(expression, 'left'), childIn(expression, 'right')];
    if (!left || !right) return NOTHING;
    const place = this.#place(left);
    const value = this.#expression(right);
    if (place === undefined) return value;
    return { kind: 'store', store: this.#storeInto(place, this.#operator(expression) === '='), value };
  }

  #choice(expression: SyntaxNode): Expression {
    const condition = childIn(expression, 'condition');
    const no = childIn(expression, 'alternative');
    if (!condition || !no) return this.#parts(expression);
    const yes = childIn(expression, 'consequence');
    if (!yes) return { kind: 'or-else', value: this.#expression(condition), no: this.#expression(no) };
    return {
      kind: 'choice',
      condition: this.#condition(condition),
      yes: this.#expression(yes),
      no: this.#expression(no),
    };
  }

  #condition(condition: SyntaxNode): Condition {
    if (condition.type === 'parenthesized_expression') {
      const [inner] = condition.children;
      return inner ? this.#condition(inner) : EITHER;
    }
    if (condition.type === 'unary_expression' && this.fn.file.code.charAt(condition.start) === '!') {
      const inner = childIn(condition, 'argument');
      if (inner) return { kind: 'not', inner: this.#condition(inner) };
    }
    if (condition.type === 'binary_expression') {
      const binary = this.#binary(condition);
      if (binary) return binary;
    }
    if (condition.type === 'call_expression') {
      const isHint = ['unlikely', 'likely'].includes(calledName(this.fn, condition) ?? '');
      const [inner] = argumentsOf(condition);
      if (isHint && inner) return this.#condition(inner);
    }
    return { kind: 'true', inner: this.#expression(condition), store: this.#kept(condition) };
  }

  #binary(condition: SyntaxNode): Condition | undefined {
    const [left, right] = [childIn(condition, 'left'), childIn(condition, 'right')];
    const operator = this.#operator(condition);
    if (!left || !right || !TRUTHS.includes(operator)) return undefined;
    if (operator === '&&' || operator === '||') {
      const kind = operator === '&&' ? 'and' : 'or';
      return { kind, left: this.#condition(left), right: this.#condition(right) };
    }
    const sides = { left: this.#expression(left), right: this.#expression(right) };
    return { kind: 'compare', operator, ...sides, store: this.#kept(left) };
  }

  #call(call: SyntaxNode): Call {
    const { fn } = this;
    const name = calledName(fn, call);
    const callee = name === undefined ? childIn(call, 'function') : undefined;
    return {
      callee: callee && this.#expression(callee),
      given: argumentsOf(call).map((one) => this.#expression(one)),
      mark: name !== undefined && this.relevance.effects.marks.includes(name) ? name : undefined,
      does: this.#doing(call, name ?? ''),
      step: { file: fn.file.path, function: fn.name, line: fn.file.lineOf(call.start) },
      offset: call.start,
    };
  }

  #doing(call: SyntaxNode, name: string): Doing {
    const { effects } = this.relevance;
    const given = argumentsOf(call);
    const pointed = (index: number): string | undefined => pointee(this.fn, given[index], effects);
    if (name === effects.checkpoint)
      return { kind: 'fire', checkpoint: stringArgument(this.fn, call, 0) ?? '' };
    if (effects.raise.includes(name)) return { kind: 'raise' };
    if (effects.stateSetters.includes(name)) {
      const old = given.length >= 3 ? given.at(-2) : undefined;
      const isFromNow = !old || this.#place(old) === `.${effects.stateField}`;
      return { kind: 'set-state', isFromNow };
    }
    if (effects.release.includes(name)) return { kind: 'release' };
    if (effects.waits.includes(name)) return { kind: 'wait' };
    if (effects.status.includes(name)) return { kind: 'status' };
    if (effects.read.includes(name)) {
      const place = pointed(0);
      return { kind: 'read', place: place === undefined ? undefined : this.places.id(place) };
    }
    if (effects.write.includes(name)) {
      const place = pointed(0);
      return { kind: 'write', store: place === undefined ? undefined : this.#storeInto(place, true) };
    }
    if (effects.defer.includes(name)) return { kind: 'defer' };
    if (this.relevance.functions.has(name))
      return { kind: 'enter', name, pointed: given.map((_, index) => pointed(index)) };
    return { kind: 'other', forgets: this.#forgets(given), answer: this.#followed(call) };
  }

  /** What an unknown function may store through pointers it is given. */
  #forgets(given: readonly SyntaxNode[]): number[] {
    return given.flatMap((argument) => {
      const place = pointee(this.fn, argument, this.relevance.effects);
      const isFollowed = place !== undefined && this.relevance.follows(this.fn.name, place);
      return isFollowed && !place.endsWith('()') ? [this.places.id(place)] : [];
    });
  }
}

function literal(value: Value): Expression {
  return { kind: 'value', value };
}

/** Whether an expression whose value nobody asks for has to be looked at. */
function doesSomething(expression: Expression): boolean {
  if (expression.kind === 'value' || expression.kind === 'place') return false;
  return expression.kind !== 'parts' || expression.parts.length > 0;
}
