import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import { eventCalls } from '../changes/own-statements.js';
import { argumentsOf, assignmentsTo, calledName, conditionText, isLoop } from '../csource/locate.js';
import { isParsed, type ParsedFunction, type SourceFile } from '../csource/source-file.js';
import { statementOf } from '../csource/statements.js';
import { childIn, ofType, type SyntaxNode } from '../csource/syntax.js';

/** A call of an event that tells how long something took. */
export interface EventCall {
  readonly event: string;
  readonly fn: ParsedFunction;
  readonly call: SyntaxNode;
  /** The conditions that it stands under, outermost first. */
  readonly guards: readonly string[];
  /** The loop body, `case` or function that it is in. */
  readonly room: SyntaxNode;
  /** What the device is called by: `se`, `le->se`. */
  readonly device: string | undefined;
  /** The variables whose difference it tells, the later first; undefined where it tells something else. */
  readonly times: { readonly end: string; readonly start: string } | undefined;
}

/** A time that is taken into a variable. */
export interface Stamp {
  readonly fn: ParsedFunction;
  readonly variable: string;
  readonly statement: SyntaxNode;
  readonly guards: readonly string[];
  readonly room: SyntaxNode;
}

/** The calls of a recipe's events in a file. */
export function eventCallsIn(file: SourceFile, recipe: ChangeRecipe): EventCall[] {
  const names = eventCalls(recipe).filter((name) => file.text.includes(name));
  if (names.length === 0) return [];
  return functionsNaming(file, names).flatMap((fn) =>
    ofType(fn.bodyNode, 'call_expression').flatMap((call): EventCall[] => {
      const name = calledName(fn, call);
      if (name === undefined || !names.includes(name)) return [];
      const [, idstr, , duration] = argumentsOf(call).map((argument) =>
        fn.file.slice(argument).replace(/\s+/g, ' '),
      );
      const [, end, start] = /^(\w+) - (\w+)$/.exec(duration ?? '') ?? [];
      return [
        {
          event: name.replace(/^trace_/, ''),
          fn,
          call,
          guards: guardsOf(fn, call),
          room: roomOf(fn, call),
          device: /^(.*)->\w+$/.exec(idstr ?? '')?.[1],
          times: end !== undefined && start !== undefined ? { end, start } : undefined,
        },
      ];
    }),
  );
}

/** The times that are taken into a recipe's variables, in a file. */
export function stampsIn(file: SourceFile, { locals }: ChangeRecipe): Stamp[] {
  return functionsNaming(file, locals).flatMap((fn) =>
    locals.flatMap((variable) =>
      assignmentsTo(fn, { kind: 'variable', name: variable }).map((store): Stamp => {
        const statement = statementOf(store) ?? store;
        return { fn, variable, statement, guards: guardsOf(fn, statement), room: roomOf(fn, statement) };
      }),
    ),
  );
}

function functionsNaming(file: SourceFile, names: readonly string[]): ParsedFunction[] {
  const anyName = new RegExp(`\\b(?:${names.join('|')})\\b`, 'g');
  const spans = new Set(
    [...file.code.matchAll(anyName)].flatMap(({ index }) => file.functionAt(index) ?? []),
  );
  return [...spans].map((span) => file.parse(span)).filter(isParsed);
}

/** The conditions around a node. */
function guardsOf(fn: ParsedFunction, node: SyntaxNode): string[] {
  const found: string[] = [];
  for (let at: SyntaxNode | undefined = node; at && at !== fn.bodyNode; at = at.parent) {
    const branch: SyntaxNode | undefined = at.parent;
    const inArm = at.field === 'consequence' || at.type === 'else_clause';
    if (branch?.type === 'if_statement' && inArm)
      found.unshift(`${at.type === 'else_clause' ? '!' : ''}${conditionText(fn, branch)}`);
  }
  return found;
}

/** The innermost loop body or `case` around a node; else the function's body. */
export function roomOf(fn: ParsedFunction, node: SyntaxNode): SyntaxNode {
  for (let at = node.parent; at && at !== fn.bodyNode; at = at.parent) {
    if (at.type === 'case_statement') return at;
    if (at.parent && isLoop(fn, at.parent) && childIn(at.parent, 'body') === at) return at;
  }
  return fn.bodyNode;
}
