import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageParts, tidyMessage } from '../../src/patch/tidy-message.js';
import { scratchSpace } from '../support/scratch-space.js';
import { runGit } from './by-git.js';

const space = scratchSpace();

describe('tidyMessage', () => {
  it('does as git stripspace', () => {
    const message = fc.string({
      unit: fc.constantFrom('a', '#', ' ', '\t', '\r', '\n', '\n', '\f'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(message, (text) => {
        expect(tidyMessage(text)).toBe(runGit(space, ['stripspace'], { input: Buffer.from(text) }));
      }),
      { numRuns: 80 },
    );
  });
});

describe('messageParts', () => {
  it.each([
    ['a', 'a', ''],
    ['\na\n\nb\n\nc\n', 'a', 'b\n\nc'],
    ['a\n\n\n  b\n', 'a', '  b'],
    ['', '', ''],
  ])('%j', (message, subject, body) => expect(messageParts(message)).toEqual({ subject, body }));
});
