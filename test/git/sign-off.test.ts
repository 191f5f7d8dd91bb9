import { describe, expect, it } from 'vitest';
import { splitTrailers, withSignOff } from '../../src/git/sign-off.js';

describe('splitTrailers', () => {
  it.each([
    [
      'Subject\n\nText.\n\nSigned-off-by: A <a@x>\nMessage-ID: <1@x>\n',
      'Signed-off-by: A <a@x>\nMessage-ID: <1@x>',
    ],
    [
      'Subject\n\nText.\n\nSigned-off-by: A <a@x>\n[b: changed it]\nSigned-off-by: B <b@x>',
      'Signed-off-by: A <a@x>\n[b: changed it]\nSigned-off-by: B <b@x>',
    ],
    ['Subject\n\nReviewed-by: A <a@x>\n\nText: that is no trailer, but text.\nAnd more.\n', ''],
    ['migration: Subject alone\n', ''],
    ['migration: Subject\n\nText.\n\n', ''],
  ])('%j', (message, trailers) => {
    const split = splitTrailers(message);
    expect(split.trailers).toBe(trailers);
    const joined = trailers === '' ? split.text : `${split.text}\n\n${trailers}`;
    expect(joined).toBe(message.trimEnd());
  });
});

describe('withSignOff', () => {
  const person = { name: 'A', email: 'a@x' };
  it('goes behind trailers, and is not doubled', () => {
    const once = withSignOff('Subject\n\nText.\n\n(cherry picked from commit 1)\n', person);
    expect(once).toBe('Subject\n\nText.\n\n(cherry picked from commit 1)\nSigned-off-by: A <a@x>\n');
    expect(withSignOff(once, person)).toBe(once);
    expect(withSignOff('Subject\n', person)).toBe('Subject\n\nSigned-off-by: A <a@x>\n');
  });
});
