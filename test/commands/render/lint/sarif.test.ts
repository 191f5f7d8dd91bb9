import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../src/lint/rules/index.js';
import { finding, hostileRefused, hostileResults, RAW, REFUSED, reportOf, resultOf } from './report-of.js';

/** The schema is of draft 4, which ajv knows no more; what it uses means the same in draft 7 without its own name. */
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(join(import.meta.dirname, 'sarif-2.1.0.schema.json'), 'utf8'));
const validate = new Ajv({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  allErrors: true,
}).compile(schema);

// biome-ignore lint/suspicious/noExplicitAny: documents are judged by their schema
type Log = any;

function valid(...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never): Log {
  const log = JSON.parse(reportOf('sarif', ...args));
  expect(validate(log), JSON.stringify(validate.errors, null, 1)).toBe(true);
  return log;
}

describe('the schema', () => {
  it('refuses what is none', () => {
    expect(validate({ version: '2.1.0' })).toBe(false);
    expect(validate({ version: '2.0.0', runs: [] })).toBe(false);
    const log = valid([resultOf([finding()])]);
    log.runs[0].results[0].level = 'fatal';
    expect(validate(log)).toBe(false);
  });
});

describe('the log', () => {
  it('has a result at its place, with the rule it is of', () => {
    const { runs } = valid([resultOf([finding()])]);
    expect(runs).toHaveLength(1);
    const [run] = runs;
    expect(run.tool.driver).toMatchObject({ name: 'qemu-downtime', semanticVersion: '1.2.3' });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
    const [result] = run.results;
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe('misplaced');
    expect(result).toMatchObject({
      ruleId: 'misplaced',
      level: 'error',
      message: { text: 'src-vm-stopped comes before the guest stops; move it' },
      partialFingerprints: { 'qemuDowntime/v1': '0123456789abcdef0123456789abcdef' },
      properties: { checkpoint: 'src-vm-stopped' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'migration/migration.c', uriBaseId: 'SRCROOT' },
            region: {
              startLine: 12,
              startColumn: 5,
              snippet: { text: '    trace_vmstate_downtime_checkpoint("src-vm-stopped");' },
            },
          },
          logicalLocations: [{ name: 'migration_completion', kind: 'function' }],
        },
      ],
    });
    expect(run.originalUriBaseIds.SRCROOT).toBeDefined();
    expect(result.codeFlows).toBeUndefined();
    expect(result.fixes).toBeUndefined();
  });

  it('has the path as a code flow', () => {
    const path = [
      { file: 'migration/migration.c', function: 'outer', line: 3 },
      { file: 'migration/savevm.c', function: 'inner', line: 5 },
    ];
    const [result] = valid([resultOf([finding({ path })])]).runs[0].results;
    const flow = result.codeFlows[0].threadFlows[0].locations.map(
      ({ location }: { location: Log }) =>
        [
          location.physicalLocation.artifactLocation.uri,
          location.physicalLocation.region.startLine,
          location.logicalLocations[0].name,
        ] as const,
    );
    expect(flow).toEqual([
      ['migration/migration.c', 3, 'outer'],
      ['migration/savevm.c', 5, 'inner'],
    ]);
  });

  it('of a whole file has no region', () => {
    const whole = finding({ line: undefined, column: undefined, source: undefined, function: undefined });
    const [result] = valid([resultOf([whole])]).runs[0].results;
    expect(result.locations[0].physicalLocation.region).toBeUndefined();
    expect(result.locations[0].logicalLocations).toBeUndefined();
  });

  it('has a run for each revision, which code scanning can tell apart', () => {
    const { runs } = valid([resultOf([finding()], { revision: 'a' }), resultOf([], { revision: 'b' })]);
    expect(runs.map((run: Log) => [run.automationDetails.id, run.results.length])).toEqual([
      ['qemu-downtime/a/', 1],
      ['qemu-downtime/b/', 0],
    ]);
  });

  it('has a failed run for a revision that could not be looked at', () => {
    const { runs } = valid([], { refused: [REFUSED] });
    expect(runs[0]).toMatchObject({
      automationDetails: { id: 'qemu-downtime/nope/' },
      results: [],
      invocations: [
        {
          executionSuccessful: false,
          toolExecutionNotifications: [
            {
              descriptor: { id: 'unknown-revision' },
              level: 'error',
              message: { text: '"nope": no commit; check the name' },
            },
          ],
        },
      ],
    });
  });

  it('is valid without a finding, and without a tree', () => {
    expect(valid([resultOf([])]).runs[0].results).toEqual([]);
    expect(valid([]).runs).toEqual([]);
  });
});

describe('a hostile tree', () => {
  it('leaves the log valid and gets nothing raw through', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(hostileResults, hostileRefused, (results, refused) => {
        const report = reportOf('sarif', results, { refused, rules: [] });
        expect(report).not.toMatch(RAW);
        expect(validate(JSON.parse(report)), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has file names that stay relative paths', () => {
    fc.assert(
      fc.property(hostileResults, (results) => {
        const uris = JSON.parse(reportOf('sarif', results, { rules: [] })).runs.flatMap((run: Log) =>
          run.results.map((one: Log) => one.locations[0].physicalLocation.artifactLocation.uri),
        );
        const files = results.flatMap(({ findings }) => findings.map(({ file }) => file));
        expect(uris).toHaveLength(files.length);
        for (const [index, uri] of uris.entries()) {
          expect(uri).toMatch(/^[\w.~!*'()%/-]*$/);
          expect(decodeURIComponent(uri)).toBe(files[index]?.replace(/\p{Surrogate}/gu, '\ufffd'));
        }
      }),
    );
  });
});
