import { conditionText, isLoop } from '../../../src/csource/locate.js';
import type { ParsedFunction } from '../../../src/csource/source-file.js';
import { type Entry, listOf, type StatementList, statementList } from '../../../src/csource/statements.js';
import { childIn, ofType, type SyntaxNode } from '../../../src/csource/syntax.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { type CallSite, type Code, indentAt, lineBefore, siteText, TRACEPOINT } from './call-sites.js';
import { type Expected, edited, type Mutant, naming } from './mutant.js';

/** How far a call is moved over its neighbours. */
const FARTHEST = 3;

/** The same call elsewhere: over its neighbours, into and out of blocks, in other functions. */
export function movedCalls(texts: TreeTexts, site: CallSite, codes: readonly Code[]): Mutant[] {
  return [
    ...overNeighbours(texts, site),
    ...outOfBlock(texts, site),
    ...intoBlocks(texts, site),
    ...intoFunctions(texts, site, codes),
  ];
}

function overNeighbours(texts: TreeTexts, site: CallSite): Mutant[] {
  const { list, others, index } = site;
  const wanted = new Set([0, others.length]);
  for (let step = 1; step <= FARTHEST; step++) for (const at of [index - step, index + step]) wanted.add(at);
  return [...wanted]
    .filter((at) => at >= 0 && at <= others.length && at !== index)
    .sort((a, b) => a - b)
    .flatMap((at): Mutant[] => {
      const passed = at < index ? others.slice(at, index) : others.slice(index, at);
      const crossed = passed.map((entry) => checkpointIn(site, entry));
      const how = { list, entries: others, at };
      const kind = at < index ? 'move-before-neighbour' : 'move-after-neighbour';
      const detail = `over ${passed.length} of its neighbours`;
      // Between neighbouring calls only their order changes, and either may be called the wrong one.
      const swapped = crossed.every((name) => name !== undefined)
        ? crossed.filter((name) => name !== undefined)
        : [];
      const expected: Expected = { names: [[site.name, ...swapped]], severity: 'error' };
      return moved(texts, site, how, { kind, detail, expected });
    });
}

/** The checkpoint that a neighbour is a call of. */
function checkpointIn({ code }: CallSite, { node, kind }: Entry): string | undefined {
  if (kind === 'label' || node.type !== 'expression_statement') return undefined;
  return new RegExp(`^${TRACEPOINT}\\s*\\(\\s*"([^"]*)"`).exec(code.file.slice(node))?.[1];
}

function outOfBlock(texts: TreeTexts, site: CallSite): Mutant[] {
  const { code, unit, fn } = site;
  let around: SyntaxNode | undefined = unit.parent;
  while (around && around !== fn.bodyNode && !isNestedStatement(around)) around = around.parent;
  const block = around && around !== fn.bodyNode ? listOf(around) : undefined;
  if (!around || !block) return [];
  const list = statementList(code.file, block);
  const at = list.entries.findIndex(({ node, kind }) => node === around && kind === 'statement');
  const condition = conditionText(fn, around);
  return [
    ...moved(
      texts,
      site,
      { list, entries: list.entries, at },
      {
        kind: 'move-out-of-block',
        detail: 'before the statement around it',
      },
    ),
    ...moved(
      texts,
      site,
      { list, entries: list.entries, at: at + 1 },
      {
        kind: 'move-out-of-block',
        detail: 'behind the statement around it',
        ...(site.name === 'src-downtime-end' && isDowntimeGuard(condition)
          ? { expected: { ...naming(site.name), severity: 'warning' as const } }
          : {}),
      },
    ),
  ];
}

function isNestedStatement({ type }: SyntaxNode): boolean {
  return /^(?:if|for|while|do|switch)_statement$/.test(type);
}

/** Into the branches and loops that are there: those next to the call, and the function's first ones. */
function intoBlocks(texts: TreeTexts, site: CallSite): Mutant[] {
  const { fn, others, index, unit, code } = site;
  const near = [...others.slice(0, index).reverse(), ...others.slice(index)].map(({ node }) => node);
  const ifs = [
    ...near.filter(({ type }) => type === 'if_statement').slice(0, 2),
    ...ofType(fn.bodyNode, 'if_statement').slice(0, 1),
  ];
  const loops = ofType(fn.bodyNode, 'while_statement')
    .concat(ofType(fn.bodyNode, 'for_statement'))
    .filter((node) => isLoop(fn, node))
    .slice(0, 2);
  const mutants = [...new Set([...ifs, ...loops])].flatMap((node) => {
    const kind = node.type === 'if_statement' ? 'move-into-branch' : 'move-into-loop';
    const holds = node.start <= unit.start && unit.end <= node.end;
    if (holds) return [];
    return ['consequence', 'alternative', 'body'].flatMap((field) => {
      const block = bodyIn(node, field);
      if (!block) return [];
      const list = statementList(code.file, block);
      return [0, list.entries.length].flatMap((at) => {
        const detail = `${at === 0 ? 'first' : 'last'} in the ${field} of "${conditionText(fn, node)}"`;
        return moved(
          texts,
          site,
          { list, entries: list.entries, at },
          {
            kind,
            detail,
            ...(at > 0 && isCorrection(site, node, field)
              ? { same: "812145fcf7's own place: only where the downtime is really set" }
              : {}),
          },
        );
      });
    });
  });
  return mutants;
}

