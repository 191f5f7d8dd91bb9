import type { Anchor, Placement, Recipe } from '../catalogue/recipe.js';
import { conditionText, isLoop, shownCondition } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { isStatement, listOf, statementList, statementOf } from '../csource/statements.js';
import { childIn, ofType, type SyntaxNode } from '../csource/syntax.js';

/** Why a place is not safe although its anchor is there, and where. */
export interface Objection {
  readonly reason: string;
  readonly at: number;
}

/**
 * Looks at what is around a place: conditions and loops that the catalogue does not know, ways around it, and
 * code that only some builds see.
 */
export function objectionTo(
  fn: ParsedFunction,
  placement: Placement,
  recipe: Recipe,
  anchor: SyntaxNode,
  statement: SyntaxNode,
): Objection | undefined {
  return (
    unknownCondition(fn, placement, recipe, anchor, statement) ??
    unknownLoop(fn, recipe, anchor, statement) ??
    wayAround(fn, placement) ??
    hiddenAnchor(fn, placement.anchor) ??
    halfStatement(fn, statement)
  );
}

/** An `if` that the anchor is under, and on which side of the statement that the place is beside. */
interface EnclosingIf {
  readonly branch: SyntaxNode;
  readonly above: boolean;
}

function enclosingIfs(fn: ParsedFunction, anchor: SyntaxNode, statement: SyntaxNode): EnclosingIf[] {
  const found: EnclosingIf[] = [];
  let above = anchor.start < statement.start;
  for (let at: SyntaxNode | undefined = anchor; at && at !== fn.bodyNode; at = at.parent) {
    if (at === statement) above = true;
    const branch: SyntaxNode | undefined = at.parent;
    const inArm = at.type === 'else_clause' || at.field === 'consequence';
    if (branch?.type === 'if_statement' && inArm) found.push({ branch, above });
  }
  return found;
}

/** A condition may stand around the place, or be climbed out of, only if the catalogue knows it. */
function unknownCondition(
  fn: ParsedFunction,
  placement: Placement,
  recipe: Recipe,
  anchor: SyntaxNode,
  statement: SyntaxNode,
): Objection | undefined {
  if (placement.anchor.kind !== 'call' && placement.anchor.kind !== 'store') return undefined;
  const guards = placement.climb.to === 'guard' ? placement.climb.conditions : [];
  for (const { branch, above } of enclosingIfs(fn, anchor, statement)) {
    const text = conditionText(fn, branch);
    const known = above ? recipe.enclosing : [...recipe.cascade, ...guards];
    if (!known.some((condition) => condition.test(text))) {
      const shown = shownCondition(fn, branch);
      return { reason: `has its place under "if (${shown})", which it is not known under`, at: branch.start };
    }
  }
  return undefined;
}

/** What keeps a call from being made whenever its function runs: a condition or a loop that the catalogue does not know. */
export function objectionToCall(fn: ParsedFunction, recipe: Recipe, call: SyntaxNode): Objection | undefined {
  const statement = statementOf(call) ?? call;
  for (const { branch } of enclosingIfs(fn, call, statement)) {
    const text = conditionText(fn, branch);
    if (!recipe.enclosing.some((condition) => condition.test(text)))
      return { reason: `under "if (${shownCondition(fn, branch)})"`, at: branch.start };
  }
  const loop = unknownLoop(fn, recipe, call, statement);
  return loop && { reason: 'in a loop', at: loop.at };
}

/** A loop around the place lets the call fire again; only a function's main loop is left in the same round. */
function unknownLoop(
  fn: ParsedFunction,
  recipe: Recipe,
  anchor: SyntaxNode,
  statement: SyntaxNode,
): Objection | undefined {
  const loops: SyntaxNode[] = [];
  const from = anchor === statement ? statement.parent : anchor;
  for (let at = from; at && at !== fn.bodyNode; at = at.parent) {
    if (at !== statement && isLoop(fn, at)) loops.push(at);
  }
  const allowed = recipe.mainLoops.includes(fn.name) ? 1 : 0;
  const [innermost] = loops;
  return innermost && loops.length > allowed
    ? { reason: 'has its place inside a loop', at: innermost.start }
    : undefined;
}

