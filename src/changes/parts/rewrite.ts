import type { Part } from '../../catalogue/change-recipe.js';
import { assignedText, assignmentsTo, conditionText } from '../../csource/locate.js';
import { endOfLineAfter, requireOwnLine } from '../../csource/own-lines.js';
import type { ParsedFunction } from '../../csource/source-file.js';
import type { Edit } from '../../csource/splice.js';
import { isStatement, statementOf } from '../../csource/statements.js';
import { childIn, descendants, type SyntaxNode } from '../../csource/syntax.js';
import { fill } from '../../templates.js';
import { folded } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';

type RewritePart = Extract<Part, { kind: 'rewrite' }>;

/** A statement that gives way to another. */
export function findRewrite({ fn, values }: PartContext, part: RewritePart): PartState {
  const { file } = fn;
  const stores = assignmentsTo(fn, part.into).filter((store) =>
    part.right.test(assignedText(fn, store).replace(/\s+/g, ' ')),
  );
  const [store, second] = stores;
  const made = statementMade(fn, part, values);
  if (!store) {
    return made
      ? { kind: 'present', at: made.start }
      : { kind: 'no-place', at: fn.start, reason: `has nothing to make ${part.title} of` };
  }
  if (second)
    return { kind: 'wrong', at: second.start, reason: `stores ${part.into.name} at ${stores.length} places` };
  if (made) return { kind: 'wrong', at: made.start, reason: `has ${part.title} beside the old one` };
  const statement = statementOf(store);
  const left = childIn(store, 'left');
  const object = left && childIn(left, 'argument');
  if (statement?.type !== 'expression_statement')
    return { kind: 'no-place', at: store.start, reason: 'stores it inside another statement' };
  const [end = ''] = assignedText(fn, store).split(' - ');
  const lines = fill(part.template, {
    ...values,
    OBJECT: object ? file.slice(object) : '',
    LEFT: end.trim(),
  });
  const text = lines.join(
    `${file.lines.lineEndingAt(statement.start)}${file.lines.indentOf(statement.start)}`,
  );
  if (!part.within || !part.before)
    return {
      kind: 'absent',
      at: statement.start,
      edits: [{ start: statement.start, end: statement.end, text }],
    };
  const branch = branchAround(fn, statement, part.within);
  if (!branch) return { kind: 'no-place', at: statement.start, reason: 'has it under another condition' };
  const [other, again] = assignmentsTo(fn, part.before);
  const beside = other && !again ? statementOf(other) : undefined;
  if (!beside || beside.start > branch.start)
    return {
      kind: 'no-place',
      at: branch.start,
      reason: `does not store ${part.before.name} once before it`,
    };
  return {
    kind: 'absent',
    at: beside.start,
    edits: [insertedBefore(fn, beside, text), withoutParagraph(fn, branch)],
  };
}

/** The statement that the part makes, whatever its object is called. */
function statementMade(
  fn: ParsedFunction,
  { template }: RewritePart,
  values: PartContext['values'],
): SyntaxNode | undefined {
  const wanted = folded(fill(template, { ...values, OBJECT: 'OBJECT', LEFT: 'LEFT' }).join('\n'));
  const pattern = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/OBJECT|LEFT/g, '\\w+');
  const expression = new RegExp(`^${pattern}$`);
  return [...descendants(fn.bodyNode)].find(
    (node) => node.type === 'expression_statement' && expression.test(folded(fn.file.slice(node))),
  );
}

/** The `if` that holds nothing but the statement. */
function branchAround(fn: ParsedFunction, statement: SyntaxNode, condition: RegExp): SyntaxNode | undefined {
  const block = statement.parent;
  const branch = block?.parent;
  if (block?.type !== 'compound_statement' || branch?.type !== 'if_statement') return undefined;
  const isAlone = block.children.filter(isStatement).length === 1 && !childIn(branch, 'alternative');
  return isAlone && condition.test(conditionText(fn, branch)) ? branch : undefined;
}

function insertedBefore({ file }: ParsedFunction, statement: SyntaxNode, text: string): Edit {
  requireOwnLine(file, statement.start);
  const start = file.lines.startOf(statement.start);
  const line = `${file.lines.indentOf(start)}${text}${file.lines.lineEndingAt(start)}`;
  return { start, end: start, text: line };
}

/** A statement goes with the blank line behind it. */
function withoutParagraph({ file }: ParsedFunction, statement: SyntaxNode): Edit {
  requireOwnLine(file, statement.start);
  const next = file.lines.nextStart(endOfLineAfter(file, statement.end));
  const end = file.lines.isBlank(next) ? file.lines.nextStart(next) : next;
  return { start: file.lines.startOf(statement.start), end, text: '' };
}
