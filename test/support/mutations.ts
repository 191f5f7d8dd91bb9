import { functionsOf, type NaiveFunction, type Piece } from './naive-c.js';
import { isDeclaration, targetFunctions } from './second-opinion.js';

/** One change to a source text, chosen by three numbers. */
export interface Mutation {
  readonly kind: MutationKind;
  /** Which of the two sources: even migration, odd savevm. */
  readonly file: number;
  /** Which function of that file, which piece of it, and a choice that the kind makes. */
  readonly fn: number;
  readonly piece: number;
  readonly choice: number;
}

interface Spot {
  readonly text: string;
  readonly fn: NaiveFunction;
  readonly at: number;
  readonly choice: number;
}

const pick = <T>(list: readonly T[], index: number): T | undefined =>
  list.length === 0 ? undefined : list[index % list.length];

const put = (text: string, from: number, to: number, replacement: string): string =>
  text.slice(0, from) + replacement + text.slice(to);

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
};
const indentAt = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';

/** Simple statements of the function, which can be taken out or put elsewhere as whole lines. */
function statements({ fn }: Spot): Piece[] {
  return fn.pieces.filter((piece) => piece.kind === 'statement');
}

function statementAt(spot: Spot): Piece | undefined {
  return pick(statements(spot), spot.at);
}

/** A statement, or a block with its header up to its closing brace. */
function extentAt(spot: Spot): { from: number; to: number } | undefined {
  const { fn, at } = spot;
  const heads = fn.pieces.filter((piece) => piece.kind !== 'close' && !/^else\b/.test(piece.text));
  const piece = pick(heads, at);
  if (!piece) return undefined;
  if (piece.kind === 'statement') return { from: piece.start, to: piece.end };
  const index = fn.pieces.indexOf(piece);
  let close = index;
  for (;;) {
    close = fn.pieces.findIndex(
      (other, n) => n > close && other.kind === 'close' && other.depth === piece.depth,
    );
    if (close < 0) return undefined;
    if (!/^else\b/.test(fn.pieces[close + 1]?.text ?? '')) break;
    close += 1;
  }
  return { from: piece.start, to: fn.pieces[close]?.end ?? piece.end };
}

/** Texts that look like what the program looks for, and are not. */
const DECOYS = [
  'ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
  's->downtime = end_time - s->downtime_start;',
  'trace_vmstate_downtime_checkpoint(\\"src-vm-stopped\\");',
  'qemu_announce_self(); vm_start();',
  'return 0; }',
  'ret = qemu_loadvm_state(f);',
  'bdrv_invalidate_cache_all(&local_err); {',
  'cpu_synchronize_all_post_init();',
  '#if 0',
];

const NAMES = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-vm-started',
  'dst-postcopy-bh-enter',
  'dst-postcopy-bh-announced',
  'src-downtime-stop',
];

function insertLine(spot: Spot, line: string): string | undefined {
  const piece = statementAt(spot);
  if (!piece) return undefined;
  const { text, choice } = spot;
  const at = choice % 2 === 0 ? lineStart(text, piece.start) : lineEnd(text, piece.end - 1);
  return put(text, at, at, `${indentAt(text, piece.start)}${line}\n`);
}

function wrap(spot: Spot, before: string, after: string): string | undefined {
  const extent = extentAt(spot);
  if (!extent) return undefined;
  const from = lineStart(spot.text, extent.from);
  const to = lineEnd(spot.text, extent.to - 1);
  return put(spot.text, from, to, `${before}\n${spot.text.slice(from, to)}${after}\n`);
}

