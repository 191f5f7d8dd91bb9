import { describe, expect, it } from 'vitest';
import { FIGURES } from '../../../src/report/figures.js';
import { cli } from '../../support/run-cli.js';

describe('report --explain', () => {
  it('says what all figures contain, or one', async () => {
    const all = await cli(['report', '--explain']);
    expect(all.code).toBe(0);
    for (const { id, title } of FIGURES) expect(all.stdout).toContain(`${id}: ${title}\n`);
    for (const line of all.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const one = await cli(['report', '--explain', 'load-row']);
    expect(one.stdout).toMatch(/^load-row: load row\n {2}vmstate_load alone/);
    expect(one.stdout).toContain('Not in it: ');
  });

  it('suggests the nearest for a name that is none', async () => {
    const { code, stderr } = await cli(['report', '--explain', 'lod-row']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean load-row?')]);
  });
});
