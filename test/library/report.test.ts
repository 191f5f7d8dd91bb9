import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ReportDocument, report } from '../../src/library/index.js';
import { validators } from '../support/schemas.js';
import { failureOf } from '../tree/refusal.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const sample = (name: string) => join(import.meta.dirname, '../report/samples', name);
const source = sample('precopy-src-v10.log');
const destination = sample('precopy-dst-v10.log');

describe('report', () => {
  it('gives the migration of two logs', async () => {
    const document = await report({ source, destination });
    expect(document).toSatisfy(validators.report ?? (() => false));
    expect(document.migrations).toHaveLength(1);
    expect(document.migrations[0]).toMatchObject({ kind: 'precopy', outcome: 'completed' });
    expect([document.chosen, document.limit, document.comparison]).toEqual([1, null, null]);
  });

  it('takes times in microseconds', async () => {
    const { migrations, limit } = await report({ source, destination, clockOffset: 0, failOver: 300_000 });
    expect(migrations[0]?.clock).toMatchObject({ kind: 'given', offset: 0 });
    expect(limit).toMatchObject({ most: 300_000, verdict: 'kept' });
    const strict = await report({ source, destination, clockOffset: 0, failOver: 1 });
    expect(strict.limit?.verdict).toBe('exceeded');
  });

  it('sums up runs, and compares with a saved result', async () => {
    const folder = scratchFolder();
    cpSync(source, join(folder, 'run/src.log'));
    cpSync(destination, join(folder, 'run/dst.log'));
    const runs = await report({ runs: [join(folder, 'run')] });
    expect(runs.runs).toHaveLength(1);
    const compare = join(folder, 'before.json');
    writeFileSync(compare, JSON.stringify(runs));
    const { comparison } = await report({ runs: [join(folder, 'run')], compare });
    expect(comparison?.changes.every(({ change }) => change === 0)).toBe(true);
    expect(comparison?.changes.length).toBeGreaterThan(0);
  });

  it('throws where there is nothing to report, or a number is none', async () => {
    const empty = join(scratchFolder(), 'empty.log');
    writeFileSync(empty, 'no event\n');
    expect(await failureOf(() => report({ source: empty }))).toMatchObject({ exit: 3 });
    for (const wrong of [
      {},
      { source, runs: ['.'] },
      { source: '/nowhere/at/all' },
      { source, clockOffset: 0.5 },
      { source, failOver: -1 },
      { source, migration: 0 },
    ])
      expect(await failureOf(() => report(wrong)), JSON.stringify(wrong)).toMatchObject({ exit: 2 });
  });

  it('has types', () => {
    expectTypeOf(report).returns.resolves.toEqualTypeOf<ReportDocument>();
    expectTypeOf<ReportDocument['migrations'][number]['downtime']>().toEqualTypeOf<number | null>();
  });
});