/** Where every path must come to the place, there may be no way out before it and no way in behind. */
function wayAround(fn: ParsedFunction, placement: Placement): Objection | undefined {
  if (placement.anchor.kind === 'return') {
    const text = placement.anchor.text;
    const same = ofType(fn.bodyNode, 'return_statement').filter(
      (statement) => fn.file.slice(statement.children[0] ?? statement).trim() === text,
    );
    const [, second] = same;
    return second ? { reason: `returns ${text} at ${same.length} places`, at: second.start } : undefined;
  }
  if (!placement.everyPath) return undefined;
  const [exit] = [...ofType(fn.bodyNode, 'return_statement'), ...ofType(fn.bodyNode, 'labeled_statement')];
  return exit
    ? { reason: 'has a return or a label, so not every path comes to its place', at: exit.start }
    : undefined;
}

/** Anchors in preprocessor branches or macros that the parser does not see count, too. */
export function hiddenAnchor(fn: ParsedFunction, anchor: Anchor): Objection | undefined {
  if (anchor.kind !== 'call') return undefined;
  const { file } = fn;
  const calls = new RegExp(`\\b(?:${anchor.names.join('|')})\\s*\\(`, 'g');
  for (const match of file.lexical.slice(fn.body, fn.end).matchAll(calls)) {
    const at = fn.body + match.index;
    if (file.code.charAt(at) === ' ') return { reason: `has a ${match[0]}…) that only some builds see`, at };
  }
  const macro = file.defines.find((range) => file.lexical.slice(range.start, range.end).match(calls));
  return macro
    ? { reason: `is in a file with a macro that calls ${anchor.names.join(' or ')}`, at: macro.start }
    : undefined;
}

/**
 * A preprocessor branch beside the place that ends in half a statement, such as `#else if (x) #endif`, takes what
 * is put behind it for its body.
 */
function halfStatement(fn: ParsedFunction, statement: SyntaxNode): Objection | undefined {
  const { file } = fn;
  let entry: SyntaxNode | undefined = statement;
  while (entry && !(isStatement(entry) && listOf(entry))) entry = entry.parent;
  const block = entry && listOf(entry);
  if (!entry || !block) return undefined;
  const { entries, start, end } = statementList(file, block);
  const at = entries.findIndex((one) => one.node === entry && one.kind === 'statement');
  const from = entries[at - 1]?.end ?? start;
  const to = entries[at + 1]?.start ?? end;
  for (const conditional of file.conditionals) {
    if (conditional.wholeFile || conditional.end <= from || conditional.start >= to) continue;
    // An entry of its own inside the conditional is whole; what matters is what hangs over.
    const branches = [
      file.code.slice(conditional.start, conditional.end),
      ...conditional.hidden.map((range) =>
        file.lexical.slice(range.start, range.end).replace(/^[ \t]*#.*$/gm, ''),
      ),
    ];
    const half = branches.map((text) => text.trim()).find((text) => text !== '' && !/[;{}:]$/.test(text));
    if (half !== undefined) {
      return {
        reason: `has half a statement in "${conditional.directive}" beside its place`,
        at: conditional.start,
      };
    }
  }
  return undefined;
}

/** The name of the condition that a call must stand under, where its function would otherwise run twice. */
export function unguardedCall(
  caller: ParsedFunction,
  calls: readonly SyntaxNode[],
  condition: string,
): SyntaxNode | undefined {
  return calls.find((call) => {
    for (let at: SyntaxNode | undefined = call; at && at !== caller.bodyNode; at = at.parent) {
      const branch: SyntaxNode | undefined = at.parent;
      const within = branch && branch.type === 'if_statement' && childIn(branch, 'consequence') === at;
      if (within && conditionText(caller, branch) === condition) return false;
    }
    return true;
  });
}
