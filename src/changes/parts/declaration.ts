import type { Part } from '../../catalogue/change-recipe.js';
import { declares, mentions } from '../../csource/locate.js';
import { endOfLineAfter, nested, requireOwnLine } from '../../csource/own-lines.js';
import { statementList } from '../../csource/statements.js';
import { fill } from '../../templates.js';
import { declaredNames, folded, ownStatements } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';
import { findScope } from '../scope.js';

/** A declaration among those that a block begins with. */
export function findDeclaration(
  { recipe, fn, values }: PartContext,
  { template, scope, behind = [] }: Extract<Part, { kind: 'declaration' }>,
): PartState {
  const found = findScope(fn, scope);
  if ('reason' in found) return { kind: 'no-place', ...found };
  const { file } = fn;
  const { entries } = statementList(file, found.block);
  const [wanted = ''] = fill(template, values);
  const [same, second] = entries.filter(
    ({ node, kind }) => kind === 'statement' && folded(file.slice(node)) === folded(wanted),
  );
  if (second) return { kind: 'wrong', at: second.start, reason: `declares ${wanted} twice` };
  if (same) {
    const start = file.lines.startOf(same.start);
    return {
      kind: 'present',
      at: same.start,
      undo: [{ start, end: file.lines.nextStart(endOfLineAfter(file, same.end)), text: '' }],
    };
  }
  const names = recipe.locals.filter((name) => new RegExp(`\\b${name}\\b`).test(wanted));
  const taken = names.find((name) => declares(fn, name) || mentions(fn, name) > 0);
  if (taken !== undefined) {
    const other = entries.find(({ node }) => declaredNames(fn, node).includes(taken));
    return { kind: 'wrong', at: other?.start ?? fn.start, reason: `uses the name ${taken} in another way` };
  }
  const isOwn = ownStatements(fn, recipe);
  const others = entries.filter(({ node }) => !isOwn(node));
  const end = others.findIndex(({ node, kind }) => kind === 'label' || node.type !== 'declaration');
  const declarations = others.slice(0, end < 0 ? others.length : end);
  const [first] = declarations;
  if (!first) return { kind: 'no-place', at: found.block.start, reason: 'begins with no declaration' };
  const previous = declarations.find(({ node }) =>
    declaredNames(fn, node).some((name) => behind.includes(name)),
  );
  requireOwnLine(file, (previous ?? first).start);
  const at = endOfLineAfter(file, previous?.end ?? found.block.start + 1);
  const indent = file.lines.indentOf((previous ?? first).start);
  const text = `${file.lines.lineEndingAt(at)}${indent}${nested(wanted, indent)}`;
  return { kind: 'absent', at, edits: [{ start: at, end: at, text }] };
}
