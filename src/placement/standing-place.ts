import type { StandingPlace } from '../catalogue/recipe.js';
import type { Gap } from '../csource/gap.js';
import { argumentsOf, assignmentsTo, calledName, callsTo } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { type Entry, isStatement, listOf, statementList, statementOf } from '../csource/statements.js';
import { ofType, type SyntaxNode } from '../csource/syntax.js';

/** A place where something is known to stand, found in a function. */
interface FoundPlace {
  readonly stands: StandingPlace;
  /** The statements beside which it is; mostly one. */
  readonly statements: readonly SyntaxNode[];
}

/** That something stands elsewhere than where it is known to. */
export interface Displaced {
  readonly stands: StandingPlace;
  /** The statement beside which it belongs; of several the nearest. */
  readonly statement: SyntaxNode;
  /** What is beside it instead, where the right statement is farther away on the right side. */
  readonly between: SyntaxNode | undefined;
}

/** The first of the places whose anchor a function has. */
export function placeIn(fn: ParsedFunction, places: readonly StandingPlace[]): FoundPlace | undefined {
  for (const stands of places) {
    if (stands.in !== undefined && stands.in !== fn.name) continue;
    const { anchor } = stands;
    const nodes = anchor.kind === 'call' ? callsTo(fn, anchor.names) : assignmentsTo(fn, anchor.into);
    const statements = nodes.map(statementOf).filter((statement) => statement !== undefined);
    if (statements.length > 0) return { stands, statements };
  }
  return undefined;
}

/**
 * Holds where a node stands against where it is known to stand. Calls that only trace take no time, and may come between.
 * @param passable functions whose calls may come between as well
 * @returns undefined where it stands right, or where the function has none of the places
 */
export function displaced(
  fn: ParsedFunction,
  node: SyntaxNode,
  places: readonly StandingPlace[],
  passable: ReadonlySet<string>,
): Displaced | undefined {
  const found = placeIn(fn, places);
  if (!found) return undefined;
  let between: SyntaxNode | undefined;
  // At the edge of a branch it is as near as the branch itself.
  for (let at = statementOf(node); at && at !== fn.bodyNode; at = statementAround(at)) {
    const block = listOf(at);
    if (!block) continue;
    const neighbour = neighbourOf(fn, at, block, found, passable);
    if (neighbour && found.statements.includes(neighbour)) return undefined;
    if (neighbour) {
      between = neighbour;
      break;
    }
  }
  const { stands, statements } = found;
  const distance = (statement: SyntaxNode): number => Math.abs(statement.start - node.start);
  const nearest = statements.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  const isOnSide = stands.side === 'after' ? nearest.start < node.start : nearest.start > node.start;
  return { stands, statement: nearest, between: isOnSide ? between : undefined };
}

/** The next statement on one side that counts. */
function neighbourOf(
  fn: ParsedFunction,
  statement: SyntaxNode,
  block: SyntaxNode,
  { stands, statements }: FoundPlace,
  passable: ReadonlySet<string>,
): SyntaxNode | undefined {
  const { entries } = statementList(fn.file, block);
  const at = entries.findIndex(({ node, kind }) => node === statement && kind === 'statement');
  const side = stands.side === 'after' ? entries.slice(0, at).reverse() : entries.slice(at + 1);
  const counts = ({ node, kind }: Entry): boolean =>
    kind === 'label' || statements.includes(node) || !isPassable(fn, node, passable);
  return side.find(counts)?.node;
}

function isPassable(fn: ParsedFunction, statement: SyntaxNode, passable: ReadonlySet<string>): boolean {
  // A local that at most asks how migration is set up.
  if (statement.type === 'declaration')
    return ofType(statement, 'call_expression').every((call) => argumentsOf(call).length === 0);
  const name = soleCall(fn, statement);
  return name !== undefined && (name.startsWith('trace_') || passable.has(name));
}

/** The function that a statement calls, where it does nothing else. */
export function soleCall(fn: ParsedFunction, statement: SyntaxNode): string | undefined {
  const [only] = statement.type === 'expression_statement' ? statement.children : [];
  return only?.type === 'call_expression' ? calledName(fn, only) : undefined;
}

function statementAround(statement: SyntaxNode): SyntaxNode | undefined {
  let at = statement.parent;
  while (at && !(isStatement(at) && at.type !== 'labeled_statement')) at = at.parent;
  return at;
}

/** A gap as if the statements beside it that are passable were not there. */
export function passing(gap: Gap, isPassable: (statement: SyntaxNode) => boolean): Gap {
  const { entries } = statementList(gap.function.file, gap.block);
  const isThere = ({ node, kind }: Entry): boolean => kind === 'label' || !isPassable(node);
  const { previous, next } = gap;
  return {
    ...gap,
    previous: previous && entries.findLast((one) => one.start <= previous.start && isThere(one)),
    next: next && entries.find((one) => one.start >= next.start && isThere(one)),
  };
}