/** The block of an `if` or a loop; of an `else` the block behind it. */
function bodyIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const body = childIn(node, field);
  if (body?.type === 'else_clause') return body.children.find(({ type }) => type === 'compound_statement');
  return body?.type === 'compound_statement' ? body : undefined;
}

/** Upstream moved src-downtime-end into the `if` before it; in 2.5 to 2.11 that has another condition. */
function isCorrection({ name, fn, others, index }: CallSite, node: SyntaxNode, field: string): boolean {
  return (
    name === 'src-downtime-end' &&
    field === 'consequence' &&
    others[index - 1]?.node === node &&
    isDowntimeGuard(conditionText(fn, node))
  );
}

function isDowntimeGuard(condition: string): boolean {
  return /^!\s*(?:\w+->downtime|entered_postcopy)$/.test(condition);
}

function intoFunctions(texts: TreeTexts, site: CallSite, codes: readonly Code[]): Mutant[] {
  const { code, fn } = site;
  const own = code.functions.indexOf(fn);
  const other = codes.find((one) => one !== code);
  const holding = (one: Code) =>
    one.functions.filter((candidate) =>
      one.file.text.slice(candidate.body, candidate.end).includes(TRACEPOINT),
    );
  const nth = <T>(list: readonly T[], at: number): T[] => list.slice(at % (list.length || 1)).slice(0, 1);
  const targets: [Code, ParsedFunction][] = [
    ...nth(code.functions, own + 1).map((one): [Code, ParsedFunction] => [code, one]),
    ...nth(code.functions, own + code.functions.length - 1).map((one): [Code, ParsedFunction] => [code, one]),
    ...nth(code.functions, own * 7 + site.unit.start).map((one): [Code, ParsedFunction] => [code, one]),
    ...holding(code).map((one): [Code, ParsedFunction] => [code, one]),
    ...(other ? nth(holding(other), own).map((one): [Code, ParsedFunction] => [other, one]) : []),
  ];
  const seen = new Set<ParsedFunction>([fn]);
  return targets.flatMap(([target, into], number) => {
    if (seen.has(into)) return [];
    seen.add(into);
    const list = statementList(target.file, into.bodyNode);
    const first = list.entries.findIndex(({ node, kind }) => kind === 'label' || node.type !== 'declaration');
    const last =
      list.entries.at(-1)?.node.type === 'return_statement' ? list.entries.length - 1 : list.entries.length;
    const at = number % 2 === 0 && first >= 0 ? first : last;
    const kind = target === code ? 'move-to-function' : 'move-to-other-file';
    const detail = `${at === first ? 'begin' : 'end'} of ${into.name}`;
    return moved(texts, site, { list, entries: list.entries, at, target, fn: into }, { kind, detail });
  });
}

interface Where {
  readonly list: StatementList;
  readonly entries: readonly Entry[];
  readonly at: number;
  readonly target?: Code;
  readonly fn?: ParsedFunction;
}

type About = Pick<Mutant, 'kind' | 'detail' | 'same'> & { readonly expected?: Expected };

/** The call at another place of a list; nothing where that is no line of its own. */
function moved(
  texts: TreeTexts,
  site: CallSite,
  { list, entries, at, target = site.code }: Where,
  about: About,
): Mutant[] {
  const { text } = target.file;
  const next = entries[at];
  const offset = lineBefore(text, list, entries, at);
  if (next && text.slice(offset, next.start).trim() !== '') return [];
  if (target === site.code && site.lines.start <= offset && offset <= site.lines.end) return [];
  const beside = next ?? entries.at(-1);
  const indent = beside ? indentAt(text, beside.start) : `${indentAt(text, list.start)}    `;
  const unit = site.code.file.text.slice(site.lines.start, site.lines.end);
  const inserted = unit.replace(new RegExp(`^${site.indent}`, 'gm'), indent);
  const cut = { ...site.lines, text: '' };
  const put = { start: offset, end: offset, text: inserted };
  return [
    {
      expected: naming(site.name),
      ...about,
      detail: `${siteText(site)}: ${about.detail}`,
      texts: () =>
        target === site.code
          ? edited(texts, target.role, [cut, put])
          : edited(edited(texts, site.code.role, [cut]), target.role, [put]),
    },
  ];
}
