/**
 * Macros that hide C's grammar from a parser that does not expand them, rewritten to plain C of the same
 * length. Found by reading every QEMU release from v1.0 to v10.2 (include/qemu/queue.h, include/qemu/lockable.h,
 * include/qemu/coroutine.h, glib's gmacros.h).
 */
interface Rewrite {
  readonly pattern: RegExp;
  readonly to: (match: string) => string;
}

const pad = (text: string, length: number): string => text.padEnd(length, ' ');

const REWRITES: readonly Rewrite[] = [
  // QTAILQ_FOREACH(…) { … } and kin are loops.
  { pattern: /\b\w*FOREACH\w*(?=\s*\()/g, to: (match) => pad('while', match.length) },
  // WITH_QEMU_LOCK_GUARD(x) { … } is a for loop that runs once.
  { pattern: /\bWITH_\w+_GUARD\(\)/g, to: (match) => pad('while(1)', match.length) },
  { pattern: /\bWITH_\w+_GUARD(?=\s*\()/g, to: (match) => pad('while', match.length) },
  // Attributes without effect on structure.
  {
    pattern:
      /\b(?:coroutine_fn|coroutine_mixed_fn|no_coroutine_fn|co_wrapper\w*|g_autofree|QEMU_NORETURN|G_NORETURN|QEMU_WARN_UNUSED_RESULT|GRAPH_\w*LOCK\w*)\b/g,
    to: (match) => pad('', match.length),
  },
  { pattern: /\b(?:GCC_FMT_ATTR|G_GNUC_PRINTF)\s*\([^()]*\)/g, to: (match) => pad('', match.length) },
  // QLIST_HEAD(, Entry) name = … declares a variable of a struct without a name.
  { pattern: /\bQ(?:S?LIST|SIMPLEQ|S?TAILQ)_HEAD\s*\([^()]*\)/g, to: (match) => pad('int', match.length) },
  // A macro that takes a type: g_new0(struct X, 1).
  { pattern: /(?<=[(,]\s*)struct(?=\s+\w+\s*[,)])/g, to: (match) => pad('', match.length) },
];

/** The fastest way to know that none of the rewrites applies. */
const ANY =
  /FOREACH|_GUARD|coroutine|g_autofree|NORETURN|UNUSED_RESULT|GRAPH_|GCC_FMT|G_GNUC|_HEAD\s*\(|struct\s+\w+\s*[,)]/;

/**
 * Rewrites what the C grammar cannot read.
 * @param code Function text without comments, literal contents and directives.
 * @returns Text of equal length for the parser alone; what is shown or edited always comes from the original.
 */
export function maskGrammar(code: string): string {
  if (!ANY.test(code)) return code;
  let masked = code;
  for (const { pattern, to } of REWRITES) masked = masked.replace(pattern, to);
  if (masked.length !== code.length) throw new Error('grammar mask changed the length of the text');
  return masked;
}
