import { describe, expect, it } from 'vitest';
import { endsOf, firedIn } from '../support/flow-ends.js';

describe('fields that a run sets', () => {
  const guarded = `
    static void end(State *s) { if (!s->downtime) { s->downtime = now() - s->begun; trace("end"); } }
    int run(State *s) { end(s); end(s); return 0; }`;

  it('guard a second call where what is stored is taken for positive', () => {
    expect(firedIn(guarded, { begins: { downtime: ['0'] }, stores: { downtime: 'positive' } })).toEqual([
      'end',
    ]);
  });

  it('do not where it is zero', () => {
    expect(firedIn(guarded, { begins: { downtime: ['0'] }, stores: { downtime: 'zero' } })).toEqual([
      'end end',
    ]);
  });

  it('do or do not where nothing is taken for granted', () => {
    expect(firedIn(guarded)).toEqual(['end', 'end end', 'nothing']);
  });

  it('are the same for a helper and its caller', () => {
    const text = `
      static void set(State *s) { s->flag = 1; }
      int run(State *s) { s->flag = 0; set(s); if (s->flag) { trace("a"); } return 0; }`;
    expect(firedIn(text)).toEqual(['a']);
  });

  it('may be changed through a pointer to them', () => {
    expect(
      firedIn('int run(State *s) { s->flag = 0; get(&s->flag); if (!s->flag) { trace("a"); } }'),
    ).toEqual(['a', 'nothing']);
  });

  it('are changed by a helper that stores through a pointer to them', () => {
    const text = `
      static void set(int *p) { trace("a"); *p = 1; }
      int run(State *s) { s->flag = 0; set(&s->flag); if (s->flag) { return 1; } trace("b"); return 0; }`;
    expect(firedIn(text)).toEqual(['a']);
  });

  it('are read and written by the functions of the catalogue', () => {
    const text = 'int run(State *s) { store(&s->flag, 1); if (load(&s->flag)) { trace("a"); } return 0; }';
    expect(firedIn(text)).toEqual(['a']);
  });
});

describe('a comparison whose right side changes what is compared', () => {
  it('tells nothing of the field as it is then', () => {
    const text = `
      static int set(State *s) { s->flag = 1; return 0; }
      int run(State *s) { if (s->flag == set(s)) { if (s->flag) { trace("a"); } } return 0; }`;
    expect(firedIn(text)).toEqual(['a', 'nothing']);
  });
});

describe('the state of a migration', () => {
  const text = `int run(State *s) {
    set_state(&s->state, SETUP, ACTIVE);
    if (s->state == ACTIVE) { trace("a"); }
    return 0; }`;

  it('changes where it is the old one', () => {
    expect(firedIn(text, { begins: { state: ['SETUP'] } })).toEqual(['a']);
  });

  it('stays where it is another', () => {
    expect(firedIn(`${text} int other = FAILED;`, { begins: { state: ['FAILED', 'SETUP'] } })).toEqual(['a']);
    const failed = text.replace('int run(State *s) {', 'int run(State *s) { note(FAILED);');
    expect(firedIn(failed, { begins: { state: ['FAILED'] } })).toEqual(['nothing']);
  });

  it('may do either where it is not known', () => {
    expect(firedIn(text)).toEqual(['a', 'nothing']);
  });

  it('changes from whatever it is where it is its own old one', () => {
    expect(firedIn(text.replace('SETUP', 's->state'))).toEqual(['a']);
  });

  it('tells whether a run went well', () => {
    const ends = `int run(State *s) { trace("a"); set_state(&s->state, ACTIVE, ask() ? DONE : FAILED); return 0; }`;
    expect(endsOf(ends, { begins: { state: ['ACTIVE'] }, success: { state: ['DONE'] } })).toEqual([
      'a: failure',
      'a: success',
    ]);
  });
});

describe('answers of functions elsewhere', () => {
  it('that stay the same in a run are asked once', () => {
    expect(
      firedIn('int run(void) { if (mode()) { trace("a"); } if (mode()) { trace("b"); } return 0; }'),
    ).toEqual(['a b', 'nothing']);
  });

  it('are what a scenario takes for granted', () => {
    const text = 'int run(void) { if (mode()) { trace("a"); } else { trace("b"); } return 0; }';
    expect(firedIn(text, { answers: { mode: 'zero' } })).toEqual(['b']);
    expect(firedIn(text, { answers: { mode: 'not-zero' } })).toEqual(['a']);
  });

  it('are zero or an error where they tell how it went', () => {
    expect(firedIn('int run(void) { if (status_of() > 0) { trace("a"); } return 0; }')).toEqual(['nothing']);
  });

  it('that tell the error of a stream stay once there is one', () => {
    const text = `int run(State *s) {
      if (stream_error(s->f)) { trace("a"); }
      note();
      if (!stream_error(s->f)) { trace("b"); }
      return 0; }`;
    expect(firedIn(text)).toEqual(['a', 'b', 'nothing']);
    expect(firedIn(text.replace('note()', 'raise_error(s->f, -1)'))).toEqual(['a', 'nothing']);
  });
});

describe('success', () => {
  const twoWays = 'int run(int x) { if (x) { trace("a"); return -1; } trace("b"); return 0; }';

  it('is the result of the entry', () => {
    expect(endsOf(twoWays, { success: 'result-zero' })).toEqual(['a: failure', 'b: success']);
    expect(endsOf(twoWays.replace('-1', '1'), { success: 'result-not-negative' })).toEqual([
      'a: success',
      'b: success',
    ]);
    expect(endsOf(twoWays, { success: 'result-not-negative' })).toEqual(['a: failure', 'b: success']);
  });

  it('is the way that a run takes', () => {
    const text = 'int run(int x) { if (x) { announce(); trace("a"); } else { trace("b"); } return 0; }';
    expect(endsOf(text, { through: ['announce'] })).toEqual(['a: success', 'b: failure']);
    expect(endsOf(text, { without: ['announce'] })).toEqual(['a: failure', 'b: success']);
  });

  it('is not where a step did not work, whatever comes after it', () => {
    const text = `
      static int save(State *s) { trace("a"); return ask(); }
      int run(State *s) { save(s); trace("b"); return 0; }`;
    expect(endsOf(text)).toEqual(['a b: failure', 'a b: success']);
  });

  it('stays lost whatever is called after the step that did not work', () => {
    const text = `
      static int save(State *s) { trace("a"); return -1; }
      static void cp(State *s) { trace("b"); }
      static void later(void *opaque) { trace("c"); }
      int run(State *s) { save(s); once(context(), later, s); cp(s); return 0; }`;
    expect(endsOf(text)).toEqual(['a b c: failure']);
  });

  it('is left open where an attempt did not work', () => {
    const text = `
      static int attempt(State *s) { trace("a"); return ask(); }
      int run(State *s) { if (attempt(s)) { trace("x"); } trace("b"); return 0; }`;
    // An attempt is a step that is tried again.
    expect(endsOf(text)).toEqual(['a b: success', 'a: left']);
  });
});
