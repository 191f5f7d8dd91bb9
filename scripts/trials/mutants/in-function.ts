import type { ParsedFunction } from '../../../src/csource/source-file.js';
import { childIn, ofType } from '../../../src/csource/syntax.js';

/** The parameters and locals of a function that a condition can be made of. */
export function localsIn(fn: ParsedFunction): string[] {
  const signature = fn.file.code.slice(fn.start, fn.body);
  const parameters = [...signature.slice(signature.indexOf('(')).matchAll(/(\w+)\s*[,)]/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'void');
  const declared = ofType(fn.bodyNode, 'declaration').flatMap((declaration) =>
    [...fn.file.code.slice(declaration.start, declaration.end).matchAll(/(\w+)\s*(?:=[^=,;]*)?[,;]/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...new Set([...parameters, ...declared])].filter((name) => /^[a-z_]\w*$/.test(name));
}

/** The fields that a function reads or writes through a pointer, as written. */
export function fieldsIn(fn: ParsedFunction): string[] {
  const fields = ofType(fn.bodyNode, 'field_expression').map((node) => fn.file.slice(node));
  return [...new Set(fields)].filter((text) => /^\w+->\w+$/.test(text));
}

/** The `return` statements of a function, as written. */
export function returnsIn(fn: ParsedFunction): string[] {
  return ofType(fn.bodyNode, 'return_statement').map((node) => fn.file.slice(node).replace(/\s+/g, ' '));
}

/** The labels of a function. */
export function labelsIn(fn: ParsedFunction): string[] {
  return ofType(fn.bodyNode, 'labeled_statement').flatMap((node) => {
    const label = childIn(node, 'label');
    return label ? [fn.file.slice(label)] : [];
  });
}
