import type { Placement, Recipe } from '../catalogue/recipe.js';
import { type Gap, gapAfterDeclarations, gapAtEnd, gapBeside, type Transparent } from '../csource/gap.js';
import {
  argumentsOf,
  assignedText,
  callsTo,
  conditionText,
  mentions,
  stringArgument,
} from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { entryIn, listOf, statementOf } from '../csource/statements.js';
import { childIn, type SyntaxNode } from '../csource/syntax.js';
import { transparentCalls } from './existing-calls.js';
import { locate } from './find-anchor.js';
import type { Site } from './site.js';
import { formOf } from './site-form.js';
import { displaced } from './standing-place.js';
import { hiddenAnchor, type Objection, objectionTo } from './surroundings.js';

/** A site, or the reason why the placement does not hold in this function. */
export type Found =
  | { readonly site: Omit<Site, 'paths'> }
  | {
      readonly reason: string;
      readonly at: number;
      /** The calls that tell the placement's generation, or the anchor. */
      readonly lacks?: 'generation' | 'anchor';
      /** The anchors, where there are too many. */
      readonly anchors?: readonly SyntaxNode[];
    };

/** Looks for a placement in one function. */
export function findSite(fn: ParsedFunction, placement: Placement, recipe: Recipe): Found {
  const miss = (reason: string, at: number = fn.start): Found => ({ reason, at });

  for (const name of placement.requires ?? []) {
    if (callsTo(fn, [name]).length === 0)
      return { reason: `does not call ${name}`, at: fn.start, lacks: 'generation' };
  }
  const transparent = transparentCalls(fn, recipe);
  const renamed = findRename(fn, placement);
  if (renamed && 'reason' in renamed) return renamed;

  const located = locate(fn, placement.anchor, placement.topLevel ?? false, transparent);
  if ('reason' in located) {
    // What looks missing may be where only some builds see it.
    return renamed ?? hiddenAnchor(fn, placement.anchor) ?? located;
  }
  const { anchor } = located;

  let statement = located.statement;
  if (placement.climb.to === 'body') statement = entryIn(fn.bodyNode, statement) ?? statement;
  const inner = statement;
  if (placement.climb.to === 'guard')
    statement = guardAround(fn, statement, placement.climb.conditions) ?? statement;
  // Of a call in a condition, the error check is the branch itself.
  if (placement.glue && /^(?:expression_statement|declaration)$/.test(statement.type))
    statement = gluedTo(fn, statement, anchor, placement.glue, transparent);

  const conditional = fn.file.conditionalAt(statement.start) ?? fn.file.conditionalAt(anchor.start);
  if (conditional) return miss(`the place is inside "${conditional.directive}"`, conditional.start);

  const objection =
    objectionTo(fn, placement, recipe, anchor, statement) ?? objectionToAnchor(fn, placement, anchor);
  if (objection) return miss(objection.reason, objection.at);

  if (renamed) return { site: { ...renamed.site, gap: gapOf(fn, placement, statement, transparent) } };

  const form = formOf(fn, placement, statement, anchor);
  if ('reason' in form) return miss(form.reason, statement.start);
  const gap =
    form.form === 'between' || form.form === 'guarded'
      ? gapOf(fn, placement, statement, transparent)
      : undefined;
  // Other paths jump to a label, past what the place is behind.
  if (placement.side === 'before' && gap?.previous?.kind === 'label')
    return miss('has its place after a label that other paths jump to', gap.previous.start);
  const entersGuard = placement.fixedInsideGuard === true && inner !== statement;
  const fixedGap = entersGuard ? gapBeside(fn, inner, 'after', transparent) : undefined;
  const fixedNeedsBraces = entersGuard && !listOf(inner);
  return {
    site: {
      placement,
      function: fn,
      form: form.form,
      anchor,
      statement,
      gap,
      fixedGap,
      fixedNeedsBraces,
      older: undefined,
    },
  };
}

