import type { Effects } from '../catalogue/flow.js';
import { argumentsOf, calledName, isLoop } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { statementOf } from '../csource/statements.js';
import { childIn, descendants, type SyntaxNode } from '../csource/syntax.js';
import { placeOf, pointee, STREAM_ERROR } from './place-of.js';
import type { Program } from './program.js';
import { storedInto } from './run-state.js';

/** What of one function a run has to follow. */
export interface Slice {
  /** The `if`s, loops and `switch`es whose outcome matters; past the others a run goes as if they were not there. */
  readonly tests: ReadonlySet<SyntaxNode>;
  /** Locals whose value matters. */
  readonly places: ReadonlySet<string>;
  /** The statements that do something; past the others, too. */
  readonly statements: ReadonlySet<SyntaxNode>;
}

const TESTS = new Set([
  'if_statement',
  'while_statement',
  'for_statement',
  'do_statement',
  'switch_statement',
]);

/**
 * Finds out what a run from some entries has to follow: the functions that fire a checkpoint or decide whether one
 * fires, in them the tests that do, and the places those read. Everything else is passed over, which keeps the number
 * of runs that differ small.
 */
export class Relevance {
  readonly functions: ReadonlySet<string>;
  /** Those of them on the way to a checkpoint or a mark. */
  readonly firing: ReadonlySet<string>;
  /** Fields, as places, whose value matters anywhere. */
  readonly fields: ReadonlySet<string>;
  readonly #slices = new Map<string, Slice>();
  readonly #shared = new Map<string, ReadonlySet<string>>();

  constructor(
    readonly program: Program,
    readonly effects: Effects,
    entries: readonly string[],
  ) {
    const reached = program.reach(entries, [...effects.borders, ...effects.waits]);
    const fields = new Set([effects.stateField, ...effects.fields]);
    const tells = [effects.checkpoint, ...effects.marks];
    const fires = (name: string): boolean => tells.some((word) => program.words(name).has(word));
    const acts = (name: string): boolean =>
      effects.stateSetters.some((word) => program.words(name).has(word)) ||
      program.touchesField(name, fields);
    this.firing = withUsers(program, reached, fires);
    this.functions = withUsers(program, reached, (name) => fires(name) || acts(name));
    this.fields = new Set([effects.stateField, ...effects.fields].map((name) => `.${name}`));
  }

  /** Undefined for a function that does not parse. */
  slice(name: string): Slice | undefined {
    const known = this.#slices.get(name);
    if (known) return known;
    const fn = this.program.open(name);
    if (!fn) return undefined;
    const slice = new Slicer(fn, this.effects, this.functions, this.fields).slice();
    this.#slices.set(name, slice);
    return slice;
  }

  /** The fields and answers that a function, or what it calls or defers, may read or change. */
  sharedPlaces(name: string): ReadonlySet<string> {
    let places = this.#shared.get(name);
    if (!places) {
      const { stateField, fields, steady, sticky, raise } = this.effects;
      const reached = [...this.program.reach([name], this.effects.borders)];
      const uses = (word: string): boolean => reached.some((one) => this.program.words(one).has(word));
      places = new Set([
        `.${stateField}`,
        ...fields.filter(uses).flatMap((field) => [`.${field}`, storedInto(field)]),
        ...steady.filter(uses).map((answer) => `${answer}()`),
        ...([...sticky, ...raise].some(uses) ? [STREAM_ERROR] : []),
      ]);
      this.#shared.set(name, places);
    }
    return places;
  }

  /** Whether a place of a function has to be followed. */
  follows(name: string, place: string): boolean {
    if (place.endsWith('()') || place.startsWith(':')) return true;
    return place.startsWith('.') ? this.fields.has(place) : (this.slice(name)?.places.has(place) ?? false);
  }
}

/** The functions of which something is true, with all that use one of them. */
function withUsers(
  program: Program,
  reached: ReadonlySet<string>,
  isOne: (name: string) => boolean,
): Set<string> {
  const users = new Map<string, string[]>();
  for (const name of reached)
    for (const used of program.uses(name)) users.set(used, [...(users.get(used) ?? []), name]);
  const found = new Set<string>();
  const pending = [...reached].filter(isOne);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...(users.get(name) ?? []));
  }
  return found;
}

/** Slices one function: tests and places make each other relevant, until nothing is added. */
class Slicer {
  readonly #tests = new Set<SyntaxNode>();
  readonly #places = new Set<string>();

  constructor(
    readonly fn: ParsedFunction,
    readonly effects: Effects,
    readonly functions: ReadonlySet<string>,
    readonly fields: ReadonlySet<string>,
  ) {}

