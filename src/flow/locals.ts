import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';

const PARAMETER = /(\w+)\s*(?:\[\s*\w*\s*\])?\s*$/;

/** The names of a function's parameters, in order. */
export function parameterNames(fn: ParsedFunction): readonly string[] {
  const signature = fn.file.code.slice(fn.start, fn.body);
  const open = signature.indexOf('(', signature.indexOf(fn.name));
  const list = signature.slice(open + 1, signature.lastIndexOf(')'));
  return list.split(',').map((one) => PARAMETER.exec(one.trim())?.[1] ?? '');
}

/** The locals of a function whose value the code alone tells. */
export interface Locals {
  /** Whether nobody else can change a local, or what one points to, and no other one has its name. */
  isCertain(place: string): boolean;
  isParameter(name: string): boolean;
}

/** Reads the declarations of a function. */
export function localsOf(fn: ParsedFunction): Locals {
  const parameters = parameterNames(fn);
  const certain = new Set(parameters);
  const uncertain = new Set<string>();
  const declared = (name: string): void => {
    // A second one of the name is another variable.
    if (certain.has(name)) uncertain.add(name);
    certain.add(name);
  };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'declaration') {
      const names = node.children.flatMap((child) => declaredName(fn, child) ?? []);
      for (const name of names) declared(name);
      // What it holds when the function begins is from another run of it.
      if (node.children.some((child) => isStatic(fn, child))) for (const name of names) uncertain.add(name);
    }
    const kept = addressKept(fn, node);
    if (kept !== undefined) uncertain.add(kept);
    node.children.forEach(visit);
  };
  visit(fn.bodyNode);
  return {
    isCertain: (place) => {
      const name = place.replace(/^\*/, '');
      return certain.has(name) && !uncertain.has(name);
    },
    isParameter: (name) => parameters.includes(name),
  };
}

function isStatic(fn: ParsedFunction, child: SyntaxNode): boolean {
  return child.type === 'storage_class_specifier' && fn.file.slice(child) === 'static';
}

const DECLARATORS = new Set(['init_declarator', 'pointer_declarator', 'array_declarator']);

function declaredName(fn: ParsedFunction, declarator: SyntaxNode): string | undefined {
  const name = declaredIn(declarator);
  return name && fn.file.slice(name);
}

/** The name that a declarator such as `*bh = new_bh()` declares. */
export function declaredIn(declarator: SyntaxNode): SyntaxNode | undefined {
  if (declarator.type === 'identifier') return declarator;
  const inner = DECLARATORS.has(declarator.type) ? childIn(declarator, 'declarator') : undefined;
  return inner && declaredIn(inner);
}

/** The local whose address is kept: whoever has it may change the local at any time. */
function addressKept(fn: ParsedFunction, node: SyntaxNode): string | undefined {
  if (node.type !== 'pointer_expression' || fn.file.code.charAt(node.start) !== '&') return undefined;
  const pointed = childIn(node, 'argument');
  return pointed?.type === 'identifier' && node.parent?.type !== 'argument_list'
    ? fn.file.slice(pointed)
    : undefined;
}
