import { expect, it } from 'vitest';
import { counted } from '../src/counted.js';

it('counts in the singular only one', () => {
  expect([0, 1, 2].map((count) => counted(count, 'call'))).toEqual(['0 calls', '1 call', '2 calls']);
});
