import type { Recipe } from '../catalogue/recipe.js';
import { type Gap, gapBeside, type Transparent } from '../csource/gap.js';
import { calledName, callsTo, conditionText, stringArgument } from '../csource/locate.js';
import { isParsed, type ParsedFunction, type SourceFile } from '../csource/source-file.js';
import { isStatement, listOf } from '../csource/statements.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import { spoilingCalls } from './spoiling-calls.js';

/** A checkpoint call that is in the tree already. */
export interface ExistingCall {
  readonly name: string;
  readonly function: ParsedFunction;
  /** The call expression. */
  readonly call: SyntaxNode;
  /** The statement that it is, or the `if` around it where that holds nothing else. */
  readonly statement: SyntaxNode;
  /** The condition of that `if`. */
  readonly condition: string | undefined;
  /** Undefined where the call is part of another statement, or a body without braces. */
  readonly gap: Gap | undefined;
}

/** A call that the parser does not see as one: outside functions, or in a preprocessor branch. */
export interface HiddenCall {
  readonly file: SourceFile;
  readonly offset: number;
  readonly function: string | undefined;
  /** The name it has, where it is a string. */
  readonly name: string | undefined;
  readonly why: 'preprocessor' | 'outside-function' | 'not-parsed' | 'not-a-string';
  readonly directive: string | undefined;
  /** Where the function that it is in does not parse, with the call or without. */
  readonly blemish?: number;
}

/** Whether a call is itself why its function does not parse. */
export function isSpoiling({ why, blemish }: HiddenCall): boolean {
  return why === 'not-parsed' && blemish === undefined;
}

/** If the statement is a checkpoint call and nothing else, that call. */
function bareCall(fn: ParsedFunction, statement: SyntaxNode, callee: string): SyntaxNode | undefined {
  if (statement.type !== 'expression_statement') return undefined;
  const call = statement.children[0];
  return call?.type === 'call_expression' && calledName(fn, call) === callee ? call : undefined;
}

/** The only statement of an `if` without `else`. */
function onlyStatement(statement: SyntaxNode): SyntaxNode | undefined {
  if (statement.type !== 'if_statement' || childIn(statement, 'alternative')) return undefined;
  const body = childIn(statement, 'consequence');
  if (body?.type !== 'compound_statement') return undefined;
  const inner = body.children.filter(isStatement);
  return inner.length === 1 ? inner[0] : undefined;
}

const conditionsOf = new WeakMap<Recipe, ReadonlySet<string>>();

/** The conditions that the catalogue puts calls under. */
function knownConditions(recipe: Recipe): ReadonlySet<string> {
  const known = conditionsOf.get(recipe);
  if (known) return known;
  const conditions = new Set<string>();
  for (const checkpoint of recipe.checkpoints)
    for (const slot of checkpoint.slots)
      for (const { under } of slot.placements) if (under) conditions.add(under.condition);
  conditionsOf.set(recipe, conditions);
  return conditions;
}

/** A statement that is a checkpoint call, bare or alone in an `if` whose condition the catalogue knows. */
export function transparentCalls(fn: ParsedFunction, recipe: Recipe): Transparent {
  const conditions = knownConditions(recipe);
  return (statement) => {
    if (bareCall(fn, statement, recipe.call.function)) return true;
    const inner = onlyStatement(statement);
    return (
      inner !== undefined &&
      bareCall(fn, inner, recipe.call.function) !== undefined &&
      conditions.has(conditionText(fn, statement))
    );
  };
}

/** Finds every call of the recipe's tracepoint in a file, seen by the parser or not. */
export function findExistingCalls(
  file: SourceFile,
  recipe: Recipe,
): { calls: ExistingCall[]; hidden: HiddenCall[] } {
  const calls: ExistingCall[] = [];
  const hidden: HiddenCall[] = [];
  const callee = recipe.call.function;
  if (!file.text.includes(callee)) return { calls, hidden };
  let spoiling: ReadonlySet<number> | undefined;
  for (const match of file.lexical.matchAll(new RegExp(`\\b${callee}\\s*\\(`, 'g'))) {
    const offset = match.index;
    const span = file.functionAt(offset);
    const conditional = file.conditionalAt(offset);
    const missed = (why: HiddenCall['why'], more: Pick<HiddenCall, 'blemish'> = {}): void => {
      const name = quotedArgument(file, offset);
      const directive = conditional?.directive;
      hidden.push({ file, offset, function: span?.name, name, why, directive, ...more });
    };
    if (conditional) {
      missed('preprocessor');
      continue;
    }
    if (!span) {
      missed('outside-function');
      continue;
    }
    const fn = file.parse(span);
    if (!isParsed(fn)) {
      spoiling ??= spoilingCalls(file, callee);
      missed('not-parsed', spoiling.has(offset) ? {} : { blemish: fn.offset });
      continue;
    }
    const call = callsTo(fn, [callee]).find((node) => node.start === offset);
    if (!call) {
      missed('not-parsed');
      continue;
    }
    const name = stringArgument(fn, call, 0);
    if (name === undefined) missed('not-a-string');
    else calls.push(describe(fn, call, name, recipe));
  }
  return { calls, hidden };
}

/** The string that a call begins its arguments with, by the text alone. */
export function quotedArgument(file: SourceFile, offset: number): string | undefined {
  return /^\w+\s*\(\s*"([^"\\\n]*)"\s*[,)]/.exec(file.text.slice(offset, offset + 200))?.[1];
}

function describe(fn: ParsedFunction, call: SyntaxNode, name: string, recipe: Recipe): ExistingCall {
  const transparent = transparentCalls(fn, recipe);
  let statement = call.parent ?? call;
  let condition: string | undefined;
  const around = listOf(statement)?.parent;
  if (
    around &&
    around.type === 'if_statement' &&
    onlyStatement(around) === statement &&
    transparent(around)
  ) {
    statement = around;
    condition = conditionText(fn, around);
  }
  const gap = transparent(statement) ? gapBeside(fn, statement, 'after', transparent) : undefined;
  return { name, function: fn, call, statement, condition, gap };
}
