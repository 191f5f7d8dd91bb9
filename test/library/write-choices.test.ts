import { describe, expect, it } from 'vitest';
import { checkWriteChoices } from '../../src/library/port-tree.js';
import { failureOf } from '../tree/refusal.js';

describe('checkWriteChoices', () => {
  it.each([
    [{ dryRun: true, check: true }, 'options-exclude-each-other'],
    [{ commit: true, dryRun: true }, 'options-exclude-each-other'],
    [{ commit: true, check: true }, 'options-exclude-each-other'],
    [{ signoff: true }, 'option-needs-another'],
  ])('refuses %j', async (choices, code) => {
    expect(await failureOf(() => checkWriteChoices(choices))).toMatchObject({ code, exit: 2 });
  });

  it('takes what goes together', () => {
    expect(() => checkWriteChoices({ commit: true, signoff: true })).not.toThrow();
    expect(() => checkWriteChoices({ check: true })).not.toThrow();
  });
});
