import type { Effects } from '../catalogue/flow.js';
import { argumentsOf, calledName } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { isStatement } from '../csource/statements.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import { declaredIn, type Locals, localsOf } from './locals.js';
import { placeOf, pointee } from './place-of.js';

/** What of one function a run has to follow. */
export interface Slice {
  /** The `if`s, loops and `switch`es whose outcome matters; past the others a run goes as if they were not there. */
  readonly tests: ReadonlySet<SyntaxNode>;
  /** Locals, and what they point to, whose value matters. */
  readonly places: ReadonlySet<string>;
  /** What of that is stored through a pointer. */
  readonly outputs: ReadonlySet<string>;
  /** Locals that a function is put into: what is called later. */
  readonly handles: ReadonlySet<string>;
  /** The statements that do something; past the others, too. */
  readonly statements: ReadonlySet<SyntaxNode>;
}

/** What the slicing of one function has to know of the others. */
export interface Surroundings {
  readonly effects: Effects;
  /** The functions that a run follows. */
  readonly functions: ReadonlySet<string>;
  /** Fields, as places, whose value matters anywhere. */
  readonly fields: ReadonlySet<string>;
}

interface Test {
  readonly node: SyntaxNode;
  matters: boolean;
}

interface Store {
  readonly target: string;
  /** Absent where what is stored is not in the code. */
  readonly value: SyntaxNode | undefined;
  readonly statement: SyntaxNode | undefined;
  /** The tests around it. */
  readonly under: readonly Test[];
}

const LOOPS = new Set(['while_statement', 'for_statement', 'do_statement']);
const LOOPS_AND_SWITCH = new Set([...LOOPS, 'switch_statement']);
const FOREVER = /^(?:while|for) ?\(\s*(?:true|1|;;)\s*\)/;

/** Finds out what of a function matters: tests and places make each other relevant, until nothing is added. */
export function sliceOf(fn: ParsedFunction, surroundings: Surroundings): Slice {
  const reading = new Reading(fn, surroundings);
  reading.visit(fn.bodyNode);
  return reading.slice();
}

/** One walk through a function notes what it does; the rest is worked out on these notes. */
class Reading {
  readonly #tests: Test[] = [];
  readonly #stores: Store[] = [];
  readonly #places = new Set<string>();
  readonly #outputs = new Set<string>();
  readonly #handles = new Set<string>();
  readonly #statements = new Set<SyntaxNode>();
  /** The tests around what is visited, outermost first. */
  readonly #around: Test[] = [];
  #statement: SyntaxNode | undefined;
  readonly #effective: ReadonlySet<string>;
  readonly #locals: Locals;

  constructor(
    readonly fn: ParsedFunction,
    readonly surroundings: Surroundings,
  ) {
    const { checkpoint, stateSetters, defer, release, marks, waits } = surroundings.effects;
    this.#effective = new Set([checkpoint, ...stateSetters, ...defer, ...release, ...marks, ...waits]);
    this.#locals = localsOf(fn);
  }

  // An arrow function, so that it can be handed on without another one for each node.
  readonly visit = (node: SyntaxNode): void => {
    const before = this.#statement;
    if (isStatement(node) || isPartOfFor(node)) this.#statement = node;
    const isTest = node.type === 'if_statement' || LOOPS_AND_SWITCH.has(node.type);
    if (isTest) this.#enter(node);
    this.#note(node);
    node.children.forEach(this.visit);
    if (isTest) this.#around.pop();
    this.#statement = before;
  };

