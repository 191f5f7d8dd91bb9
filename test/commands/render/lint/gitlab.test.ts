import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, hostileResults, RAW, reportOf, resultOf } from './report-of.js';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issues = (...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  JSON.parse(reportOf('gitlab', ...args)) as Issue[];

describe('an issue', () => {
  it('has the fields that GitLab requires', () => {
    expect(issues([resultOf([finding()])])).toEqual([
      {
        description: 'src-vm-stopped comes before the guest stops; move it',
        check_name: 'misplaced',
        fingerprint: '0123456789abcdef0123456789abcdef',
        severity: 'major',
        location: { path: 'migration/migration.c', lines: { begin: 12 } },
      },
    ]);
  });

  it('has a severity of GitLab’s, and of a whole file the first line', () => {
    const found = (['error', 'warning', 'note'] as const).map((severity) =>
      finding({ severity, line: undefined }),
    );
    expect(
      issues([resultOf(found)]).map(({ severity, location }) => [severity, location.lines.begin]),
    ).toEqual([
      ['major', 1],
      ['minor', 1],
      ['info', 1],
    ]);
  });

  it('names its revision', () => {
    expect(issues([resultOf([finding()], { revision: 'v9.0.0' })])[0]?.description).toMatch(/^v9\.0\.0: /);
  });
});

describe('fingerprints', () => {
  const many = ['a', 'b', 'b', 'c'].map((revision) => resultOf([finding(), finding()], { revision }));

  it('are different ones for what several revisions, or one twice, have in common', () => {
    const prints = issues(many).map(({ fingerprint }) => fingerprint);
    expect(prints).toHaveLength(8);
    expect(new Set(prints).size).toBe(8);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{32}$/);
  });

  it('are the same from run to run', () => {
    expect(issues(many)).toEqual(issues(many));
    expect(issues([resultOf([finding()])])[0]?.fingerprint).toBe(finding().fingerprint);
  });
});

it('is an empty list where nothing is found', () => {
  expect(issues([resultOf([])])).toEqual([]);
});

it('gets nothing raw of a hostile tree through', () => {
  fc.assert(
    fc.property(hostileResults, (results) => {
      const report = reportOf('gitlab', results);
      expect(report).not.toMatch(RAW);
      expect((JSON.parse(report) as Issue[]).map(({ location }) => location.path)).toEqual(
        results.flatMap(({ findings }) => findings.map(({ file }) => file)),
      );
    }),
  );
});
