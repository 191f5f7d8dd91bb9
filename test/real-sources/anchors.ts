import { resultTexts } from '../../scripts/sweep/round-trip.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { calledName } from '../../src/csource/locate.js';
import type { ParsedFunction } from '../../src/csource/source-file.js';
import type { Entry } from '../../src/csource/statements.js';
import { ofType, type SyntaxNode } from '../../src/csource/syntax.js';
import { readTexts, type TreeTexts } from '../../src/placement/sources.js';
import { survey } from '../../src/placement/survey.js';
import { planPort } from '../../src/port/plan.js';

/** What a call has beside it. */
export interface Neighbour {
  readonly kind: string;
  /** The functions it calls, in order. */
  readonly calls: readonly string[];
}

/** The surroundings of a call, without the lines that may differ from tree to tree. */
export interface Anchor {
  readonly checkpoint: string;
  readonly function: string;
  readonly placement: string;
  /** What the engine looked for and found: the functions called by it, or the text that is assigned to. */
  readonly anchor: Neighbour;
  readonly previous: Neighbour;
  readonly next: Neighbour;
}

/** The surroundings of every call of a tree after the port. */
export function anchorsOf(texts: TreeTexts): Anchor[] {
  const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
  const found = survey(readTexts(resultTexts(texts, plan.files)).sources, defaultRecipe);
  return found.checkpoints
    .flatMap(({ checkpoint, sites }) =>
      sites.map((site) => ({
        checkpoint: checkpoint.name,
        function: site.function.name,
        placement: site.placement.id,
        anchor: surroundings(site.function, site.anchor),
        previous: neighbour(site.function, site.existing?.gap?.previous),
        next: neighbour(site.function, site.existing?.gap?.next),
      })),
    )
    .sort((a, b) => compare(a.checkpoint, b.checkpoint) || compare(a.function, b.function));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function neighbour(fn: ParsedFunction, entry: Entry | undefined): Neighbour {
  if (entry === undefined) return { kind: 'none', calls: [] };
  if (entry.kind === 'label') return { kind: 'label', calls: [] };
  return surroundings(fn, entry.node);
}

function surroundings(fn: ParsedFunction, node: SyntaxNode): Neighbour {
  const calls = ofType(node, 'call_expression').map((call) => calledName(fn, call) ?? '(by pointer)');
  return { kind: node.type, calls };
}

/** What the fixtures call where the engine does not look: something of the harness in place of the real thing. */
const STAND_IN = /^fixture_/;

/**
 * What is wrong with a fixture's neighbour, if it is to stand for a real one. A plain statement makes the same calls.
 * A block is the same kind of block and does nothing that the real one does not, but may do less. A statement that
 * only calls a stand-in stands for any statement.
 */
export function neighbourFault(made: Neighbour, real: Neighbour): string | undefined {
  const own = made.calls.filter((name) => !STAND_IN.test(name));
  if (isStandIn(made)) return undefined;
  if (made.kind !== real.kind) return `${made.kind} in place of ${real.kind}`;
  const left = [...real.calls];
  const foreign = own.filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  if (foreign.length > 0) return `calls ${foreign.join(', ')}, the real one does not`;
  if (!isBlock(made) && own.length === made.calls.length && left.length > 0)
    return `does not call ${left.join(', ')}`;
  return undefined;
}

/** Whether a neighbour says nothing of the real tree. */
export function isStandIn({ calls }: Neighbour): boolean {
  return calls.length > 0 && calls.every((name) => STAND_IN.test(name));
}

function isBlock({ kind }: Neighbour): boolean {
  return /^(?:if|for|while|do|switch|compound)_statement$/.test(kind);
}
