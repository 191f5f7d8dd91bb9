import { describe, expect, it } from 'vitest';
import { runTrials } from '../../scripts/trials/command-line.js';
import { mutantTable, wrongPortTable } from '../../scripts/trials/table.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

async function trials(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runTrials(args, { out: (text) => out.push(text), say: (text) => said.push(text) });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

describe('npm run trials', () => {
  it('needs a repository, and helps', async () => {
    expect((await trials()).code).toBe(2);
    expect((await trials('--git', scratchFolder(), '--share', '0')).code).toBe(2);
    expect((await trials('--git', scratchFolder(), '--clean')).code).toBe(3);
    expect(await trials('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--wrong-ports') });
  });
});

describe('the tables', () => {
  it('tell of each kind of mutant how many each rule caught, what was missed, and what was left out and why', () => {
    const row = { release: 'v8.2.0', kind: 'delete', detail: 'x in f: deleted', found: [], same: undefined };
    const text = mutantTable([
      { ...row, caught: true, rules: ['misplaced', 'missing-checkpoint'] },
      { ...row, caught: true, rules: ['missing-checkpoint'] },
      { ...row, caught: false, rules: [], detail: 'y in g: deleted' },
      { ...row, caught: false, rules: [], detail: 'z in h: moved', same: 'no matter' },
    ]);
    expect(text).toContain('1: misplaced\n2: missing-checkpoint\n');
    expect(text).toMatch(/^kind +mutants +caught +1 +2$/m);
    expect(text).toMatch(/^delete +3 +2 +1 +2$/m);
    expect(text).toContain('LEFT OUT: v8.2.0, z in h: moved: no matter');
    expect(text).toContain('MISSED: v8.2.0, delete, y in g: deleted');
  });

  it('have what failed below them', () => {
    const row = { release: 'v8.1.0', right: 11, wrong: 2, named: 1, errors: 9, rules: ['misplaced'] };
    const text = wrongPortTable([{ ...row, method: 'patch', failures: ['missed: src-vm-stopped'] }]);
    expect(text).toMatch(/^v8\.1\.0 +patch +11 +2 +1 +9 +misplaced$/m);
    expect(text).toContain('FAILED: v8.1.0, patch: missed: src-vm-stopped');
  });
});
