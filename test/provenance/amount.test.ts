import { describe, expect, it } from 'vitest';
import { amountText } from '../../src/provenance/amount.js';

describe('amountText', () => {
  it.each([
    [20, ['a.c', 'b.c', 'trace-events'], '20 calls in 3 files'],
    [1, ['a.c'], '1 call in 1 file'],
    [0, ['migration/trace-events'], "the event's line in trace-events"],
    [0, ['a.c', 'trace-events'], 'changes in 2 files'],
  ])('%i in %j: %s', (calls, paths, text) => expect(amountText(calls, paths)).toBe(text));
});
