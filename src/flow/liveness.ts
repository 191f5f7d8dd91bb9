import type { ControlFlow, FlowNode } from '../csource/control-flow.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, ofType, type SyntaxNode } from '../csource/syntax.js';
import { isLocal, type Places } from './places.js';
import type { Slice } from './slice.js';

/** As many locals at a time as a number has bits for. */
const AT_A_TIME = 30;

/**
 * The locals that a function may still read from each point of its flow on: a value that nobody reads any more need not
 * be known, and states that differ in it alone are one.
 * @returns by the id of a node, what is read from there on; equal sets are the same object
 */
export function localsReadFrom(
  fn: ParsedFunction,
  flow: ControlFlow,
  slice: Slice,
  places: Places,
): readonly ReadonlySet<number>[] {
  const names = [...new Set([...slice.places, ...slice.handles])].filter(isLocal);
  const own = flow.nodes.map((node) => readsAndStores(fn, node, slice));
  const live = flow.nodes.map(() => [] as number[]);
  for (let first = 0; first < names.length; first += AT_A_TIME)
    addLive(flow, own, names.slice(first, first + AT_A_TIME), live);
  const sets = new Map<string, ReadonlySet<number>>();
  return live.map((masks) => {
    const key = masks.join();
    let set = sets.get(key);
    if (!set) {
      const read = names.filter(
        (_, index) => ((masks[Math.floor(index / AT_A_TIME)] ?? 0) >> (index % AT_A_TIME)) & 1,
      );
      set = new Set(read.map((name) => places.id(name)));
      sets.set(key, set);
    }
    return set;
  });
}

/** Works out some of the locals, a bit each, and adds the bits of each node to its list. */
function addLive(
  flow: ControlFlow,
  own: readonly Words[],
  names: readonly string[],
  live: readonly number[][],
): void {
  const bits = new Map(names.map((name, index) => [name, 1 << index]));
  const maskOf = (words: readonly string[]): number =>
    words.reduce((mask, word) => mask | (bits.get(word) ?? 0), 0);
  const reads = own.map((one) => maskOf(one.reads));
  const passes = own.map(({ stores }) => ~(stores === undefined ? 0 : (bits.get(stores) ?? 0)));
  const masks = flow.nodes.map(() => 0);
  for (let changed = true; changed; ) {
    changed = false;
    // What comes later in the text was built first and has the lower numbers.
    flow.nodes.forEach(({ id, successors }) => {
      let mask = reads[id] ?? 0;
      for (let next = 0; next < successors.length; next++)
        mask |= (masks[successors[next]?.to ?? 0] ?? 0) & (passes[id] ?? 0);
      if (mask === masks[id]) return;
      masks[id] = mask;
      changed = true;
    });
  }
  for (const [id, list] of live.entries()) list.push(masks[id] ?? 0);
}

interface Words {
  readonly reads: readonly string[];
  /** Stored whatever happens, before it is read. */
  readonly stores: string | undefined;
}

const NONE: Words = { reads: [], stores: undefined };

function readsAndStores(fn: ParsedFunction, { kind, syntax }: FlowNode, slice: Slice): Words {
  if (kind === 'entry' || kind === 'exit' || syntax.type === 'labeled_statement') return NONE;
  if (kind === 'test') {
    const condition = slice.tests.has(syntax) ? childIn(syntax, 'condition') : undefined;
    return { reads: condition ? words(fn, condition) : [], stores: undefined };
  }
  const [expression] = syntax.children;
  if (!slice.statements.has(syntax)) return NONE;
  const stored =
    syntax.type === 'expression_statement' && expression ? plainTarget(fn, expression) : undefined;
  if (!stored) return { reads: words(fn, syntax), stores: undefined };
  const right = expression && childIn(expression, 'right');
  const reads = right ? words(fn, right) : [];
  return { reads, stores: reads.includes(stored) ? undefined : stored };
}

/** The local that a statement such as `ret = f(x)` stores. */
function plainTarget(fn: ParsedFunction, expression: SyntaxNode): string | undefined {
  const left = expression.type === 'assignment_expression' ? childIn(expression, 'left') : undefined;
  const right = childIn(expression, 'right');
  if (left?.type !== 'identifier' || !right) return undefined;
  return fn.file.code.slice(left.end, right.start).trim() === '=' ? fn.file.slice(left) : undefined;
}

function words(fn: ParsedFunction, node: SyntaxNode): string[] {
  return ofType(node, 'identifier').map((word) => fn.file.slice(word));
}
