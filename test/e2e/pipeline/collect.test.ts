import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeResults } from '../../collect/made-results.js';
import { cli } from '../../support/run-cli.js';
import { valid, validDocument } from '../../support/schemas.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

describe('collect', () => {
  it('shows a table, and writes a page and a document beside it', async () => {
    const out = scratchFolder();
    const [page, document] = [join(out, 'all.html'), join(out, 'all.json')];
    const run = await cli(['collect', madeResults(), '-o', `html:${page}`, '-o', `json:${document}`]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/^stable a +7\.2\.0 +passed +ported/m);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    expect(validDocument('collect', readFileSync(document, 'utf8')).passed).toBe(true);
  });

  it('exits 1 where a revision failed', async () => {
    const document = await valid(1, 'collect', madeResults({ 'a/lint.json': '{' }));
    expect(document.revisions[0].problems).toEqual([
      'lint.json cannot be used: it is no JSON, or only a part',
    ]);
  });

  it('refuses a folder without results, with a document', async () => {
    const document = await valid(3, 'collect', scratchFolder());
    expect(document.problems[0].code).toBe('no-results');
    const run = await cli(['collect', scratchFolder()]);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 3, stdout: '' });
    expect(run.stderr).toContain('[no-results]');
  });

  it.each(['a/backport.json', 'a/verify.json'])(
    'does not put its result in the place of %s',
    async (name) => {
      const results = madeResults();
      const path = join(results, name);
      const before = readFileSync(path, 'utf8');
      const run = await cli(['collect', results, '-o', `json:${path}`]);
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toMatch(/this run reads it.*\[output-unfit\]/);
      expect(readFileSync(path, 'utf8')).toBe(before);
      const beside = join(results, 'a/all.json');
      writeFileSync(beside, '');
      expect((await cli(['collect', results, '-o', `json:${beside}`])).code).toBe(0);
    },
  );

  it('refuses wrong usage before it reads anything', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    for (const args of [
      [],
      ['x', '--format', 'xml'],
      ['x', '-o', 'xml:y'],
      ['x', '-o', `${file}/y`],
      ['x', '-o', file, '-o', file],
    ])
      expect((await cli(['collect', ...args])).code, args.join(' ')).toBe(2);
  });
});
