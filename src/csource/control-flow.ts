import { callsTo, isLoop } from './locate.js';
import type { ParsedFunction } from './source-file.js';
import { isStatement } from './statements.js';
import { childIn, type SyntaxNode } from './syntax.js';

/** One point of a function's flow: a simple statement, or the test of an `if`, loop or `switch`. */
export interface FlowNode {
  readonly id: number;
  readonly kind: 'entry' | 'exit' | 'statement' | 'test';
  readonly syntax: SyntaxNode;
  readonly successors: readonly FlowEdge[];
}

/** Where control goes next; `when` is the outcome of a test. A back edge closes a loop. */
export interface FlowEdge {
  readonly to: number;
  readonly when: 'always' | 'true' | 'false' | 'case';
  /** Of a case: its value; without one it is the default. */
  readonly value?: SyntaxNode | undefined;
  readonly back: boolean;
}

/** The flow of one function: `nodes[0]` is the entry, `nodes[1]` the exit. */
export interface ControlFlow {
  readonly function: ParsedFunction;
  readonly nodes: readonly FlowNode[];
}

interface BuildingEdge {
  to: number;
  when: FlowEdge['when'];
  value: SyntaxNode | undefined;
  back: boolean;
}
interface BuildingNode {
  id: number;
  kind: FlowNode['kind'];
  syntax: SyntaxNode;
  successors: BuildingEdge[];
}

/** Functions that do not come back (stdlib.h, glib). */
const NEVER_RETURN = ['exit', 'abort', '_exit', 'g_abort', 'g_assert_not_reached', 'qemu_build_not_reached'];

interface Targets {
  readonly onBreak: number;
  readonly onContinue: number;
}

const EXIT = 1;

const known = new WeakMap<ParsedFunction, ControlFlow>();

/** The control-flow graph of a parsed function, built once. */
export function controlFlow(fn: ParsedFunction): ControlFlow {
  let flow = known.get(fn);
  if (!flow) {
    flow = buildFlow(fn);
    known.set(fn, flow);
  }
  return flow;
}

function buildFlow(fn: ParsedFunction): ControlFlow {
  const nodes: BuildingNode[] = [
    { id: 0, kind: 'entry', syntax: fn.bodyNode, successors: [] },
    { id: EXIT, kind: 'exit', syntax: fn.bodyNode, successors: [] },
  ];
  const labels = new Map<string, number>();
  const gotos: { from: BuildingNode; label: string }[] = [];

  const create = (kind: FlowNode['kind'], syntax: SyntaxNode): BuildingNode => {
    const node: BuildingNode = { id: nodes.length, kind, syntax, successors: [] };
    nodes.push(node);
    return node;
  };
  const link = (
    from: BuildingNode,
    to: number,
    when: FlowEdge['when'] = 'always',
    value?: SyntaxNode,
  ): void => {
    from.successors.push({ to, when, value, back: false });
  };

  /** Builds a list back to front, so that every statement knows where it goes on. */
  const buildAll = (statements: readonly SyntaxNode[], next: number, targets: Targets): number =>
    statements.reduceRight((after, statement) => build(statement, after, targets), next);

  const build = (statement: SyntaxNode, next: number, targets: Targets): number => {
    switch (statement.type) {
      case 'compound_statement':
        return buildAll(statement.children.filter(isStatement), next, targets);
      case 'labeled_statement': {
        const label = childIn(statement, 'label');
        const inner = statement.children.filter(isStatement);
        const at = create('statement', statement);
        link(at, buildAll(inner, next, targets));
        if (label) labels.set(fn.file.slice(label), at.id);
        return at.id;
      }
      case 'if_statement': {
        const test = create('test', statement);
        const consequence = childIn(statement, 'consequence');
        const otherwise = childIn(statement, 'alternative')?.children.find(isStatement);
        link(test, consequence ? build(consequence, next, targets) : next, 'true');
        link(test, otherwise ? build(otherwise, next, targets) : next, 'false');
        return test.id;
      }
      case 'while_statement':
      case 'for_statement':
      case 'do_statement': {
        const body = childIn(statement, 'body');
        // A lock guard runs once, but is a loop to the compiler: `break` and `continue` leave it.
        if (!isLoop(fn, statement))
          return body ? build(body, next, { onBreak: next, onContinue: next }) : next;
        const test = create('test', statement);
        const again = buildPart(statement, 'update', test.id);
        const inner = body ? build(body, again, { onBreak: next, onContinue: again }) : again;
        link(test, inner, 'true');
        if (!runsForever(fn, statement)) link(test, next, 'false');
        return statement.type === 'do_statement' ? inner : buildPart(statement, 'initializer', test.id);
      }
      case 'switch_statement': {
        const test = create('test', statement);
        const cases = (childIn(statement, 'body')?.children ?? []).filter((c) => c.type === 'case_statement');
        let after = next;
        for (const one of [...cases].reverse()) {
          const inner = one.children.filter((child) => isStatement(child) && child.field !== 'value');
          after = buildAll(inner, after, { onBreak: next, onContinue: targets.onContinue });
          link(test, after, 'case', childIn(one, 'value'));
        }
        // A `default` has no value.
        if (!cases.some((one) => !childIn(one, 'value'))) link(test, next, 'false');
        return test.id;
      }
      default:
        return buildSimple(statement, next, targets);
    }
  };

  /** The beginning or the step of a `for`. */
  const buildPart = (loop: SyntaxNode, part: 'initializer' | 'update', next: number): number => {
    const syntax = childIn(loop, part);
    if (!syntax) return next;
    const node = create('statement', syntax);
    link(node, next);
    return node.id;
  };

  const buildSimple = (statement: SyntaxNode, next: number, targets: Targets): number => {
    const node = create('statement', statement);
    if (statement.type === 'return_statement') link(node, EXIT);
    else if (statement.type === 'break_statement') link(node, targets.onBreak);
    else if (statement.type === 'continue_statement') link(node, targets.onContinue);
    else if (statement.type === 'goto_statement') {
      const label = childIn(statement, 'label');
      if (label) gotos.push({ from: node, label: fn.file.slice(label) });
    } else if (callsTo(fn, NEVER_RETURN, statement).length === 0) link(node, next);
    return node.id;
  };

  const entry = nodes[0];
  const first = build(fn.bodyNode, EXIT, { onBreak: EXIT, onContinue: EXIT });
  if (entry) link(entry, first);
  for (const { from, label } of gotos) {
    const to = labels.get(label);
    if (to !== undefined) link(from, to);
  }
  markBackEdges(nodes);
  return { function: fn, nodes };
}

