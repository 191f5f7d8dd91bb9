import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, hostileResults, RAW, REFUSED, reportOf, resultOf } from './report-of.js';

const parsed = (...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  JSON.parse(reportOf('json', ...args));

describe('the document', () => {
  it('has the shape of the contract', () => {
    const path = [
      { file: 'migration/migration.c', function: 'migration_thread', line: 424 },
      { file: 'migration/migration.c', function: 'migration_completion', line: 272 },
    ];
    expect(
      parsed([
        resultOf([finding({ path, fix: '--fixes', scenarios: ['precopy'] })], { suppressed: 1, known: 2 }),
      ]),
    ).toEqual({
      schema: 'qemu-downtime/lint@1',
      results: [
        {
          tree: '.',
          version: '7.2.0',
          revision: null,
          errors: 1,
          warnings: 0,
          notes: 0,
          suppressed: 1,
          known: 2,
          findings: [
            {
              rule: 'misplaced',
              severity: 'error',
              checkpoint: 'src-vm-stopped',
              scenarios: ['precopy'],
              file: 'migration/migration.c',
              line: 12,
              column: 5,
              function: 'migration_completion',
              message: 'src-vm-stopped comes before the guest stops',
              next: 'move it',
              path: ['migration_thread:424', 'migration_completion:272'],
              steps: path,
              fix: '--fixes',
              fingerprint: '0123456789abcdef0123456789abcdef',
            },
          ],
        },
      ],
    });
  });

  it('has null for what is not known', () => {
    const bare = finding({
      checkpoint: undefined,
      line: undefined,
      column: undefined,
      function: undefined,
      source: undefined,
    });
    const [result] = parsed([resultOf([bare], { version: undefined, revision: 'v9.0.0' })]).results;
    expect(result).toMatchObject({ version: null, revision: 'v9.0.0' });
    expect(result.findings[0]).toMatchObject({
      checkpoint: null,
      line: null,
      column: null,
      function: null,
      fix: null,
    });
  });

  it('counts each severity, tree by tree', () => {
    const findings = (['error', 'error', 'warning', 'note'] as const).map((severity) =>
      finding({ severity }),
    );
    const { results } = parsed([resultOf(findings), resultOf([])]);
    expect(results[0]).toMatchObject({ errors: 2, warnings: 1, notes: 1 });
    expect(results[1]).toMatchObject({ errors: 0, warnings: 0, notes: 0, findings: [] });
  });

  it('has what the baseline holds in vain, and what --fix would change, only if it was asked', () => {
    expect(parsed([])).not.toHaveProperty('stale');
    expect(parsed([])).not.toHaveProperty('diff');
    expect(parsed([], { stale: ['0123'], diff: '+\u00c3\u00a9' })).toMatchObject({
      stale: ['0123'],
      diff: '+é',
    });
  });

  it('names the revisions that could not be looked at, only if there are some', () => {
    expect(parsed([]).refused).toBeUndefined();
    expect(parsed([], { refused: [REFUSED] }).refused).toEqual([
      { revision: 'nope', problems: [...REFUSED.problems] },
    ]);
  });
});

describe('a hostile tree', () => {
  it('gets nothing raw through, and every text comes back as it was', () => {
    fc.assert(
      fc.property(hostileResults, (results) => {
        const report = reportOf('json', results);
        expect(report).not.toMatch(RAW);
        const back = JSON.parse(report).results;
        expect(back.map(({ tree }: { tree: string }) => tree)).toEqual(results.map(({ tree }) => tree));
        expect(
          back.flatMap(({ findings }: { findings: { message: string }[] }) =>
            findings.map((one) => one.message),
          ),
        ).toEqual(results.flatMap(({ findings }) => findings.map(({ message }) => message)));
      }),
    );
  });
});
