import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../src/shell-word.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'\'"\\`$(){}!#&;|<>*?[]~ \t\n\r%=-_a./@+:…é'.split('')) }),
  fc.constantFrom('', "'", "''\\'''", '$(touch x)', '-n', '%s', '~', '~root', 'a=b'),
);

describe('a word of a shell', () => {
  it('is what it was, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // No argument of a program holds a NUL, nor half a surrogate pair.
        const whole = text.replace(/[\0\p{Surrogate}]/gu, '');
        const out = execFileSync('sh', ['-c', `printf %s ${shellWord(whole)}`]);
        expect(out.toString()).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['stable-7.2', '/srv/qemu.git', 'user@host:qemu', 'HEAD~2'])('%s needs no quotes', (text) =>
    expect(shellWord(text)).toBe(text),
  );
});
