import {
  blockBeginningAt,
  blockEndingAt,
  commentsOf,
  functionsOf,
  headerAround,
  type NaiveFunction,
  type Piece,
  preprocessorDepths,
  tokensOf,
} from './naive-c.js';

/**
 * Judges a port's result by the text around each call: the right function, the right neighbours, the right number,
 * nothing else changed. Written from the tables of the design, without the program's own placement code.
 */

/** The three texts of a tree, one character a byte. */
export interface Texts {
  readonly migration: string;
  readonly savevm: string;
  readonly events: string;
}

/** One checkpoint call as the text has it. */
interface Call {
  readonly name: string;
  readonly fn: NaiveFunction;
  readonly index: number;
  readonly piece: Piece;
  /** Index of the neighbours that are no checkpoint calls; -1 and the number of pieces at the ends. */
  readonly before: number;
  readonly after: number;
  readonly guarded: boolean;
}

const CALL = /^trace_vmstate_downtime_checkpoint ?\( ?"([\w-]+)" ?\) ?;$/;
const GUARD = /^if ?\(!in_postcopy \|\| iterable_only\) ?\{$/;
const DOWNTIME_GUARD = /^if ?\( ?! ?(?:\w+->downtime|entered_postcopy) ?\)$/;

function isCall(piece: Piece | undefined): boolean {
  return piece?.kind === 'statement' && CALL.test(piece.text);
}

/** Pieces that are a checkpoint call, or the `if` that some have around them. */
function transparent(fn: NaiveFunction): boolean[] {
  const flags = fn.pieces.map((piece) => isCall(piece));
  for (const [index, piece] of fn.pieces.entries()) {
    if (!GUARD.test(piece.text) || !flags[index + 1] || fn.pieces[index + 2]?.kind !== 'close') continue;
    flags[index] = true;
    flags[index + 2] = true;
  }
  return flags;
}

function callsIn(fn: NaiveFunction): Call[] {
  const flags = transparent(fn);
  return fn.pieces.flatMap((piece, index): Call[] => {
    const name = piece.kind === 'statement' ? CALL.exec(piece.text)?.[1] : undefined;
    if (name === undefined) return [];
    let before = index - 1;
    while (before >= 0 && flags[before]) before -= 1;
    let after = index + 1;
    while (after < fn.pieces.length && flags[after]) after += 1;
    return [
      {
        name,
        fn,
        index,
        piece,
        before,
        after,
        guarded: flags[index - 1] === true && !isCall(fn.pieces[index - 1]),
      },
    ];
  });
}

const pieceText = (fn: NaiveFunction, index: number): string => fn.pieces[index]?.text ?? '';

/** The statement, or the whole block, that ends right before a call. */
function whatPrecedes(call: Call): string {
  const piece = call.fn.pieces[call.before];
  if (piece?.kind === 'close') return blockEndingAt(call.fn, call.before).text;
  return piece?.kind === 'statement' ? piece.text : '';
}

/** The statement, or the whole block, that begins right behind a call. */
function whatFollows(call: Call): string {
  const piece = call.fn.pieces[call.after];
  if (piece?.kind === 'open') return blockBeginningAt(call.fn, call.after);
  return piece?.kind === 'statement' ? piece.text : '';
}

const bodyText = (fn: NaiveFunction): string => fn.pieces.map((piece) => piece.text).join(' ');
const isLast = (call: Call): boolean => call.fn.pieces.slice(call.after).every((piece) => piece.conditional);
/** A body without braces hides whether a statement runs at all. */
const isConditional = (text: string): boolean => /^(?:if|else|for|while|QTAILQ_FOREACH\w*)\b/.test(text);
/** Whether a statement's text declares a local. */
export const isDeclaration = (text: string): boolean =>
  /^(?:const |static |struct )?[A-Za-z_]\w*(?: [A-Za-z_]\w*)?[ *]+[A-Za-z_]\w*(?:\[\d*\])?(?: = [^;]*)?(?:, [^;]*)?;$/.test(
    text,
  ) && !/^(?:return|goto|else|case)\b/.test(text);

type Rule = (call: Call, fixes: boolean) => boolean;

const afterDeclarations: Rule = (call) =>
  call.piece.depth === 1 &&
  call.fn.pieces
    .slice(0, call.before + 1)
    .every((piece) => piece.conditional || (piece.kind === 'statement' && isDeclaration(piece.text))) &&
  !isDeclaration(whatFollows(call));

const downtimeStart: Rule = (call) => {
  const pieces = call.fn.pieces.filter((piece) => !piece.conditional);
  const body = pieces.map((piece) => piece.text).join(' ');
  const next = whatFollows(call);
  if (/->downtime_start = /.test(body)) return /^\w+->downtime_start = /.test(next);
  switch (call.fn.name) {
    case 'migration_completion':
      return /^\*start_time = /.test(next);
    case 'postcopy_start':
      return /^qemu_system_wakeup_request ?\(/.test(next);
    case 'migrate_fd_put_ready':
    case 'buffered_file_thread':
    case 'migration_thread':
      if (/[^_]start_time = /.test(body.replace(/\w+ start_time = /, ''))) return /^start_time = /.test(next);
      if (/qemu_system_wakeup_request/.test(body)) return /^qemu_system_wakeup_request ?\(/.test(next);
      return /^(?:\w+ = )?vm_stop_force_state ?\(/.test(next);
    default:
      return false;
  }
};

const vmStopped: Rule = (call) => {
  const previous = whatPrecedes(call);
  if (!/\bvm_stop_force_state ?\(/.test(previous)) return false;
  if (call.fn.pieces[call.before]?.kind === 'statement') return !isConditional(previous);
  const [stopped = '', forced = ''] = previous.split(/\} ?else \{/);
  return /\bvm_stop ?\(/.test(stopped) && /\bvm_stop_force_state ?\(/.test(forced);
};

const iterableSaved: Rule = (call) => {
  const { fn, piece } = call;
  if (fn.name === 'qemu_savevm_state_complete_precopy_iterable')
    return piece.depth === 1 && whatFollows(call) === 'return 0;';
  const { header, text } = blockEndingAt(fn, call.before);
  const loop =
    fn.pieces[call.before]?.kind === 'close' &&
    /^QTAILQ_FOREACH/.test(header) &&
    /->save_live_(?:complete_precopy|complete|state) ?\(/.test(text);
  const twice = fn.name === 'qemu_savevm_state_complete_precopy' && /\biterable_only\b/.test(bodyText(fn));
  return loop && call.guarded === twice && piece.depth === (twice ? 2 : 1);
};

const nonIterableSaved: Rule = (call) => {
  const { fn, piece } = call;
  if (piece.depth !== 1 || fn.pieces.slice(call.after).some((later) => /QTAILQ_FOREACH/.test(later.text)))
    return false;
  const next = whatFollows(call);
  if (fn.name === 'qemu_savevm_state_complete_precopy_non_iterable') return next === 'return 0;';
  const ending = /qemu_fflush|return qemu_file_get_error/;
  const noFlush = !fn.pieces.some((other) => other.depth === 1 && ending.test(other.text));
  if (noFlush) return isLast(call);
  return (
    /^(?:return )?qemu_fflush ?\( ?\w+\)/.test(next) || /^return qemu_file_get_error ?\( ?\w+\);$/.test(next)
  );
};

const downtimeEnd: Rule = (call, fixes) => {
  const { fn } = call;
  const previous = whatPrecedes(call);
  const measured = /(?:^|[ ;{])\w+->downtime = (?!0;)/;
  if (!/->downtime = /.test(bodyText(fn)))
    return (
      fn.name === 'migrate_fd_put_ready' &&
      /\bmigrate_fd_completed ?\(/.test(previous) &&
      !isConditional(previous)
    );
  if (!measured.test(previous)) return false;
  if (fn.pieces[call.before]?.kind === 'close')
    return !fixes && DOWNTIME_GUARD.test(blockEndingAt(fn, call.before).header);
  if (isConditional(previous))
    return !fixes && /^if ?\( ?! ?(?:\w+->downtime|entered_postcopy) ?\)/.test(previous);
  return fixes || !DOWNTIME_GUARD.test(headerAround(fn, call.index));
};

const loadCompleted: Rule = (call) => {
  const previous = whatPrecedes(call);
  const loads = (text: string): boolean => /\bqemu_loadvm_state ?\(/.test(text) && !isConditional(text);
  if (loads(previous)) return !/^\w+->loadvm_co = NULL;$/.test(whatFollows(call));
  return /^\w+->loadvm_co = NULL;$/.test(previous) && loads(pieceText(call.fn, call.before - 1));
};

const announced: Rule = (call) => /^qemu_announce_self ?\(/.test(whatPrecedes(call));

const precopyEnter: Rule = (call, fixes) => {
  if (call.fn.name === 'process_incoming_migration_bh') return afterDeclarations(call, fixes);
  const resumes = /\b(?:qemu_announce_self|bdrv_invalidate_cache_all|vm_start) ?\(/;
  const earlier = call.fn.pieces.slice(0, call.index).some((piece) => resumes.test(piece.text));
  return call.piece.depth === 1 && !earlier && resumes.test(whatFollows(call));
};

const precopyStarted: Rule = (call) =>
  call.piece.depth === 1 &&
  /\bvm_start ?\(/.test(whatPrecedes(call)) &&
  !call.fn.pieces.slice(call.after).some((piece) => /\bvm_start ?\(/.test(piece.text)) &&
  !/^else\b/.test(whatFollows(call));

const postcopyEnter: Rule = (call, fixes) =>
  call.fn.name === 'loadvm_postcopy_handle_run_bh'
    ? afterDeclarations(call, fixes)
    : /^cpu_synchronize_all_post_init ?\(/.test(whatFollows(call));

const cpuSynced: Rule = (call) => {
  const sync = /^cpu_synchronize_all_post_init ?\(/;
  const first = call.fn.pieces.findIndex((piece) => sync.test(piece.text));
  return first === call.before && call.piece.depth === 1;
};

const cachesInvalidated: Rule = (call) => {
  const activates = /\b(?:bdrv_invalidate_cache_all|bdrv_activate_all|migration_block_activate) ?\(&?(\w+)/;
  const { fn, before } = call;
  const error = fn.pieces.map((piece) => activates.exec(piece.text)?.[1]).find((name) => name !== undefined);
  const handlesError = new RegExp(`^if \\(!?${error}\\b`);
  const checked = fn.pieces[before]?.kind === 'close' && handlesError.test(blockEndingAt(fn, before).header);
  if (!checked && handlesError.test(whatFollows(call)) && !fn.pieces[call.after]?.conditional) return false;
  if (fn.pieces[before]?.kind !== 'close') {
    const previous = whatPrecedes(call);
    return activates.test(handlesError.test(previous) ? pieceText(fn, before - 1) : previous);
  }
  const block = blockEndingAt(fn, before);
  return (
    activates.test(block.text) ||
    (handlesError.test(block.header) && activates.test(pieceText(fn, block.from - 1)))
  );
};

const postcopyStarted: Rule = (call) =>
  call.fn.name === 'loadvm_postcopy_handle_run_bh'
    ? call.piece.depth === 1 && isLast(call)
    : call.piece.depth === 1 && /\bvm_start ?\(/.test(whatPrecedes(call));

const STOPS = [
  'migration_completion_precopy',
  'migration_completion',
  'migration_thread',
  'buffered_file_thread',
  'migrate_fd_put_ready',
  'postcopy_start',
  'bg_migration_thread',
];
const ENDS = [
  'migration_completion_end',
  'migration_calculate_complete',
  'migration_thread',
  'buffered_file_thread',
  'migrate_fd_put_ready',
  'postcopy_start',
  'bg_migration_vm_start_bh',
];
const SAVES = ['qemu_savevm_state_complete_precopy', 'qemu_savevm_state_complete'];
const INCOMING = ['process_incoming_migration_co', 'process_incoming_migration'];
const PRECOPY = ['process_incoming_migration_bh', ...INCOMING];
const POSTCOPY = ['loadvm_postcopy_handle_run_bh', 'loadvm_postcopy_handle_run'];

const RULES: Readonly<Record<string, { readonly functions: readonly string[]; readonly rule: Rule }>> = {
  'src-downtime-start': { functions: ['migration_downtime_start', ...STOPS], rule: downtimeStart },
  'src-vm-stopped': { functions: ['migration_stop_vm', ...STOPS], rule: vmStopped },
  'src-iterable-saved': {
    functions: ['qemu_savevm_state_complete_precopy_iterable', ...SAVES],
    rule: iterableSaved,
  },
  'src-non-iterable-saved': {
    functions: ['qemu_savevm_state_complete_precopy_non_iterable', ...SAVES],
    rule: nonIterableSaved,
  },
  'src-downtime-end': { functions: ['migration_downtime_end', ...ENDS], rule: downtimeEnd },
  'dst-precopy-loadvm-completed': { functions: INCOMING, rule: loadCompleted },
  'dst-precopy-bh-enter': { functions: PRECOPY, rule: precopyEnter },
  'dst-precopy-bh-announced': { functions: PRECOPY, rule: announced },
  'dst-precopy-bh-vm-started': { functions: PRECOPY, rule: precopyStarted },
  'dst-postcopy-bh-enter': { functions: POSTCOPY, rule: postcopyEnter },
  'dst-postcopy-bh-cpu-synced': { functions: POSTCOPY, rule: cpuSynced },
  'dst-postcopy-bh-announced': { functions: POSTCOPY, rule: announced },
  'dst-postcopy-bh-cache-invalidated': { functions: POSTCOPY, rule: cachesInvalidated },
  'dst-postcopy-bh-vm-started': { functions: POSTCOPY, rule: postcopyStarted },
};

/** What the checker expects: how many calls of each name, and which policy for the end of the downtime. */
export interface Expected {
  readonly sites: Readonly<Record<string, number>>;
  readonly fixes: boolean;
}

/** Objections to the places of the calls in a tree; empty when all is right. */
export function misplacements(before: Texts, texts: Texts, expected: Expected): string[] {
  const calls = [texts.migration, texts.savevm].flatMap((text) => functionsOf(text).flatMap(callsIn));
  return [
    ...calls.flatMap((call) => judge(call, expected.fixes)),
    ...countsOff(calls, expected.sites),
    ...[texts.migration, texts.savevm].flatMap(conditionalCalls),
    ...eventsOff(before, texts),
  ];
}

function judge(call: Call, fixes: boolean): string[] {
  const known = RULES[call.name];
  const where = `${call.name} in ${call.fn.name}, line ${call.piece.line}`;
  if (!known) return [`${where}: no such checkpoint in RULES of test/support/second-opinion.ts`];
  if (!known.functions.includes(call.fn.name))
    return [`${where}: wrong function, by RULES of test/support/second-opinion.ts`];
  return known.rule(call, fixes)
    ? []
    : [`${where}: between "${whatPrecedes(call)}" and "${whatFollows(call)}"`];
}

function countsOff(calls: readonly Call[], sites: Expected['sites']): string[] {
  const twice = calls.filter((call, index) =>
    calls.slice(0, index).some((other) => other.name === call.name && other.fn.name === call.fn.name),
  );
  const counts = Object.keys(RULES).flatMap((name) => {
    const found = calls.filter((call) => call.name === name).length;
    const wanted = sites[name] ?? 0;
    return found === wanted ? [] : [`${name}: ${found} calls, expected ${wanted}`];
  });
  return [...counts, ...twice.map((call) => `${call.name} twice in ${call.fn.name}`)];
}

function conditionalCalls(text: string): string[] {
  const depths = preprocessorDepths(text);
  const hidden = functionsOf(text)
    .flatMap(callsIn)
    .filter((call) => (depths[call.piece.line - 1] ?? 0) > 0);
  return hidden.map((call) => `${call.name} inside #if, line ${call.piece.line}`);
}

function eventsOff(before: Texts, texts: Texts): string[] {
  const lines = texts.events.split(/\r?\n/);
  const declared = lines.filter((line) => line.startsWith('vmstate_downtime_checkpoint('));
  const right = declared[0] === 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
  const olderDeclared = (events: string): boolean => /^loadvm_postcopy_handle_run_bh\(/m.test(events);
  const [older, olderBefore] = [olderDeclared(texts.events), olderDeclared(before.events)];
  const olderCalled = tokensOf(texts.savevm).includes('trace_loadvm_postcopy_handle_run_bh');
  const includes = [texts.migration, texts.savevm].every(
    (text) =>
      !functionsOf(text).some((fn) => callsIn(fn).length > 0) || /^#include "trace\.h"\s*$/m.test(text),
  );
  return [
    ...(declared.length === 1 && right ? [] : [`event line: ${declared.join(' | ') || 'none'}`]),
    ...((older ? olderBefore : !olderBefore || !olderCalled)
      ? []
      : ['the older event and its calls do not go together']),
    ...(includes ? [] : ['no #include "trace.h"']),
  ];
}

function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

const ANY_CALL =
  /trace_vmstate_downtime_checkpoint\s*\(\s*"[\w-]+"\s*\)\s*;|trace_loadvm_postcopy_handle_run_bh\s*\(\s*"[\w ]+"\s*\)\s*;/g;

/** The text without what a port may add. */
function bare(text: string): string[] {
  const code = text
    .replace(/^#include "trace\.h"[^\n]*\n/m, '\n')
    .replace(ANY_CALL, '')
    .replace(/if \(!in_postcopy \|\| iterable_only\) \{\s*\}/g, '');
  return tokensOf(code);
}

/**
 * Objections to what a port changed besides its calls: words that went or came (but braces around a body, and the
 * local that a moved call's result needs), other comments, other line ends, white space at a line's end.
 */
export function collateral(before: string, after: string): string[] {
  const [old, now] = [bare(before), bare(after)];
  const objections: string[] = [];
  if (old.join(' ') !== now.join(' ')) {
    const extra = countTokens(now);
    for (const token of old) extra.set(token, (extra.get(token) ?? 0) - 1);
    const left = [...extra].filter(([token, count]) => count !== 0 && token !== '{' && token !== '}');
    const moved = left.every(
      ([token, count]) => count > 0 && /^(?:int|ret|stopped|loaded|=|;|return)$/.test(token),
    );
    if (!moved || extra.get('{') !== extra.get('}'))
      objections.push(`words changed: ${left.map(([token, count]) => `${token} ${count}`).join(', ')}`);
  }
  if (commentsOf(before).join('\n') !== commentsOf(after).join('\n')) objections.push('comments changed');
  const known = new Set(before.split('\n'));
  const fresh = after.split('\n').filter((line) => !known.has(line));
  if (fresh.some((line) => /[ \t]\r?$/.test(line))) objections.push('white space at the end of a new line');
  const endings = (text: string): string =>
    !text.includes('\n')
      ? 'none'
      : !/\r\n/.test(text)
        ? 'LF'
        : /[^\r]\n/.test(text) || text.startsWith('\n')
          ? 'mixed'
          : 'CRLF';
  if (endings(before) !== endings(after))
    objections.push(`line ends ${endings(before)}, then ${endings(after)}`);
  return objections;
}

/** Every function that may hold a checkpoint, or leads to one that does. */
export const targetFunctions: ReadonlySet<string> = new Set([
  ...Object.values(RULES).flatMap((entry) => entry.functions),
  'qemu_savevm_state_complete_precopy',
]);