/** Every way of changing a source. Each gives undefined where the spot does not fit. */
const OPERATORS = {
  deleteStatement: (spot: Spot) => {
    const extent = extentAt(spot);
    return extent && put(spot.text, lineStart(spot.text, extent.from), lineEnd(spot.text, extent.to - 1), '');
  },
  doubleStatement: (spot: Spot) => {
    const extent = extentAt(spot);
    if (!extent) return undefined;
    const from = lineStart(spot.text, extent.from);
    const to = lineEnd(spot.text, extent.to - 1);
    return put(spot.text, to, to, spot.text.slice(from, to));
  },
  swapStatements: (spot: Spot) => {
    const all = statements(spot);
    const index = all.length > 1 ? spot.at % (all.length - 1) : -1;
    const [one, other] = [all[index], all[index + 1]];
    if (!one || !other) return undefined;
    const swapped =
      spot.text.slice(other.start, other.end) +
      spot.text.slice(one.end, other.start) +
      spot.text.slice(one.start, one.end);
    return put(spot.text, one.start, other.end, swapped);
  },
  moveStatement: (spot: Spot) => {
    const piece = statementAt(spot);
    const target = pick(statements(spot), spot.choice);
    if (!piece || !target || piece === target) return undefined;
    const moved = `${indentAt(spot.text, target.start)}${spot.text.slice(piece.start, piece.end)}\n`;
    const at = lineEnd(spot.text, target.end - 1);
    const [from, to] = [lineStart(spot.text, piece.start), lineEnd(spot.text, piece.end - 1)];
    return from < at
      ? put(put(spot.text, at, at, moved), from, to, '')
      : put(put(spot.text, from, to, ''), at, at, moved);
  },
  ifdef: (spot: Spot) =>
    wrap(spot, pick(['#ifdef CONFIG_X', '#ifndef CONFIG_X', '#if 1'], spot.choice) ?? '', '#endif'),
  ifZero: (spot: Spot) => wrap(spot, '#if 0', '#endif'),
  ifElse: (spot: Spot) => wrap(spot, '#ifdef CONFIG_X', '#else\n    (void)0;\n#endif'),
  block: (spot: Spot) =>
    wrap(
      spot,
      pick(['    {', '    do {', '    if (1) {'], spot.choice) ?? '',
      pick(['    }', '    } while (0);', '    }'], spot.choice) ?? '',
    ),
  commentOut: (spot: Spot) => wrap(spot, '/*', '*/'),
  commentDecoy: (spot: Spot) => insertLine(spot, `/* ${pick(DECOYS, spot.choice)} */`),
  lineCommentDecoy: (spot: Spot) => insertLine(spot, `// ${pick(DECOYS, spot.choice)}`),
  stringDecoy: (spot: Spot) => insertLine(spot, `error_report("%s", "${pick(DECOYS, spot.choice)}");`),
  renameLocal: ({ text, fn, at, choice }: Spot) => {
    const body = text.slice(fn.start, fn.end);
    const parameters = [...text.slice(fn.start, fn.bodyStart).matchAll(/[ *](\w+)(?=[,)])/g)];
    const declared = fn.pieces.flatMap((piece) =>
      isDeclaration(piece.text) ? [...piece.text.matchAll(/[ *](\w+)(?= = |;$)/g)].slice(0, 1) : [],
    );
    const locals = [...parameters, ...declared].map((match) => match[1] ?? '');
    const name = pick(locals, at);
    const to = pick(['renamed', 'result', 'ret', 'state'], choice);
    if (!name || !to || new RegExp(`\\b${to}\\b`).test(body)) return undefined;
    const mention = new RegExp(`"(?:[^"\\\\\\n]|\\\\.)*"|(?<![>.]|->)\\b${name}\\b`, 'g');
    const renamed = body.replace(mention, (found) => (found === name ? to : found));
    return put(text, fn.start, fn.end, renamed);
  },
  renameFunction: ({ text, fn }: Spot) => text.replace(new RegExp(`\\b${fn.name}\\b`, 'g'), `${fn.name}_x`),
  tabs: ({ text, fn }: Spot) =>
    put(
      text,
      fn.start,
      fn.end,
      text.slice(fn.start, fn.end).replace(/^(?: {8})+/gm, (run) => '\t'.repeat(run.length / 8)),
    ),
  dropBraces: ({ text, fn, at }: Spot) => {
    const candidates = fn.pieces.flatMap((piece, index) => {
      const [inner, close] = [fn.pieces[index + 1], fn.pieces[index + 2]];
      const single = piece.kind === 'open' && inner?.kind === 'statement' && close?.kind === 'close';
      const plain = single && /^if\b/.test(piece.text) && !/^else/.test(fn.pieces[index + 3]?.text ?? '');
      return plain ? [{ open: piece.end - 1, close: close.end - 1 }] : [];
    });
    const chosen = pick(candidates, at);
    if (!chosen) return undefined;
    const header = text.slice(0, chosen.open).trimEnd();
    const body = text.slice(chosen.open + 1, lineStart(text, chosen.close));
    return header + body + text.slice(lineEnd(text, chosen.close));
  },
  becomeCondition: (spot: Spot) => {
    const piece = statementAt(spot);
    const call = piece && /^(?:\w+ = )?(\w+ ?\(.*\));$/.exec(piece.text)?.[1];
    if (!piece || !call) return undefined;
    const forms = [
      `if (${call} < 0) {\n        return;\n    }`,
      `if (${call})\n        goto fail;`,
      `while (${call}) {\n    }`,
      `(void)(1 && ${call});`,
    ];
    return put(spot.text, piece.start, piece.end, pick(forms, spot.choice) ?? '');
  },
  returnCall: (spot: Spot) => {
    const piece = statementAt(spot);
    const call = piece && /^(?:\w+ = )?(\w+ ?\(.*\));$/.exec(piece.text)?.[1];
    return piece && call ? put(spot.text, piece.start, piece.end, `return ${call};`) : undefined;
  },
  oneLine: (spot: Spot) => {
    const piece = statementAt(spot);
    if (!piece) return undefined;
    const gap = /^\s+/.exec(spot.text.slice(piece.end))?.[0].length ?? 0;
    return put(spot.text, piece.end, piece.end + gap, ' ');
  },
  splitLine: (spot: Spot) => {
    const piece = statementAt(spot);
    const paren = piece ? spot.text.indexOf('(', piece.start) : -1;
    if (!piece || paren < 0 || paren > piece.end) return undefined;
    return put(spot.text, paren + 1, paren + 1, '\n            ');
  },
  earlyReturn: (spot: Spot) =>
    insertLine(
      spot,
      pick(['return;', 'return 0;', 'goto out;', 'goto fail;', 'break;', 'abort();'], spot.choice >> 1) ?? '',
    ),
  label: (spot: Spot) => {
    const piece = statementAt(spot);
    if (!piece || isDeclaration(piece.text)) return undefined;
    return put(spot.text, lineStart(spot.text, piece.start), lineStart(spot.text, piece.start), 'again:\n');
  },
  macro: (spot: Spot) =>
    insertLine(
      spot,
      pick(
        [
          'QEMU_LOCK_GUARD(&lock);',
          'WITH_QEMU_LOCK_GUARD(&lock) {\n    }',
          'G_STATIC_ASSERT(1);',
          'TFR(x) y z',
        ],
        spot.choice >> 1,
      ) ?? '',
    ),
  planted: (spot: Spot) =>
    insertLine(spot, `trace_vmstate_downtime_checkpoint("${pick(NAMES, spot.choice >> 1)}");`),
  plantedOlder: (spot: Spot) =>
    insertLine(
      spot,
      `trace_loadvm_postcopy_handle_run_bh("${pick(['enter', 'return', 'after cpu sync'], spot.choice >> 1)}");`,
    ),
  secondDefinition: ({ text, fn }: Spot) => `${text}\n${text.slice(fn.start, fn.end)}\n`,
  definitionUnderIf: ({ text, fn }: Spot) =>
    put(
      text,
      fn.start,
      fn.end,
      `#ifdef CONFIG_X\n${text.slice(fn.start, fn.end)}\n#else\n${text.slice(fn.start, fn.end)}\n#endif`,
    ),
  conflict: (spot: Spot) => wrap(spot, '<<<<<<< HEAD', '=======\n    (void)0;\n>>>>>>> theirs'),
  loseBrace: ({ text, fn, at }: Spot) => {
    const brace = pick(
      fn.pieces.filter((piece) => piece.kind === 'close'),
      at,
    );
    return brace && put(text, brace.start, brace.end, '');
  },
  chain: (spot: Spot) => {
    const piece = statementAt(spot);
    const assignment = piece && /^([\w>*-]+) = (.*);$/.exec(piece.text);
    return piece && assignment
      ? put(spot.text, piece.start, piece.end, `${assignment[1]} = other = ${assignment[2]};`)
      : undefined;
  },
  comma: (spot: Spot) => {
    const piece = statementAt(spot);
    return piece && !/^(?:return|goto|break|\w+ \*?\w+)/.test(piece.text)
      ? put(spot.text, piece.end - 1, piece.end, ', (void)0;')
      : undefined;
  },
  crlfLine: (spot: Spot) => {
    const piece = statementAt(spot);
    const end = piece ? spot.text.indexOf('\n', piece.end) : -1;
    return end > 0 ? put(spot.text, end, end, '\r') : undefined;
  },
  blankLines: (spot: Spot) => insertLine(spot, '\n'),
  dropBlankLines: ({ text, fn }: Spot) =>
    put(text, fn.start, fn.end, text.slice(fn.start, fn.end).replace(/\n\n+/g, '\n')),
} as const;

export type MutationKind = keyof typeof OPERATORS;

export const mutationKinds = Object.keys(OPERATORS) as MutationKind[];

/** Kinds after which the code does what it did, so that even its runs must be the same. */
export const harmlessKinds: ReadonlySet<MutationKind> = new Set<MutationKind>([
  'commentDecoy',
  'lineCommentDecoy',
  'renameLocal',
  'tabs',
  'dropBraces',
  'splitLine',
  'oneLine',
  'blankLines',
  'dropBlankLines',
  'crlfLine',
]);

/** Applies a mutation to the sources; they come back as they are where it does not fit. */
export function mutate<T extends { readonly migration: string; readonly savevm: string }>(
  texts: T,
  mutation: Mutation,
): T {
  const role = mutation.file % 2 === 0 ? 'migration' : 'savevm';
  const text = texts[role];
  const functions = functionsOf(text).filter((fn) => targetFunctions.has(fn.name));
  const fn = pick(functions, mutation.fn);
  if (!fn) return texts;
  const changed = OPERATORS[mutation.kind]({ text, fn, at: mutation.piece, choice: mutation.choice });
  return changed === undefined ? texts : { ...texts, [role]: changed };
}
