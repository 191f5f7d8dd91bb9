import { describe, expect, it } from 'vitest';
import { ninjaSteps } from '../../../src/verify/build/ninja-steps.js';

describe('how far ninja is', () => {
  it.each([
    ['[1/4] Compiling C object a.o\n[2/4] Compiling C object b.o\n', { done: 2, total: 4 }],
    ['cc: warning: x\n[12/3456] Linking target q\nnote: y\n', { done: 12, total: 3456 }],
    // Pieces of a line, and what only looks like it.
    ['/4] Compiling C object a.o\n[2/', undefined],
    ['see [1/2] of it\n', undefined],
    ['', undefined],
  ])('is told by the last count in %j', (output, steps) => {
    expect(ninjaSteps(output)).toEqual(steps);
  });
});