/** An anchor that stands at another moment than the one that it measures; a helper's stands right, and its call may not. */
function objectionToAnchor(
  fn: ParsedFunction,
  { stands = [], helper }: Placement,
  anchor: SyntaxNode,
): Objection | undefined {
  if (helper) return undefined;
  const found = displaced(fn, anchor, stands, new Set());
  if (!found) return undefined;
  const between = found.between ? `: line ${fn.file.lineOf(found.between.start)} is in between` : '';
  return {
    reason: `has its place elsewhere than ${found.stands.where}${between}`,
    at: anchor.start,
  };
}

function gapOf(
  fn: ParsedFunction,
  placement: Placement,
  statement: SyntaxNode,
  transparent: Transparent,
): Gap | undefined {
  if (placement.anchor.kind === 'declarations') return gapAfterDeclarations(fn, fn.bodyNode, transparent);
  if (placement.anchor.kind === 'end') return gapAtEnd(fn, fn.bodyNode, transparent);
  return gapBeside(fn, statement, placement.side, transparent);
}

function guardAround(
  fn: ParsedFunction,
  statement: SyntaxNode,
  conditions: readonly RegExp[],
): SyntaxNode | undefined {
  const block = listOf(statement);
  const guard = block ? block.parent : statement.parent;
  if (guard?.type !== 'if_statement' || childIn(guard, 'alternative')) return undefined;
  const text = conditionText(fn, guard);
  return conditions.some((condition) => condition.test(text)) ? guard : undefined;
}

function gluedTo(
  fn: ParsedFunction,
  statement: SyntaxNode,
  anchor: SyntaxNode,
  glue: NonNullable<Placement['glue']>,
  transparent: Transparent,
): SyntaxNode {
  const next = gapBeside(fn, statement, 'after', transparent)?.next?.node;
  if (!next) return statement;
  if (glue === 'reset') {
    const assignment = next.type === 'expression_statement' ? next.children[0] : undefined;
    const resets = assignment?.type === 'assignment_expression' && assignedText(fn, assignment) === 'NULL';
    return resets ? next : statement;
  }
  if (next.type !== 'if_statement' || childIn(next, 'alternative')) return statement;
  const errors = argumentsOf(anchor)
    .map((argument) => fn.file.slice(argument))
    .filter((text) => /^&\w+$/.test(text))
    .map((text) => text.slice(1));
  const tested = conditionText(fn, next);
  return errors.some((name) => new RegExp(`\\b${name}\\b`).test(tested)) ? next : statement;
}

function findRename(
  fn: ParsedFunction,
  placement: Placement,
): { site: Omit<Site, 'paths'> } | { reason: string; at: number } | undefined {
  const { renames } = placement;
  if (!renames) return undefined;
  const olders = callsTo(fn, [renames.call]);
  const own = olders.filter((call) => stringArgument(fn, call, 0) === renames.argument);
  const [older, doubled] = own;
  if (doubled)
    return { reason: `has ${own.length} times ${renames.call}("${renames.argument}")`, at: doubled.start };
  if (older) {
    const statement = statementOf(older);
    if (!statement || statement.children[0] !== older || statement.type !== 'expression_statement') {
      return { reason: `uses ${renames.call} inside another statement`, at: older.start };
    }
    const conditional = fn.file.conditionalAt(older.start);
    if (conditional)
      return { reason: `has ${renames.call} inside "${conditional.directive}"`, at: older.start };
    return {
      site: {
        placement,
        function: fn,
        form: 'rename',
        anchor: older,
        statement,
        gap: undefined,
        fixedGap: undefined,
        fixedNeedsBraces: false,
        older,
      },
    };
  }
  return undefined;
}

/** True where something in the function tells its generation, so that a new call may be put there. */
export function hasEvidence(fn: ParsedFunction, placement: Placement, recipe: Recipe): boolean {
  const { evidence } = placement;
  if (!evidence) return true;
  return [...evidence, recipe.call.function].some((name) => mentions(fn, name) > 0);
}
