import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskGrammar } from '../../src/csource/grammar-mask.js';
import { cLikeText, lineEnds } from '../support/any-text.js';

/** The masked text with white space folded. */
const folded = (code: string): string => maskGrammar(code).replace(/\s+/g, ' ').trim();

describe('maskGrammar', () => {
  it.each([
    ['QTAILQ_FOREACH(se, &list, entry) { a(); }', 'while (se, &list, entry) { a(); }'],
    ['QTAILQ_FOREACH_SAFE (a, b, c, d) { }', 'while (a, b, c, d) { }'],
    ['QLIST_FOREACH_RCU(a, b, c) { }', 'while (a, b, c) { }'],
    ['RAMBLOCK_FOREACH_MIGRATABLE(block) { }', 'while (block) { }'],
    ['WITH_QEMU_LOCK_GUARD(&m) { a(); }', 'while (&m) { a(); }'],
    ['WITH_RCU_READ_LOCK_GUARD() { a(); }', 'while(1) { a(); }'],
    ['static int coroutine_fn f(void)', 'static int f(void)'],
    ['static void coroutine_mixed_fn f(void)', 'static void f(void)'],
    ['g_autofree char *p = NULL;', 'char *p = NULL;'],
    ['void QEMU_NORETURN f(void)', 'void f(void)'],
    ['int QEMU_WARN_UNUSED_RESULT f(void)', 'int f(void)'],
    ['void GRAPH_RDLOCK f(void)', 'void f(void)'],
    ['void f(const char *a, ...) GCC_FMT_ATTR(1, 2)', 'void f(const char *a, ...)'],
    ['void G_GNUC_PRINTF(1, 2) f(const char *a, ...)', 'void f(const char *a, ...)'],
    ['p = g_new0(struct Page, 1);', 'p = g_new0( Page, 1);'],
    ['n = g_new(Entry, struct Page);', 'n = g_new(Entry, Page);'],
  ])('rewrites %j', (code, expected) => {
    expect(folded(code)).toBe(expected);
    expect(maskGrammar(code)).toHaveLength(code.length);
  });

  it.each([
    'foreach(a) { }',
    'RCU_READ_LOCK_GUARD();',
    'QEMU_LOCK_GUARD(&m);',
    'int my_coroutine_fn_count;',
    'f(struct Page *p);',
    'static int f(struct Page *a, struct Page *b)',
    'x = sizeof(int);',
  ])('leaves %j alone', (code) => {
    expect(maskGrammar(code)).toBe(code);
  });

  it('leaves alone what stands around a rewrite', () => {
    expect(maskGrammar('before();\nQTAILQ_FOREACH(a, b, c) {\n')).toBe(
      'before();\nwhile         (a, b, c) {\n',
    );
  });

  it('keeps the length and every line end of any bytes', () => {
    fc.assert(
      fc.property(cLikeText, (text) => {
        const code = maskGrammar(text);
        expect(code).toHaveLength(text.length);
        expect(lineEnds(code)).toEqual(lineEnds(text));
      }),
      { numRuns: 500 },
    );
  });
});
