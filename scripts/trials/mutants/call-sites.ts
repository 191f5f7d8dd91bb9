import { callsTo } from '../../../src/csource/locate.js';
import { isParsed, type ParsedFunction, SourceFile } from '../../../src/csource/source-file.js';
import {
  type Entry,
  isStatement,
  listOf,
  type StatementList,
  statementList,
} from '../../../src/csource/statements.js';
import type { SyntaxNode } from '../../../src/csource/syntax.js';
import type { TreeTexts } from '../../../src/placement/sources.js';

export const TRACEPOINT = 'trace_vmstate_downtime_checkpoint';

/** A file of a tree, and what of it can be read as functions. */
export interface Code {
  readonly role: 'migration' | 'savevm';
  readonly file: SourceFile;
  readonly functions: readonly ParsedFunction[];
}

/** Whole lines, with the last line's end. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** A call of the tracepoint. */
export interface CallSite {
  readonly code: Code;
  readonly fn: ParsedFunction;
  readonly name: string;
  /** The statement, without the condition that may be around it. */
  readonly statement: SyntaxNode;
  /** The statement, or the `if` around it that holds nothing else. */
  readonly unit: SyntaxNode;
  readonly lines: Lines;
  readonly indent: string;
  /** The list that the unit is in, without it. */
  readonly list: StatementList;
  readonly others: readonly Entry[];
  /** How many of the others are before it. */
  readonly index: number;
}

export function codeOf(texts: TreeTexts): Code[] {
  return (['migration', 'savevm'] as const).map((role) => {
    const file = new SourceFile(texts[role].path, texts[role].text);
    const functions = file.functions.map((span) => file.parse(span)).filter(isParsed);
    return { role, file, functions };
  });
}

/** All calls of the tracepoint that are statements, in the order of the text. */
export function callSites(codes: readonly Code[]): CallSite[] {
  return codes.flatMap((code) =>
    code.functions.flatMap((fn) => callsTo(fn, [TRACEPOINT]).flatMap((call) => siteOf(code, fn, call))),
  );
}

function siteOf(code: Code, fn: ParsedFunction, call: SyntaxNode): CallSite[] {
  const statement = call.parent;
  const name = /"([^"]*)"/.exec(code.file.slice(call))?.[1];
  if (statement?.type !== 'expression_statement' || name === undefined) return [];
  const unit = guardOf(statement) ?? statement;
  const block = listOf(unit);
  if (!block) return [];
  const list = statementList(code.file, block);
  const others = list.entries.filter(({ node }) => node !== unit);
  return [
    {
      code,
      fn,
      name,
      statement,
      unit,
      lines: linesOf(code.file.text, unit),
      indent: indentAt(code.file.text, unit.start),
      list,
      others,
      index: others.filter(({ start }) => start < unit.start).length,
    },
  ];
}

/** The `if` without `else` that holds a statement alone. */
function guardOf(statement: SyntaxNode): SyntaxNode | undefined {
  const block = statement.parent;
  const around = block?.parent;
  if (block?.type !== 'compound_statement' || around?.type !== 'if_statement') return undefined;
  const isAlone = block.children.filter(isStatement).length === 1;
  const hasElse = around.children.some(({ field }) => field === 'alternative');
  return isAlone && !hasElse ? around : undefined;
}

export function linesOf(text: string, { start, end }: Lines): Lines {
  const feed = text.indexOf('\n', end);
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: feed < 0 ? text.length : feed + 1 };
}

export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

export function callText(name: string): string {
  return `${TRACEPOINT}("${name}");`;
}

/** Where lines go that come right before an entry of a list, or at the list's end. */
export function lineBefore(
  text: string,
  list: StatementList,
  entries: readonly Entry[],
  index: number,
): number {
  const next = entries[index];
  if (next) return text.lastIndexOf('\n', next.start - 1) + 1;
  const last = entries.at(-1);
  return last ? linesOf(text, last).end : linesOf(text, { start: list.start, end: list.start }).end;
}

/** Where a call is, for people. */
export function siteText({ name, fn }: CallSite): string {
  return `${name} in ${fn.name}`;
}
