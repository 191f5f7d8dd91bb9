import { type ControlFlow, controlFlow, type FlowEdge, type FlowNode } from '../csource/control-flow.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { CodeNode, FunctionCode, NodeCode, Target } from './code.js';
import { Compiler } from './compile.js';
import { localsReadFrom } from './liveness.js';
import { parameterNames } from './locals.js';
import type { Places } from './places.js';
import type { Relevance } from './relevance.js';
import type { Slice } from './slice.js';

/** Makes of a function what is run: the points of its flow that matter, each with what it does. */
export function functionCode(
  fn: ParsedFunction,
  slice: Slice,
  relevance: Relevance,
  places: Places,
): FunctionCode {
  const flow = controlFlow(fn);
  const compiler = new Compiler(fn, relevance, places);
  const live = localsReadFrom(fn, flow, slice, places);
  const next = nextThatMatters(flow, slice);
  const target = (to: number, edge?: FlowEdge): Target => {
    const node = next[to] ?? to;
    return {
      node,
      when: edge?.when === 'true' ? true : edge?.when === 'false' ? false : undefined,
      label: edge?.value && compiler.label(edge.value),
      live: live[node] ?? new Set(),
    };
  };
  const nodes = flow.nodes.map((node): CodeNode => {
    const code = codeOf(node, slice, compiler);
    return { code, targets: node.successors.map((edge) => target(edge.to, edge)) };
  });
  return { parameters: parameterNames(fn), nodes, start: target(0) };
}

function codeOf({ kind, syntax }: FlowNode, slice: Slice, compiler: Compiler): NodeCode {
  if (kind === 'exit') return { kind: 'exit' };
  if (kind === 'test') return slice.tests.has(syntax) ? compiler.test(syntax) : { kind: 'nothing' };
  return kind === 'statement' && slice.statements.has(syntax)
    ? compiler.statement(syntax)
    : { kind: 'nothing' };
}

/**
 * By node, the first one from there on that a run has to look at: nothing under a test without weight does anything, so
 * any way on is as good as the others, but for one that ends nowhere.
 */
function nextThatMatters({ nodes }: ControlFlow, slice: Slice): readonly number[] {
  const matters = ({ kind, syntax }: FlowNode): boolean =>
    kind === 'exit' || (kind === 'test' ? slice.tests.has(syntax) : slice.statements.has(syntax));
  const nextFrom = ({ id }: FlowNode): number => {
    const seen = new Set<number>();
    const pending = [id];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const node = nodes[at];
      if (!node || seen.has(at)) continue;
      if (matters(node)) return at;
      seen.add(at);
      // The outcome `false` comes last, so it is looked at first.
      node.successors.forEach(({ when, to }) => {
        if (when !== 'false') pending.push(to);
      });
      node.successors.forEach(({ when, to }) => {
        if (when === 'false') pending.push(to);
      });
    }
    return id;
  };
  return nodes.map((node) => (matters(node) ? node.id : nextFrom(node)));
}
