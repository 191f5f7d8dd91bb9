import type { Recipe } from '../catalogue/recipe.js';
import { argumentsOf, callsTo, mentions } from '../csource/locate.js';
import { endOfLineAfter } from '../csource/own-lines.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { isStatement, listOf, statementList } from '../csource/statements.js';
import { childIn, contains, ofType, type SyntaxNode } from '../csource/syntax.js';
import type { ExistingCall } from '../placement/existing-calls.js';
import type { SurveyedSite } from '../placement/site.js';
import { removalEdit } from './removal.js';

/**
 * The edits that undo one call, by the marks that `siteEdits` leaves. They are a proposal: whoever uses them
 * ports the result again and compares.
 */
export function undoEdits(recipe: Recipe, site: SurveyedSite, existing: ExistingCall): Edit[] {
  return (
    undoRename(site, existing) ??
    undoHoist(recipe, existing) ??
    undoBraces(existing) ?? [removalEdit(existing, site.placement.side)]
  );
}

/** True where the port gave a new name to the call of an older tracepoint, for its generation has no other. */
export function wasRenamed(site: SurveyedSite): boolean {
  const { renames, evidence = [] } = site.placement;
  return renames !== undefined && evidence.every((name) => mentions(site.function, name) === 0);
}

function undoRename(site: SurveyedSite, existing: ExistingCall): Edit[] | undefined {
  const { renames } = site.placement;
  if (!renames || !wasRenamed(site)) return undefined;
  const callee = childIn(existing.call, 'function');
  const argument = argumentsOf(existing.call)[0];
  if (!callee || !argument) return undefined;
  return [
    { start: callee.start, end: callee.end, text: renames.call },
    { start: argument.start, end: argument.end, text: `"${renames.argument}"` },
  ];
}

/** `ret = stop(); call; <blank> if (ret) …` goes back to `if (stop()) …`, with the local's declaration. */
function undoHoist(recipe: Recipe, existing: ExistingCall): Edit[] | undefined {
  const { function: fn, statement, gap } = existing;
  const { file } = fn;
  const assignment = gap?.previous?.node;
  const branch = gap?.next?.node;
  if (assignment?.type !== 'expression_statement' || branch?.type !== 'if_statement') return undefined;
  const store = assignment.children[0];
  const local = store?.type === 'assignment_expression' ? childIn(store, 'left') : undefined;
  const moved = store && childIn(store, 'right');
  const condition = childIn(branch, 'condition');
  if (local?.type !== 'identifier' || moved?.type !== 'call_expression' || !condition) return undefined;
  const name = file.slice(local);
  // Declaration, assignment, condition: a local that is used elsewhere was there before.
  if (mentions(fn, name) !== 3) return undefined;
  const lineStart = file.lines.startOf(statement.start);
  const next = file.lines.nextStart(endOfLineAfter(file, statement.end));
  if (file.lines.isBlank(lineStart - 1) || !file.lines.isBlank(next)) return undefined;
  const use = ofType(condition, 'identifier').find((node) => file.slice(node) === name);
  const declaration = ofType(fn.bodyNode, 'declaration').find((node) => file.slice(node) === `int ${name};`);
  if (!use || !declaration || listOf(declaration) !== fn.bodyNode) return undefined;
  if (callsTo(fn, [recipe.call.function], branch).some((call) => contains(condition, call))) return undefined;
  return [
    undoDeclaration(fn, declaration),
    { start: file.lines.startOf(assignment.start), end: file.lines.nextStart(next), text: '' },
    { start: use.start, end: use.end, text: file.slice(moved) },
  ];
}

function undoDeclaration(fn: ParsedFunction, declaration: SyntaxNode): Edit {
  const { lines } = fn.file;
  const start = lines.startOf(declaration.start);
  const next = lines.nextStart(declaration.end);
  const { entries } = statementList(fn.file, fn.bodyNode);
  // Only the declarations at the begin: that is where apply adds one.
  const firstOther = entries.findIndex((entry) => entry.node.type !== 'declaration');
  const alone = firstOther === 1;
  return { start, end: alone && lines.isBlank(next) ? lines.nextStart(next) : next, text: '' };
}

/** A body of two statements with a blank line before the call, and none behind it, had no braces. */
function undoBraces(existing: ExistingCall): Edit[] | undefined {
  const { function: fn, statement } = existing;
  const { file } = fn;
  const block = listOf(statement);
  const owner = block?.parent;
  if (
    !block ||
    !owner ||
    !['if_statement', 'else_clause', 'while_statement', 'for_statement'].includes(owner.type)
  )
    return undefined;
  const inner = block.children.filter(isStatement);
  const [kept, call] = inner;
  if (inner.length !== 2 || !kept || call !== statement) return undefined;
  const callStart = file.lines.startOf(statement.start);
  const blankStart = file.lines.startOf(callStart - 1);
  const behind = file.lines.nextStart(endOfLineAfter(file, statement.end));
  if (!file.lines.isBlank(callStart - 1) || file.lines.isBlank(behind)) return undefined;
  const header = file.code.slice(fn.body, block.start).trimEnd().length + fn.body;
  const open: Edit = { start: header, end: block.start + 1, text: '' };
  const otherwise = block.field === 'consequence' ? childIn(owner, 'alternative') : undefined;
  if (!otherwise) return [open, { start: blankStart, end: file.lines.nextStart(block.end), text: '' }];
  const outer = file.lines.indentOf(header - 1);
  return [open, { start: blankStart, end: otherwise.start, text: outer }];
}
