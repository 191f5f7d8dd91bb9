import { describe, expect, it } from 'vitest';
import { firedIn } from '../support/flow-ends.js';

const later = 'static void later(void *opaque) { trace("later"); }';
const fires = (body: string, before = later): string[] =>
  firedIn(`${before}\nint run(State *s) {\n${body}\nreturn 0; }\n`);

describe('bottom halves', () => {
  it.each([
    ['run when the run ends', 'once(context(), later, s); trace("a");', ['a later']],
    [
      'are scheduled through a field',
      's->bh = new_bottom_half(later, s); schedule(s->bh); trace("a");',
      ['a later'],
    ],
    ['through a local', 'BH *bh; bh = new_bottom_half(later, s); schedule(bh); trace("a");', ['a later']],
    ['do nothing before they are scheduled', 's->bh = new_bottom_half(later, s); trace("a");', ['a']],
    [
      'run where the big lock is let go',
      'once(context(), later, s); trace("a"); let_go(); trace("b");',
      ['a later b'],
    ],
    ['not where it was let go before', 'let_go(); once(context(), later, s); trace("a");', ['a later']],
    ['once, though it is let go twice', 'once(context(), later, s); let_go(); let_go();', ['later']],
    ['in a branch', 'if (ask()) { once(context(), later, s); } trace("a");', ['a', 'a later']],
    [
      'where they are made in a branch',
      'if (ask()) { s->bh = new_bottom_half(later, s); } schedule(s->bh); trace("a");',
      ['a', 'a later'],
    ],
    ['through a local with its value', 'BH *bh = new_bottom_half(later, s); schedule(bh);', ['later']],
    [
      'as often as a loop schedules them',
      'while (ask()) { once(context(), later, s); }',
      ['later', 'later later', 'nothing'],
    ],
    ['of threads, too', 'thread_create(&s->thread, "name", later, s); trace("a");', ['a later']],
  ])('%s', (_title, body, expected) => {
    expect(fires(body)).toEqual(expected);
  });

  it('run in the order in which they were scheduled', () => {
    const two = `${later} static void last(void *opaque) { trace("last"); }`;
    expect(fires('once(context(), later, s); once(context(), last, s);', two)).toEqual(['later last']);
  });

  it('schedule others', () => {
    const two = `static void last(void *opaque) { trace("last"); }
      static void later(void *opaque) { trace("later"); once(context(), last, opaque); }`;
    expect(fires('once(context(), later, s); trace("a");', two)).toEqual(['a later last']);
  });

  it('may schedule themselves again', () => {
    const text = 'static void later(void *o) { trace("later"); if (ask()) { once(context(), later, o); } }';
    expect(fires('once(context(), later, s);', text)).toEqual(['later', 'later later']);
  });

  it('are made in one function and scheduled in another', () => {
    const two = `${later}
      static void prepare(State *s) { s->bh = new_bottom_half(later, s); }
      static void fire(State *s) { schedule(s->bh); }`;
    expect(fires('prepare(s); fire(s);', two)).toEqual(['later']);
  });

  it('leave what they store to the function in which the lock was let go', () => {
    const two = `static void later(void *opaque) { State *s = opaque; s->flag = 1; trace("later"); }
      static void wait(State *s) { let_go(); trace("a"); }`;
    expect(
      fires('s->flag = 0; once(context(), later, s); wait(s); if (!s->flag) { trace("b"); }', two),
    ).toEqual(['later a']);
  });
});
