import { describe, expect, it } from 'vitest';
import { endsOf, firedIn, runsOf } from '../support/flow-ends.js';

describe('calls', () => {
  it('run a helper anew for each argument', () => {
    const text = `
      static void cp(State *s, int early) { if (early) { trace("a"); } else { trace("b"); } }
      int run(State *s) { cp(s, 1); cp(s, 0); return 0; }`;
    expect(firedIn(text)).toEqual(['a b']);
  });

  it('hand on what a helper gives back', () => {
    const text = `
      static int stop(State *s) { trace("a"); if (ask()) { return -1; } return 0; }
      int run(State *s) { int ret = stop(s); if (ret < 0) { return ret; } trace("b"); return 0; }`;
    expect(firedIn(text)).toEqual(['a', 'a b']);
  });

  it('tell how many parts of saving there are by flags that the caller gives', () => {
    const text = `
      static int complete(State *s, bool in_postcopy, bool iterable_only)
      {
          if (!in_postcopy || iterable_only) { trace("iterable"); }
          if (iterable_only) { goto flush; }
          trace("devices");
      flush:
          return flush(s);
      }
      int run(State *s) { complete(s, true, true); complete(s, true, false); return 0; }`;
    expect(firedIn(text)).toEqual(['iterable devices']);
  });

  it.each([
    ['a result through a pointer', '*p = 1;', ['a']],
    ['nothing through it', 'note();', ['a b']],
    ['an error of a function elsewhere', '*p = ask();', ['a', 'a b']],
    ['what a function elsewhere stores through the pointer handed on', 'get(p);', ['a', 'a b']],
  ])('take over %s', (_title, body, expected) => {
    const text = `
      static int f(State *s, int *p) { trace("a"); ${body} return 0; }
      int run(State *s) { int x = 0; f(s, &x); if (x) { return 1; } trace("b"); return 0; }`;
    expect(firedIn(text)).toEqual(expected);
  });

  it('know that a function elsewhere may store through a pointer', () => {
    const text = `
      static int f(State *s, Error **errp) { get(errp); if (*errp) { return -1; } trace("a"); return 0; }
      int run(State *s) { Error *err = NULL; return f(s, &err); }`;
    expect(firedIn(text)).toEqual(['a', 'nothing']);
  });

  it('take no answer of a function that calls others back for granted', () => {
    const text = `
      static int visit(State *s) { return s->flag; }
      int run(State *s) { int ret = walk(visit, s); if (ret < 0) { return ret; } trace("a"); return 0; }`;
    expect(firedIn(text)).toEqual(['a', 'nothing']);
  });

  it('into a table of functions are unknown, what follows is not', () => {
    const text = 'int run(State *s) { if (s->ops->go(s) < 0) { return -1; } trace("a"); return 0; }';
    expect(firedIn(text)).toEqual(['a', 'nothing']);
  });

  it('lead to the place by the calls on the way, outermost first', () => {
    const text = `static void inner(void)
{
    trace("a");
}
static void outer(void)
{
    inner();
}
int run(void)
{
    outer();
    return 0;
}
`;
    const [end] = runsOf(text).ends;
    expect(end?.fired.map(({ path }) => path)).toEqual([
      [
        { file: 'run.c', function: 'run', line: 11 },
        { file: 'run.c', function: 'outer', line: 7 },
        { file: 'run.c', function: 'inner', line: 3 },
      ],
    ]);
  });
});

describe('where it cannot be decided', () => {
  it('says so of a recursion without end', () => {
    const text = 'int run(int x) { if (x) { run(x - 1); } trace("a"); return 0; }';
    expect(endsOf(text)).toEqual(['run: calls that go too deep']);
  });

  it('says so of two functions that call each other', () => {
    const text = `
      static void odd(int x);
      static void even(int x) { trace("a"); odd(x); }
      static void odd(int x) { if (x) { even(ask()); } }
      int run(int x) { even(x); return 0; }`;
    expect(endsOf(text).join()).toMatch(/^(?:even|odd): calls that go too deep$/);
  });

  it('says so of more ways than can be followed', () => {
    const names = Array.from({ length: 14 }, (_, index) => `v${index}`);
    const text = `int run(State *s) {
      int ${names.map((name) => `${name} = ask()`).join(', ')};
      ${names.map((name) => `if (${name}) { note(); trace("${name}"); }`).join('\n')}
      ${names.map((name) => `if (!${name}) { trace("not ${name}"); }`).join('\n')}
      return 0; }`;
    expect(endsOf(text)).toEqual(['run: too many ways through it']);
  });

  it('says so of a helper that does not parse, and names the caller', () => {
    const text = `
      static void cp(State *s) { trace("a"); ]] }
      int run(State *s) { cp(s); return 0; }`;
    expect(endsOf(text).join()).toMatch(/^run: the parser cannot read cp$/);
  });
});
