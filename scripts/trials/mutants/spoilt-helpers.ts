import { argumentsOf, callsTo } from '../../../src/csource/locate.js';
import type { ParsedFunction } from '../../../src/csource/source-file.js';
import { statementOf } from '../../../src/csource/statements.js';
import type { SyntaxNode } from '../../../src/csource/syntax.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { type Code, indentAt, linesOf } from './call-sites.js';
import { type Expected, edited, type Mutant } from './mutant.js';

/** The helpers of upstream's series, with the checkpoint of each, and what a function does that does without it. */
export const HELPERS = [
  { helper: 'migration_downtime_start', checkpoint: 'src-downtime-start', field: 'downtime_start' },
  { helper: 'migration_downtime_end', checkpoint: 'src-downtime-end', field: 'downtime' },
  { helper: 'migration_stop_vm', checkpoint: 'src-vm-stopped', field: undefined },
] as const;

/** Mistakes around the helpers; none in a tree without them. */
export function spoiltHelpers(texts: TreeTexts, { file, functions, role }: Code): Mutant[] {
  return HELPERS.flatMap(({ helper, checkpoint, field }) => {
    const definition = functions.find(({ name }) => name === helper);
    if (!definition) return [];
    const callers = functions.filter(({ name }) => name !== helper);
    const calls = callers.flatMap((fn) => callsTo(fn, [helper]).map((call) => ({ fn, call })));
    const expected: Expected = { names: [[checkpoint, helper]], severity: 'error' };
    const made = (kind: string, detail: string, edits: Parameters<typeof edited>[2]): Mutant => ({
      kind,
      detail,
      expected,
      texts: () => edited(texts, role, edits),
    });
    const each = calls.flatMap(({ fn, call }) => {
      const where = `${helper} in ${fn.name}`;
      const own = withoutHelper(fn, call, field);
      const { start, end } = call;
      const statement = statementOf(call);
      const lines = linesOf(file.text, statement ?? call);
      const text = file.text.slice(lines.start, lines.end);
      const indent = indentAt(file.text, call.start);
      const isPlain = statement?.type === 'expression_statement';
      return [
        made('helper-bypassed', `${where}: its work done without it`, [{ start, end, text: own }]),
        made('helper-undefined', `${where}: by a name that nobody defines`, [
          { start, end, text: file.slice(call).replace(helper, `${helper}s`) },
        ]),
        ...(isPlain
          ? [
              made('helper-gone', `${where}: the call is gone`, [{ ...lines, text: '' }]),
              made('helper-double', `${where}: called twice`, [{ ...lines, text: text + text }]),
              made('beside-helper', `${where}: its work done before it, too`, [
                { start: lines.start, end: lines.start, text: `${indent}${own};\n` },
              ]),
              made('helper-in-branch', `${where}: under a condition`, [
                { ...lines, text: `${indent}if (${parameterOf(fn)}) {\n${text}${indent}}\n` },
              ]),
            ]
          : [
              made('beside-helper', `${where}: its work done before it, too`, [
                { start: lines.start, end: lines.start, text: `${indent}${own};\n` },
              ]),
            ]),
      ];
    });
    const span = linesOf(file.text, definition);
    return [
      ...each,
      made('helper-undefined', `${helper}: its definition is gone`, [{ ...span, text: '' }]),
      made(
        'helper-unused',
        `${helper}: called by nobody`,
        calls.map(({ fn, call }) => ({
          start: call.start,
          end: call.end,
          text: withoutHelper(fn, call, field),
        })),
      ),
    ];
  });
}

/** What stands in a helper's place where a function does its work by itself. */
function withoutHelper(fn: ParsedFunction, call: SyntaxNode, field: string | undefined): string {
  const last = argumentsOf(call).at(-1);
  const argument = last ? fn.file.slice(last) : '';
  if (field === undefined) return `vm_stop_force_state(${argument})`;
  return `${argument}->${field} = qemu_clock_get_ms(QEMU_CLOCK_REALTIME)`;
}

function parameterOf(fn: ParsedFunction): string {
  return /(\w+)\)\s*$/.exec(fn.file.code.slice(fn.start, fn.body))?.[1] ?? 'true';
}
