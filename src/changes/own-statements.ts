import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import type { Transparent } from '../csource/gap.js';
import { calledName } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { isStatement } from '../csource/statements.js';
import { childIn, ofType, type SyntaxNode } from '../csource/syntax.js';

/** The functions that a recipe's events are called by. */
export function eventCalls({ events }: ChangeRecipe): string[] {
  return events.map(({ name }) => `trace_${name}`);
}

/**
 * Tells the statements that only a recipe's commit makes: times stored into its variables, its events, tests that hold
 * nothing else, and its declarations.
 */
export function ownStatements(fn: ParsedFunction, recipe: ChangeRecipe): Transparent {
  const calls = new Set(eventCalls(recipe));
  const locals = new Set(recipe.locals);
  const isOwn = (statement: SyntaxNode): boolean => {
    const [inner] = statement.children;
    switch (statement.type) {
      case 'expression_statement': {
        if (inner?.type === 'call_expression') return calls.has(calledName(fn, inner) ?? '');
        const left = inner?.type === 'assignment_expression' ? childIn(inner, 'left') : undefined;
        if (left?.type === 'identifier') return locals.has(fn.file.slice(left));
        const field = left?.type === 'field_expression' ? childIn(left, 'field') : undefined;
        return field !== undefined && (recipe.fields ?? []).includes(fn.file.slice(field));
      }
      case 'declaration': {
        const declared = declaredNames(fn, statement);
        return declared.length > 0 && declared.every((name) => locals.has(name));
      }
      case 'if_statement': {
        const body = childIn(statement, 'consequence');
        const statements = body?.type === 'compound_statement' ? body.children.filter(isStatement) : [];
        return !childIn(statement, 'alternative') && statements.length > 0 && statements.every(isOwn);
      }
      default:
        return false;
    }
  };
  return isOwn;
}

/** The variables that a declaration declares. */
export function declaredNames(fn: ParsedFunction, declaration: SyntaxNode): string[] {
  return declaration.children
    .filter(({ field }) => field === 'declarator')
    .flatMap((declarator) => {
      const [name] = ofType(declarator, 'identifier');
      return name ? [fn.file.slice(name)] : [];
    });
}

/** Code as it reads without its layout, for comparing. */
export function folded(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w" ]) ?/g, '$1')
    .trim();
}
