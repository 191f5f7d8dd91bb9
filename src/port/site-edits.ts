import type { Recipe } from '../catalogue/recipe.js';
import { gapAfterDeclarations } from '../csource/gap.js';
import { argumentsOf, declares, mentions } from '../csource/locate.js';
import { CrowdedLine, endOfLineAfter, requireOwnLine } from '../csource/own-lines.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import { transparentCalls } from '../placement/existing-calls.js';
import type { Site } from '../placement/site.js';
import { fill } from '../templates.js';
import { intoGap } from './line-edits.js';

/** Thrown where a call’s result needs a local and every name for it is in use. */
export class NoFreeLocal extends Error {
  constructor(readonly names: readonly string[]) {
    super('no free local');
  }
}

/**
 * The call of a checkpoint as lines of C, without indentation.
 * @internal
 */
export function callLines(recipe: Recipe, name: string, condition?: string): string[] {
  return condition === undefined
    ? fill(recipe.call.template, { NAME: name })
    : fill(recipe.call.guarded, { NAME: name, CONDITION: condition });
}

/**
 * The edits that put a checkpoint's call to its site, in offsets of the original text.
 * @param fixed take the place that `--fixes` prefers
 * @throws CrowdedLine, NoFreeLocal where the text around the site leaves no room
 */
export function siteEdits(recipe: Recipe, name: string, site: Site, fixed: boolean): Edit[] {
  const lines = callLines(recipe, name, site.placement.under?.condition);
  switch (site.form) {
    case 'between':
    case 'guarded': {
      const gap = fixed && site.fixedGap ? site.fixedGap : site.gap;
      return gap ? [intoGap(gap, site.placement.side, lines)] : [];
    }
    case 'rename':
      return renameEdits(recipe, name, site);
    case 'hoist':
      return hoistEdits(recipe, site, lines);
    case 'return':
      return returnEdits(site, lines);
    case 'brace':
      return braceEdits(site, lines);
  }
}

function renameEdits(recipe: Recipe, name: string, site: Site): Edit[] {
  const callee = site.older && childIn(site.older, 'function');
  const argument = site.older && argumentsOf(site.older)[0];
  if (!callee || !argument) return [];
  return [
    { start: callee.start, end: callee.end, text: recipe.call.function },
    { start: argument.start, end: argument.end, text: `"${name}"` },
  ];
}

function freeLocal(fn: ParsedFunction, names: readonly string[]): string {
  const free = names.find((name) => !declares(fn, name) && mentions(fn, name) === 0);
  if (free === undefined) throw new NoFreeLocal(names);
  return free;
}

/**
 * `if (stop()) …` becomes `ret = stop(); call; if (ret) …`. The blank line behind the call, with none before
 * it, is what only a moved call has; by it a revert knows one.
 */
function hoistEdits(recipe: Recipe, site: Site, lines: readonly string[]): Edit[] {
  const { file } = site.function;
  const local = freeLocal(site.function, site.placement.hoistInto ?? []);
  requireOwnLine(file, site.statement.start);
  const at = file.lines.startOf(site.statement.start);
  const ending = file.lines.lineEndingAt(at);
  const indent = file.lines.indentOf(site.statement.start);
  const moved = [`${local} = ${file.slice(site.anchor)};`, ...lines];
  const text = `${moved.map((line) => `${indent}${line}${ending}`).join('')}${ending}`;
  return [
    declarationEdit(site, recipe, `int ${local};`),
    { start: at, end: at, text },
    { start: site.anchor.start, end: site.anchor.end, text: local },
  ];
}

function declarationEdit(site: Site, recipe: Recipe, declaration: string): Edit {
  const fn = site.function;
  const gap = gapAfterDeclarations(fn, fn.bodyNode, transparentCalls(fn, recipe));
  const last = gap.previous;
  if (!last || fn.file.conditionalAt(last.start)) {
    const at = endOfLineAfter(fn.file, fn.bodyNode.start + 1);
    const ending = fn.file.lines.lineEndingAt(at);
    const sample = gap.next ?? last;
    const indent = sample ? fn.file.lines.indentOf(sample.start) : '    ';
    return {
      start: at,
      end: at,
      text: last ? `${ending}${indent}${declaration}` : `${ending}${indent}${declaration}${ending}`,
    };
  }
  requireOwnLine(fn.file, last.start);
  const at = endOfLineAfter(fn.file, last.end);
  return {
    start: at,
    end: at,
    text: `${fn.file.lines.lineEndingAt(at)}${fn.file.lines.indentOf(last.start)}${declaration}`,
  };
}

/** `return stop(state);` becomes what upstream made of it. */
function returnEdits(site: Site, lines: readonly string[]): Edit[] {
  const { file } = site.function;
  const { statement, anchor } = site;
  const local = freeLocal(site.function, site.placement.hoistInto ?? []);
  requireOwnLine(file, statement.start);
  endOfLineAfter(file, statement.end);
  const ending = file.lines.lineEndingAt(statement.start);
  const indent = file.lines.indentOf(statement.start);
  const paragraphs = [
    `int ${local} = ${file.slice(anchor)};`,
    lines.join(`${ending}${indent}`),
    `return ${local};`,
  ];
  return [
    { start: statement.start, end: statement.end, text: paragraphs.join(`${ending}${ending}${indent}`) },
  ];
}

/** A body without braces gets them; the blank line before the call tells a revert that it had none. */
function braceEdits(site: Site, lines: readonly string[]): Edit[] {
  const { file } = site.function;
  const { statement } = site;
  const header = headerEnd(site.function, statement);
  requireOwnLine(file, statement.start);
  const at = endOfLineAfter(file, statement.end);
  const ending = file.lines.lineEndingAt(at);
  const inner = file.lines.indentOf(statement.start);
  const outer = file.lines.indentOf(header - 1);
  const body = lines.map((line) => `${ending}${inner}${line}`).join('');
  const otherwise = elseBehind(statement);
  const close = `${ending}${body}${ending}${outer}}`;
  const open = { start: header, end: header, text: ' {' };
  if (!otherwise) return [open, { start: at, end: at, text: close }];
  // Only the plain layout can be told from `} else` afterwards.
  if (file.text.slice(at, otherwise.start) !== `${ending}${outer}`) throw new CrowdedLine(otherwise.start);
  return [open, { start: at, end: otherwise.start, text: `${close} ` }];
}

function headerEnd(fn: ParsedFunction, statement: SyntaxNode): number {
  const before = fn.file.code.slice(fn.body, statement.start).trimEnd();
  return fn.body + before.length;
}

function elseBehind(statement: SyntaxNode): SyntaxNode | undefined {
  const parent = statement.parent;
  return parent?.type === 'if_statement' && statement.field === 'consequence'
    ? childIn(parent, 'alternative')
    : undefined;
}