  #enter(node: SyntaxNode): void {
    const { code } = this.fn.file;
    const matters = node.type !== 'if_statement' && FOREVER.test(code.slice(node.start, node.start + 24));
    const test = { node, matters };
    this.#tests.push(test);
    this.#around.push(test);
  }

  #note(node: SyntaxNode): void {
    switch (node.type) {
      case 'return_statement':
        this.#readIn(node);
        this.#act();
        this.#weigh();
        break;
      case 'goto_statement':
      case 'labeled_statement':
        this.#weigh();
        break;
      case 'break_statement':
        this.#weighUpTo(LOOPS_AND_SWITCH);
        break;
      case 'continue_statement':
        this.#weighUpTo(LOOPS);
        break;
      case 'call_expression':
        this.#noteCall(node);
        break;
      case 'assignment_expression':
        this.#noteStore(childIn(node, 'left'), childIn(node, 'right'));
        break;
      case 'init_declarator':
        this.#noteStore(declaredIn(node), childIn(node, 'value'));
        break;
      case 'update_expression':
        this.#noteStore(childIn(node, 'argument'), undefined);
        break;
    }
  }

  #act(): void {
    if (this.#statement) this.#statements.add(this.#statement);
  }

  #weigh(): void {
    for (const test of this.#around) test.matters = true;
  }

  /** It decides the tests around it up to the one that it leaves or begins anew. */
  #weighUpTo(kinds: ReadonlySet<string>): void {
    for (const test of [...this.#around].reverse()) {
      if (kinds.has(test.node.type)) return;
      test.matters = true;
    }
  }

  #noteCall(call: SyntaxNode): void {
    const { effects, functions } = this.surroundings;
    const name = calledName(this.fn, call) ?? '';
    const given = argumentsOf(call);
    if (this.#effective.has(name) || functions.has(name)) {
      this.#act();
      this.#weigh();
      for (const argument of given) {
        this.#readIn(argument);
        if (argument.type === 'identifier') this.#places.add(`*${this.fn.file.slice(argument)}`);
      }
    } else if (effects.raise.includes(name)) {
      this.#act();
      this.#weigh();
    } else if (effects.write.includes(name)) {
      this.#addStore(pointee(this.fn, given[0], effects), given[1]);
    } else {
      for (const argument of given) {
        const place = pointee(this.fn, argument, effects);
        this.#addStore(place, undefined);
        // A pointer of the caller's that is handed on.
        if (place?.startsWith('*') && this.#locals.isParameter(place.slice(1))) this.#output(place);
      }
    }
  }

  #noteStore(left: SyntaxNode | undefined, value: SyntaxNode | undefined): void {
    const target = left && placeOf(this.fn, left, this.surroundings.effects);
    this.#addStore(target, value);
    // What a parameter points to may be the caller's.
    if (target?.startsWith('*')) this.#output(target);
    // A bottom half that is put into a field.
    if (target === undefined || !value || !this.#namesFunction(value)) return;
    this.#act();
    this.#weigh();
    this.#handles.add(target);
  }

  #output(place: string): void {
    this.#places.add(place);
    this.#outputs.add(place);
  }

  #addStore(target: string | undefined, value: SyntaxNode | undefined): void {
    if (target === undefined) return;
    this.#stores.push({ target, value, statement: this.#statement, under: [...this.#around] });
  }

  #namesFunction(expression: SyntaxNode): boolean {
    if (expression.type === 'identifier')
      return (
        expression.field !== 'function' && this.surroundings.functions.has(this.fn.file.slice(expression))
      );
    return expression.children.some((child) => this.#namesFunction(child));
  }

  #readIn(expression: SyntaxNode): void {
    const { effects } = this.surroundings;
    const place = placeOf(this.fn, expression, effects) ?? pointee(this.fn, expression, effects);
    if (place !== undefined && !place.endsWith('()') && !place.startsWith('.')) this.#places.add(place);
    for (const child of expression.children) this.#readIn(child);
  }

  #follows(place: string): boolean {
    if (place.startsWith('.')) return this.surroundings.fields.has(place);
    return this.#places.has(place) && this.#locals.isCertain(place);
  }

  slice(): Slice {
    const tests = new Set<SyntaxNode>();
    let stores = this.#stores;
    for (let before = -1; before !== tests.size + this.#places.size; ) {
      before = tests.size + this.#places.size;
      const rest: Store[] = [];
      for (const store of stores) {
        if (!this.#follows(store.target)) {
          rest.push(store);
          continue;
        }
        for (const test of store.under) test.matters = true;
        if (store.statement) this.#statements.add(store.statement);
        if (store.value) this.#readIn(store.value);
      }
      stores = rest;
      for (const { node, matters } of this.#tests) {
        if (!matters || tests.has(node)) continue;
        tests.add(node);
        const condition = childIn(node, 'condition');
        if (condition) this.#readIn(condition);
      }
    }
    const places = new Set([...this.#places].filter((place) => this.#locals.isCertain(place)));
    return {
      tests,
      places,
      outputs: this.#outputs,
      handles: this.#handles,
      statements: this.#statements,
    };
  }
}

/** The beginning and the step of a `for`, which are no statements of their own. */
function isPartOfFor({ field, parent }: SyntaxNode): boolean {
  return parent?.type === 'for_statement' && (field === 'initializer' || field === 'update');
}
