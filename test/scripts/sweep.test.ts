import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSweep } from '../../scripts/sweep/command-line.js';
import type { Row } from '../../scripts/sweep/row.js';
import type { Summary } from '../../scripts/sweep/summary.js';
import { git } from '../git/scratch-repo.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { ScratchHistory } from './scratch-history.js';

async function sweep(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runSweep(args, { out: (text) => out.push(text), say: (text) => said.push(text) });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

async function sweepJson(...args: string[]) {
  const { code, out } = await sweep(...args, '--json');
  const document = JSON.parse(out) as { schema: string; rows: Row[]; summary: Summary };
  return { code, ...document, verdicts: document.rows.map(({ verdict }) => verdict) };
}

/** 5.2, 7.2, something in between that touches no source, 7.2 without one function, and a tree that has it all. */
function shortHistory() {
  const history = new ScratchHistory();
  const first = history.commitFixture('G-5.2');
  const ported = history.commitFixture('I-7.2');
  const same = history.commitFiles('docs only', { 'docs/x': 'x\n' });
  const broken = history.commitFixture('I-7.2', { 'migration/savevm.c': 'int nothing_left;\n' });
  const present = history.commitFixture('M-10.0');
  return { history, root: history.root, first, ported, same, broken, present };
}

describe('npm run sweep', () => {
  it('says of each revision what came of it, and writes nothing', async () => {
    const { history, root, ...commits } = shortHistory();
    const before = history.state;
    const { code, schema, rows, summary } = await sweepJson('--git', root, '--every', '1', '--round-trip');
    expect(schema).toBe('qemu-downtime/sweep@1');
    expect(rows.map(({ commit, verdict, sites, repeated }) => [commit, verdict, sites, repeated])).toEqual([
      [commits.first, 'ported', 17, false],
      [commits.ported, 'ported', 20, false],
      [commits.same, 'ported', 20, true],
      [commits.broken, 'refused', 0, false],
      [commits.present, 'present', 14, false],
    ]);
    expect(rows.map(({ subject }) => subject)[2]).toBe('docs only');
    expect(rows.flatMap(({ failures }) => failures)).toEqual([]);
    expect(rows[3]?.problems[0]?.code).toBe('no-place');
    expect(summary).toMatchObject({
      revisions: 5,
      distinct: 4,
      verdicts: { ported: 3, refused: 1, present: 1 },
      refusedPercent: 20,
    });
    expect(code).toBe(1);
    expect(history.state).toBe(before);
  });

  it('lets through as many refusals as it is told to', async () => {
    const { root } = shortHistory();
    expect((await sweep('--git', root, '--every', '1', '--max-refused', '20')).code).toBe(0);
    expect((await sweep('--git', root, '--every', '1', '--max-refused', '19.9')).code).toBe(1);
  });

  it('shows a table with the reasons of refusals', async () => {
    const { root, broken } = shortHistory();
    const { code, out } = await sweep('--git', root, '--revs', 'HEAD', broken);
    expect(code).toBe(1);
    expect(out).toMatch(/^revision +commit +date +version +verdict +sites +subject$/m);
    expect(out).toMatch(/^HEAD +\w{10} +\d{4}-\d\d-\d\d +\S+ +present +14 +M-10\.0$/m);
    expect(out).toContain('    [no-place] migration/savevm.c: no safe place for ');
    expect(out).toContain('2 revisions, 2 different sets of files: 1 present, 1 refused');
    expect(out).toContain('refused: 50.00 %');
  });

  it('leaves out what is no tree and what is older than 1.0, by structure', async () => {
    const history = new ScratchHistory();
    history.commitOnly('a spec file', { 'qemu.spec': 'Name: qemu\n' });
    history.commitOnly('0.15', {
      'migration.c': 'void vm(void)\n{\n    vm_stop(0);\n}\n',
      'savevm.c': '\n',
      'trace-events': '\n',
    });
    history.commitFixture('A-1.0');
    const { code, verdicts, summary, rows } = await sweepJson('--git', history.root, '--every', '1');
    expect(verdicts).toEqual(['not-a-tree', 'before-1.0', 'ported']);
    expect(rows[0]).toMatchObject({ subject: 'a spec file', commit: expect.stringMatching(/^\w{40}$/) });
    expect(summary).toMatchObject({ distinct: 1, refusedPercent: 0 });
    expect(code).toBe(0);
  });

  it('fails where there was nothing to port onto', async () => {
    const history = new ScratchHistory();
    history.commitOnly('a spec file', { 'qemu.spec': 'Name: qemu\n' });
    expect((await sweep('--git', history.root, '--revs', 'HEAD')).code).toBe(1);
  });

  it('fails on a revision that is not there, and goes on', async () => {
    const { root } = shortHistory();
    const { code, verdicts } = await sweepJson('--git', root, '--revs', 'nowhere', 'HEAD');
    expect(verdicts).toEqual(['unreadable', 'present']);
    expect(code).toBe(1);
  });

  it('reads a bare SHA-256 repository', async () => {
    const history = new ScratchHistory('sha256');
    history.commitFixture('I-7.2');
    const bare = join(scratchFolder(), 'bare.git');
    git(history.root, 'clone', '--quiet', '--bare', history.root, bare);
    expect((await sweep('--git', bare, '--revs', 'HEAD')).code).toBe(0);
  });

  describe('takes', () => {
    it('the commits of a range that touch the sources', async () => {
      const { root, first, same, ported, broken, present } = shortHistory();
      const wanted = [ported, broken, present];
      for (const args of [
        ['--touching', `${first}..HEAD`],
        ['--touching', '--range', `${first}..HEAD`],
      ]) {
        const { rows } = await sweepJson('--git', root, ...args);
        expect(rows.map(({ commit }) => commit)).toEqual(wanted);
      }
      expect(wanted).not.toContain(same);
    });

    it('each n-th commit, and always the last', async () => {
      const { root, first, same, present } = shortHistory();
      const { rows } = await sweepJson('--git', root, '--every', '2');
      expect(rows.map(({ commit }) => commit)).toEqual([first, same, present]);
    });

    it('refs by a pattern whose star stands for slashes, too', async () => {
      const { root, first } = shortHistory();
      git(root, 'branch', 'stable/5.2/x', first);
      git(root, 'tag', 'v1', first);
      const { rows } = await sweepJson('--git', root, '--refs', 'refs/heads/*');
      expect(rows.map(({ revision }) => revision)).toEqual(['refs/heads/main', 'refs/heads/stable/5.2/x']);
    });

    it('a file of revisions with remarks', async () => {
      const { root, first } = shortHistory();
      const file = join(scratchFolder(), 'revs');
      writeFileSync(file, `# two\nHEAD the last\n\n${first}\n`);
      const { rows } = await sweepJson('--git', root, '--revs-file', file);
      expect(rows.map(({ revision }) => revision)).toEqual(['HEAD', first]);
    });
  });

  it.each([
    ['no way to choose', []],
    ['two ways to choose', ['--revs', 'HEAD', '--every', '1']],
    ['a step of 0', ['--every', '0']],
    ['more than all refused', ['--revs', 'HEAD', '--max-refused', '101']],
    ['a pattern that no ref fits', ['--refs', 'refs/heads/none*']],
    ['an unknown option', ['--revs', 'HEAD', '--bogus']],
  ])('%s is wrong usage', async (_, args) => {
    const { root } = shortHistory();
    expect((await sweep('--git', root, ...args)).code).toBe(2);
  });

  it('needs a repository, and helps', async () => {
    expect((await sweep('--revs', 'HEAD')).code).toBe(2);
    expect((await sweep('--git', scratchFolder(), '--revs', 'HEAD')).code).toBe(3);
    expect((await sweep('--git', shortHistory().root, '--every', '1', '--range', 'a..b')).code).toBe(4);
    const { code, out } = await sweep('--help');
    expect(code).toBe(0);
    expect(out).toContain('--touching');
  });
});
