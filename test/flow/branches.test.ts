import { describe, expect, it } from 'vitest';
import { endsOf, firedIn } from '../support/flow-ends.js';

/** What fires in the ends of `run` with these lines as its body. */
const fires = (body: string, parameters = 'State *s, int x', before = ''): string[] =>
  firedIn(`${before}\nint run(${parameters})\n{\n${body}\n}\n`);

describe('branches', () => {
  it.each([
    ['both ways of an unknown condition', 'if (x) { trace("a"); } else { trace("b"); }', ['a', 'b']],
    ['a condition that is asked twice', 'if (x) { trace("a"); } if (x) { trace("b"); }', ['a b', 'nothing']],
    [
      'one that is changed between',
      'if (x) { trace("a"); } x = ask(); if (x) { trace("b"); }',
      ['a', 'a b', 'b', 'nothing'],
    ],
    ['its opposite', 'if (x) { trace("a"); } if (!x) { trace("b"); }', ['a', 'b']],
    [
      'signs',
      'if (x < 0) { trace("a"); } if (x > 0) { trace("b"); } if (x == 0) { trace("c"); }',
      ['a', 'b', 'c'],
    ],
    ['constants', 'x = FIRST; if (x == SECOND) { trace("a"); } if (x == FIRST) { trace("b"); }', ['b']],
    ['a name that may be zero', 'if (!x && x == FIRST) { trace("a"); }', ['a', 'nothing']],
    ['&&', 'if (x && ask()) { trace("a"); } else if (x) { trace("b"); }', ['a', 'b', 'nothing']],
    ['||', 'if (x || ask()) { trace("a"); } else if (x) { trace("b"); }', ['a', 'nothing']],
    ['a call that && cuts short', 'x = 0; if (x && cp(s)) { trace("a"); }', ['nothing']],
    ['a call that || does not', 'x = 0; if (x || cp(s)) { trace("a"); }', ['cp', 'cp a']],
    ['?:', 'x ? trace("a") : trace("b");', ['a', 'b']],
    ['?: with the middle left out', 'return cp(s) ?: cp(s);', ['cp', 'cp cp']],
    ['a comma', 'x = (cp(s), 0); if (x) { trace("a"); }', ['cp']],
    ['an assignment in a condition', 'if ((x = cp(s))) { trace("a"); }', ['cp', 'cp a']],
    ['unlikely and likely', 'if (unlikely(x)) { trace("a"); } if (likely(!x)) { trace("b"); }', ['a', 'b']],
    ['a comparison with a constant on its left', 'x = 0; if (0 == x) { trace("a"); }', ['a']],
    ['an early return', 'if (x) { return 1; } trace("a"); return 0;', ['a', 'nothing']],
    ['what is behind a return', 'return 0; trace("a");', ['nothing']],
  ])('%s', (_title, body, expected) => {
    expect(fires(body, undefined, 'static int cp(State *s) { trace("cp"); return ask(); }')).toEqual(
      expected,
    );
  });
});

it('a variable of an inner block is none of the function’s of that name', () => {
  const body = 'int ret = 0; { int ret = 1; note(ret); } if (ret) { return 1; } trace("a");';
  expect(fires(body)).toContain('a');
});

describe('jumps', () => {
  it.each([
    ['forward over a call', 'if (x) { goto out; } trace("a"); out: trace("b"); return 0;', ['a b', 'b']],
    [
      'into the way out of a failure',
      'if (x) { goto fail; } trace("a"); return 0; fail: trace("b"); return -1;',
      ['a', 'b'],
    ],
    ['through two labels', 'if (x) { goto two; } goto one; one: trace("a"); two: trace("b");', ['a b', 'b']],
    ['back, as often as one likes', 'again: trace("a"); if (ask()) { goto again; }', ['a', 'a a']],
    ['into a branch', 'if (x) { goto in; } trace("a"); if (ask()) { in: trace("b"); }', ['a', 'a b', 'b']],
    [
      'back, until a state is another',
      'again: note(); if (s->state != READY) { goto again; } trace("a");',
      ['a'],
    ],
  ])('%s', (_title, body, expected) => {
    expect(fires(body)).toEqual(expected);
  });
});