  slice(): Slice {
    const nodes = [...descendants(this.fn.bodyNode)];
    for (const node of nodes) {
      if (node.type === 'call_expression' && this.#hasEffect(node))
        for (const argument of argumentsOf(node)) {
          this.#readIn(argument);
          if (argument.type === 'identifier') this.#places.add(`*${this.fn.file.slice(argument)}`);
        }
      if (node.type === 'return_statement') this.#readIn(node);
    }
    for (let before = -1; before !== this.#size; ) {
      before = this.#size;
      for (const node of nodes) {
        if (TESTS.has(node.type) && !this.#tests.has(node) && this.#matters(node)) {
          this.#tests.add(node);
          const condition = childIn(node, 'condition');
          if (condition) this.#readIn(condition);
        }
        const stored = this.#storedIn(node);
        if (stored) this.#readIn(stored);
      }
    }
    return { tests: this.#tests, places: this.#places, statements: this.#statements(nodes) };
  }

  #statements(nodes: readonly SyntaxNode[]): Set<SyntaxNode> {
    const found = new Set<SyntaxNode>();
    for (const node of nodes) {
      if (!this.#acts(node)) continue;
      const statement = statementOf(node);
      if (statement) found.add(statement);
    }
    return found;
  }

  #acts(node: SyntaxNode): boolean {
    if (node.type === 'return_statement') return true;
    if (node.type === 'call_expression') {
      const name = calledName(this.fn, node) ?? '';
      const { raise, write } = this.effects;
      if (this.#hasEffect(node) || raise.includes(name) || write.includes(name)) return true;
      // What it may store through a pointer.
      return argumentsOf(node).some((argument) => {
        const place = argument.type === 'pointer_expression' && pointee(this.fn, argument, this.effects);
        return place && this.#follows(place);
      });
    }
    const target = this.#target(node);
    if (target === undefined) return false;
    if (this.#follows(target)) return true;
    // A bottom half that is put into a field.
    const stored = childIn(node, 'right') ?? childIn(node, 'value');
    return stored !== undefined && this.#namesFunction(stored);
  }

  #namesFunction(expression: SyntaxNode): boolean {
    for (const node of descendants(expression))
      if (
        node.type === 'identifier' &&
        node.field !== 'function' &&
        this.functions.has(this.fn.file.slice(node))
      )
        return true;
    return false;
  }

  get #size(): number {
    return this.#tests.size + this.#places.size;
  }

  #hasEffect(call: SyntaxNode): boolean {
    const name = calledName(this.fn, call) ?? '';
    const { checkpoint, stateSetters, defer, release, marks, waits } = this.effects;
    return (
      name === checkpoint ||
      this.functions.has(name) ||
      [stateSetters, defer, release, marks, waits].some((names) => names.includes(name))
    );
  }

  /** What is stored into a place that matters. */
  #storedIn(node: SyntaxNode): SyntaxNode | undefined {
    const target = this.#target(node);
    return target !== undefined && this.#follows(target)
      ? (childIn(node, 'right') ?? childIn(node, 'value'))
      : undefined;
  }

  #target(node: SyntaxNode): string | undefined {
    const left =
      node.type === 'assignment_expression'
        ? childIn(node, 'left')
        : node.type === 'init_declarator'
          ? childIn(node, 'declarator')
          : node.type === 'update_expression'
            ? childIn(node, 'argument')
            : undefined;
    return left && placeOf(this.fn, left, this.effects);
  }

  #follows(place: string): boolean {
    return place.startsWith('.') ? this.fields.has(place) : this.#places.has(place);
  }

  /** Whether something of weight is under a test, or its condition does something. */
  #matters(test: SyntaxNode): boolean {
    if (
      isLoop(this.fn, test) &&
      /^(?:while|for) ?\(\s*(?:true|1|;;)\s*\)/.test(this.fn.file.code.slice(test.start, test.start + 24))
    )
      return true;
    const weighs = (node: SyntaxNode, breakable: boolean): boolean => {
      if (
        node.type === 'return_statement' ||
        node.type === 'goto_statement' ||
        node.type === 'labeled_statement'
      )
        return true;
      if (!breakable && (node.type === 'break_statement' || node.type === 'continue_statement')) return true;
      if (node.type === 'call_expression' && this.#hasEffect(node)) return true;
      const target = this.#target(node);
      if (target !== undefined && this.#follows(target)) return true;
      const inner = breakable || (node !== test && TESTS.has(node.type) && node.type !== 'if_statement');
      return node.children.some((child) => weighs(child, inner));
    };
    return weighs(test, test.type !== 'if_statement');
  }

  #readIn(expression: SyntaxNode): void {
    for (const node of descendants(expression)) {
      const place = placeOf(this.fn, node, this.effects) ?? pointee(this.fn, node, this.effects);
      if (place !== undefined && !place.endsWith('()') && !place.startsWith('.')) this.#places.add(place);
    }
  }
}
