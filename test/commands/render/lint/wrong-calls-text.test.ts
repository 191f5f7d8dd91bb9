import { describe, expect, it } from 'vitest';
import { wrongCallsText } from '../../../../src/commands/render/lint/wrong-calls-text.js';

const place = { file: 'migration/migration.c', line: 7, function: 'postcopy_start' };
const AT = '  migration/migration.c:7 (postcopy_start): ';

describe('what to do before --fix', () => {
  it('is to delete the calls that are named', () => {
    expect(wrongCallsText([{ name: 'src-vm-stopped', place }])).toBe(
      `delete this call, then --fix mends the rest\n${AT}src-vm-stopped`,
    );
  });

  it('says of each call what to do, where one is to be spelt right', () => {
    const slip = { name: 'src-vm-stoped', place, write: 'src-vm-stopped' };
    expect(wrongCallsText([slip])).toBe(
      `mend this call, then --fix mends the rest\n${AT}write src-vm-stopped for src-vm-stoped`,
    );
    expect(wrongCallsText([{ name: 'src-downtime-end', place }, slip])).toBe(
      `mend these 2 calls, then --fix mends the rest\n${AT}delete src-downtime-end\n${AT}write src-vm-stopped for src-vm-stoped`,
    );
  });

  it('says of a call that no finding tells of that this counts for lint alone', () => {
    expect(wrongCallsText([{ name: 'src-vm-stopped', place, isLeftOut: true }])).toBe(
      `delete this call, then --fix mends the rest\n${AT}src-vm-stopped (left out of the findings, which counts for lint alone: apply and --fix refuse it)`,
    );
  });

  it('begins no line by what is in a source', () => {
    const [, line = '', ...others] = wrongCallsText([{ name: 'a\n::error::b', place }]).split('\n');
    expect(others).toEqual([]);
    expect(line).toContain(AT);
  });
});
