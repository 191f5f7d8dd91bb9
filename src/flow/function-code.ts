import { type ControlFlow, controlFlow, type FlowEdge, type FlowNode } from '../csource/control-flow.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { CodeNode, FunctionCode, NodeCode, Target } from './code.js';
import { Compiler } from './compile.js';
import { localsReadFrom } from './liveness.js';
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
  const next = flow.nodes.map(({ id }) => nextThatMatters(flow, id, slice));
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
  return { function: fn, parameters: parameterNames(fn), nodes, start: target(0) };
}

function codeOf({ kind, syntax }: FlowNode, slice: Slice, compiler: Compiler): NodeCode {
  if (kind === 'exit') return { kind: 'exit' };
  if (kind === 'test') return slice.tests.has(syntax) ? compiler.test(syntax) : { kind: 'nothing' };
  return kind === 'statement' && slice.statements.has(syntax)
    ? compiler.statement(syntax)
    : { kind: 'nothing' };
}

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

const PARAMETER = /(\w+)\s*(?:\[\s*\w*\s*\])?\s*$/;

/** The names of a function's parameters, in order. */
function parameterNames(fn: ParsedFunction): readonly string[] {
  const signature = fn.file.code.slice(fn.start, fn.body);
  const open = signature.indexOf('(', signature.indexOf(fn.name));
  const list = signature.slice(open + 1, signature.lastIndexOf(')'));
  return list.split(',').map((one) => PARAMETER.exec(one.trim())?.[1] ?? '');
}