function runsForever(fn: ParsedFunction, loop: SyntaxNode): boolean {
  const condition = childIn(loop, 'condition');
  if (!condition) return loop.type === 'for_statement';
  return /^\(?\s*(?:true|1)\s*\)?$/.test(fn.file.slice(condition));
}

/** An edge to a node that is still being visited closes a loop. */
function markBackEdges(nodes: readonly BuildingNode[]): void {
  const state = new Map<number, 'open' | 'done'>([[0, 'open']]);
  // A list, not recursion: a function may have more statements than the stack has room for.
  const path = nodes.slice(0, 1).map((node) => ({ node, next: 0 }));
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const edge = top.node.successors[top.next++];
    if (!edge) {
      state.set(top.node.id, 'done');
      path.pop();
      continue;
    }
    const to = nodes[edge.to];
    if (state.get(edge.to) === 'open') edge.back = true;
    else if (to && !state.has(edge.to)) {
      state.set(edge.to, 'open');
      path.push({ node: to, next: 0 });
    }
  }
}

/**
 * The nodes that control can reach from one node; without back edges only what comes later in the same pass. A pass
 * through a loop's body ends with leaving the loop.
 */
export function reachableFrom(
  flow: ControlFlow,
  id: number,
  through: 'all-edges' | 'forward-edges',
): Set<number> {
  const seen = new Set<number>();
  const pending = [id];
  const follow = (edge: FlowEdge): void => {
    if (!seen.has(edge.to)) {
      seen.add(edge.to);
      pending.push(edge.to);
    }
  };
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const edge of flow.nodes[at]?.successors ?? []) {
      if (through === 'all-edges' || !edge.back) follow(edge);
      else for (const exit of exitsOf(flow, edge.to)) follow(exit);
    }
  }
  return seen;
}

/** The edges that leave a loop from its test. */
function exitsOf(flow: ControlFlow, loop: number): FlowEdge[] {
  const test = flow.nodes[loop];
  return test?.kind === 'test' ? test.successors.filter((edge) => edge.when === 'false' && !edge.back) : [];
}

/** The node of the innermost statement that encloses an offset. */
export function flowNodeAt(flow: ControlFlow, offset: number): FlowNode | undefined {
  let found: FlowNode | undefined;
  for (const node of flow.nodes) {
    if (node.kind === 'entry' || node.kind === 'exit') continue;
    if (node.syntax.start > offset || offset >= node.syntax.end) continue;
    if (!found || node.syntax.end - node.syntax.start <= found.syntax.end - found.syntax.start) found = node;
  }
  return found;
}
