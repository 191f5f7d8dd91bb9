import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type ReportDocument, report } from '../../src/library/index.js';
import type { Failure } from '../../src/problem/problem.js';
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

  it('takes a log that is named for both sides, and is of one, for that side alone', async () => {
    const folder = scratchFolder();
    const [link, copy] = [join(folder, 'link.log'), join(folder, 'copy.log')];
    symlinkSync(source, link);
    cpSync(source, copy);
    for (const again of [source, link, copy]) {
      const { migrations, findings } = await report({ source, destination: again });
      expect(migrations[0]?.outcome).toBe('completed');
      expect(migrations[0]?.findings.map(({ rule }) => rule)).toContain('missing-side');
      expect(findings).toMatchObject([{ severity: 'error', rule: 'wrong-side', side: 'destination' }]);
      expect(findings[0]?.message).toMatch(
        /: the same log again, with 42 events of the source and none of the destination; name the destination’s own log, or leave --destination out$/,
      );
    }
  });

  it('says the same of another log of the wrong side beside a right one', async () => {
    const wrong = sample('postcopy-dst-v10.log');
    const { migrations, findings } = await report({ source: wrong, destination });
    expect(migrations[0]).toMatchObject({ source: null, outcome: 'completed' });
    expect(findings[0]?.message).toBe(
      `${wrong}: 33 events of the destination and none of the source; name the source’s own log, or leave --source out`,
    );
  });

  it('has one log of the wrong side named by the other option', async () => {
    const failure = await report({ destination: source }).catch((error: Failure) => error);
    expect(failure).toMatchObject({
      exitCode: 3,
      problems: [{ code: 'wrong-side', next: 'name it by the other of the two options' }],
    });
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
