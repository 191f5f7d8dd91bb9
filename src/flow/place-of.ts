import type { Effects } from '../catalogue/flow.js';
import { argumentsOf, calledName } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';

/**
 * The place whose value an expression is: a local `x`, what one points to `*x`, a field `.x` of whatever object, the
 * answer `x()` of a function that gives the same for a whole run. Undefined for any other expression.
 */
export function placeOf(fn: ParsedFunction, expression: SyntaxNode, effects: Effects): string | undefined {
  const { file } = fn;
  switch (expression.type) {
    case 'identifier': {
      const name = file.slice(expression);
      return isConstant(name) ? undefined : name;
    }
    case 'field_expression': {
      const field = childIn(expression, 'field');
      return field && `.${file.slice(field)}`;
    }
    case 'parenthesized_expression': {
      const [inner] = expression.children;
      return inner && placeOf(fn, inner, effects);
    }
    case 'pointer_expression': {
      const pointed = childIn(expression, 'argument');
      const isRead = file.code.charAt(expression.start) === '*';
      return isRead && pointed?.type === 'identifier' ? `*${file.slice(pointed)}` : undefined;
    }
    case 'call_expression': {
      const name = calledName(fn, expression) ?? '';
      if (effects.read.includes(name)) return pointee(fn, argumentsOf(expression)[0], effects);
      if (effects.sticky.includes(name)) return STREAM_ERROR;
      return effects.steady.includes(name) ? `${name}()` : undefined;
    }
    default:
      return undefined;
  }
}

/** The place that an argument such as `&s->state` or a pointer of the caller's points to. */
export function pointee(
  fn: ParsedFunction,
  argument: SyntaxNode | undefined,
  effects: Effects,
): string | undefined {
  if (argument?.type === 'identifier') return `*${fn.file.slice(argument)}`;
  if (argument?.type !== 'pointer_expression' || fn.file.code.charAt(argument.start) !== '&')
    return undefined;
  const pointed = childIn(argument, 'argument');
  return pointed && placeOf(fn, pointed, effects);
}

/** What the functions that ask a stream for its error give: streams are not told apart. */
export const STREAM_ERROR = 'stream error()';

/** Constants are in capitals. */
export function isConstant(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}