describe('switch', () => {
  it.each([
    [
      'falls through',
      'switch (x) { case 1: trace("a"); case 2: trace("b"); break; case 3: trace("c"); }',
      ['a b', 'b', 'c', 'nothing'],
    ],
    [
      'falls through a default in the middle',
      'switch (x) { case 1: trace("a"); default: trace("b"); case 2: trace("c"); }',
      ['a b c', 'b c', 'c'],
    ],
    ['has nothing without a default', 'switch (x) { case 1: return 0; } trace("a");', ['a', 'nothing']],
    [
      'knows what it is about',
      'x = 2; switch (x) { case 1: trace("a"); break; case 2: trace("b"); break; default: trace("c"); }',
      ['b'],
    ],
    [
      'tells what follows',
      'switch (x) { case 0: break; default: trace("a"); } if (!x) { trace("b"); }',
      ['a', 'b'],
    ],
    [
      'goes on in the loop around',
      'while (ask()) { switch (x) { case 1: continue; default: break; } trace("a"); }',
      ['a', 'a a', 'nothing'],
    ],
  ])('%s', (_title, body, expected) => {
    expect(fires(body)).toEqual(expected);
  });
});

describe('loops', () => {
  it.each([
    ['while: never, once, or many', 'while (ask()) { trace("a"); }', ['a', 'a a', 'nothing']],
    ['do: at least once', 'do { trace("a"); } while (ask());', ['a', 'a a']],
    ['do while (0): once', 'do { if (x) { break; } trace("a"); } while (0);', ['a', 'nothing']],
    [
      'for: its beginning and step are run',
      'for (x = cp(s); x; x = cp(s)) { trace("a"); }',
      ['cp', 'cp a cp', 'cp a cp a'],
    ],
    [
      'for, by hand over a list',
      'for (x = first(); x; x = next(x)) { trace("a"); }',
      ['a', 'a a', 'nothing'],
    ],
    ['a list of QEMU’s', 'QTAILQ_FOREACH(e, &list, entry) { trace("a"); }', ['a', 'a a', 'nothing']],
    [
      'a lock guard is none',
      'WITH_QEMU_LOCK_GUARD(&lock) { trace("a"); if (x) { break; } trace("b"); }',
      ['a', 'a b'],
    ],
    [
      'break',
      'while (1) { trace("a"); if (x) { break; } trace("b"); x = 1; } trace("c");',
      ['a b a c', 'a c'],
    ],
    ['continue', 'while (ask()) { if (x) { continue; } trace("a"); }', ['a', 'a a', 'nothing']],
    [
      'break of the inner one alone',
      'x = 0; while (!x) { while (1) { trace("a"); break; } trace("b"); x = 1; }',
      ['a b'],
    ],
    [
      'the error that ends one',
      'x = 0; QTAILQ_FOREACH(e, &l, n) { x = save_one(e); if (x < 0) { return x; } } trace("a");',
      ['a', 'nothing'],
    ],
    ['what never ends', 'trace("a"); for (;;) { trace("b"); }', []],
  ])('%s', (_title, body, expected) => {
    const before = 'static int cp(State *s) { trace("cp"); return ask(); }';
    expect(fires(body, undefined, before)).toEqual(expected);
  });
});

describe('what nothing hangs on is passed over, and what it does is not', () => {
  it.each([
    [
      'a store through a pointer in a condition',
      'x = 0; if (get(&x)) { note(); } if (x) { return 1; } trace("a");',
      ['a', 'nothing'],
    ],
    ['in a branch', 'x = 0; if (ask()) { get(&x); } if (x) { return 1; } trace("a");', ['a', 'nothing']],
    [
      'one more of something',
      'x = 0; if (ask()) { x++; } if (x) { return 1; } trace("a");',
      ['a', 'nothing'],
    ],
    ['in a loop', 'x = 0; while (ask()) { get(&x); } if (x) { return 1; } trace("a");', ['a', 'nothing']],
    [
      'by a function that stores its second argument',
      'x = 0; if (ask()) { store(&x, 1); } if (x) { return 1; } trace("a");',
      ['a', 'nothing'],
    ],
    [
      'a branch that ends the program does not end the other',
      'if (x) { note(); } else { abort(); } trace("a");',
      ['a'],
    ],
    ['nor does a default', 'switch (x) { default: abort(); case 2: note(); break; } trace("a");', ['a']],
  ])('%s', (_title, body, expected) => {
    const without = fires(body).filter((one) => one !== 'nothing' || expected.includes(one));
    expect(without).toEqual(expected);
  });
});

describe('the end of a run', () => {
  it('is left where the program ends', () => {
    expect(endsOf('int run(void) { trace("a"); exit(1); trace("b"); }')).toEqual(['a: left']);
  });

  it('is left where it waits for somebody', () => {
    expect(endsOf('int run(int x) { trace("a"); if (x) { wait_for_user(); trace("b"); } }')).toEqual([
      'a: left',
      'a: success',
    ]);
  });
});
