import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/problem/problem.js';

describe('a problem', () => {
  it('is three lines, whatever is in the names that it tells', () => {
    const name = 'a\n::error::b\u001b[2J\u202e';
    const problem = {
      code: 'not-a-qemu-tree',
      place: { file: name, line: 7, function: name },
      expected: name,
      found: name,
      next: name,
    };
    const shown = 'a\\n::error::b\\x1b[2J\\u202e';
    expect(new Refusal([problem]).message.split('\n')).toEqual([
      `${shown}:7 (${shown}): ${shown} [not-a-qemu-tree]`,
      `  expected: ${shown}`,
      `  next: ${shown}`,
    ]);
  });
});
