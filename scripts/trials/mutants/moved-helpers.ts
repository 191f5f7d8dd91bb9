import { calledName, callsTo } from '../../../src/csource/locate.js';
import type { ParsedFunction } from '../../../src/csource/source-file.js';
import { type Entry, listOf, statementList, statementOf } from '../../../src/csource/statements.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { type Code, lineBefore, linesOf, TRACEPOINT } from './call-sites.js';
import { type Expected, edited, type Mutant } from './mutant.js';
import { HELPERS } from './spoilt-helpers.js';

/** CPR stops the guest before its thread begins, under the big lock throughout: no statement tells the moment. */
const NOWHERE_ELSE = ['migrate_fd_connect', 'migration_connect', 'migration_start_outgoing'];

/** A helper's call before or behind the next statement of its function that does something. */
export function movedHelpers(texts: TreeTexts, { file, functions, role }: Code): Mutant[] {
  return HELPERS.flatMap(({ helper, checkpoint }) => {
    const expected: Expected = { names: [[checkpoint, helper]], severity: 'error' };
    const callers = functions.filter(({ name }) => name !== helper && !NOWHERE_ELSE.includes(name));
    return callers.flatMap((fn) =>
      callsTo(fn, [helper]).flatMap((call): Mutant[] => {
        const statement = statementOf(call);
        const block = statement && listOf(statement);
        if (!statement || !block) return [];
        const list = statementList(file, block);
        const others = list.entries.filter(({ node }) => node !== statement);
        const index = others.filter(({ start }) => start < statement.start).length;
        const lines = linesOf(file.text, statement);
        const text = file.text.slice(lines.start, lines.end);
        const counts = (entry: Entry): boolean => entry.kind === 'statement' && !isNothing(fn, entry);
        const before = others.slice(0, index).findLastIndex(counts);
        const behind = others.slice(index).findIndex(counts);
        const targets = [
          ...(before < 0 ? [] : [{ at: before, detail: 'before the statement above' }]),
          ...(behind < 0 ? [] : [{ at: index + behind + 1, detail: 'behind the statement below' }]),
        ];
        return targets.map(({ at, detail }) => {
          const offset = lineBefore(file.text, list, others, at);
          return {
            kind: 'helper-moved',
            detail: `${helper} in ${fn.name}: ${detail}`,
            expected,
            texts: () =>
              edited(texts, role, [
                { ...lines, text: '' },
                { start: offset, end: offset, text },
              ]),
          };
        });
      }),
    );
  });
}

/** Declarations, tracepoints and other helpers: over those a call may go without marking another moment. */
function isNothing(fn: ParsedFunction, { node }: Entry): boolean {
  if (node.type === 'declaration') return true;
  const [only] = node.type === 'expression_statement' ? node.children : [];
  const name = only?.type === 'call_expression' ? calledName(fn, only) : undefined;
  return (
    name !== undefined &&
    (/^trace_/.test(name) || name === TRACEPOINT || HELPERS.some(({ helper }) => helper === name))
  );
}
