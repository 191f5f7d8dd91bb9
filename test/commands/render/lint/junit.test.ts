import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../src/lint/rules/index.js';
import { type Element, parseXml } from '../../../support/xml.js';
import { finding, hostileRefused, hostileResults, RAW, REFUSED, reportOf, resultOf } from './report-of.js';

const parsed = (...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  parseXml(reportOf('junit', ...args));

/** Every element of a name, wherever it is. */
const all = (element: Element, name: string): Element[] => [
  ...element.children.filter((child) => child.name === name),
  ...element.children.flatMap((child) => all(child, name)),
];

/** Whether an element says of how many there are what there is in it. */
function expectCounted(element: Element): void {
  const { tests, failures, errors } = element.attributes;
  expect(Number(tests)).toBe(all(element, 'testcase').length);
  expect(Number(failures)).toBe(all(element, 'failure').length);
  expect(Number(errors)).toBe(all(element, 'error').length);
}

describe('the document', () => {
  it('has a suite for each tree, and in it a test for each rule', () => {
    const root = parsed([resultOf([], { tree: 'qemu' }), resultOf([], { revision: 'v9.0.0' })]);
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual(['qemu', 'v9.0.0']);
    for (const suite of root.children)
      expect(suite.children.map(({ name, attributes }) => [name, attributes.name])).toEqual(
        rules.map(({ id }) => ['testcase', id]),
      );
    expect(all(root, 'failure')).toEqual([]);
  });

  it('fails the test of a rule by its error, with place, path and what to do', () => {
    const path = [
      { file: 'a.c', function: 'outer', line: 3 },
      { file: 'a.c', function: 'inner', line: 5 },
    ];
    const [test] = all(parsed([resultOf([finding({ path })])]), 'testcase').filter(
      ({ children }) => children.length > 0,
    );
    expect(test?.attributes.name).toBe('misplaced');
    expect(test?.children[0]).toMatchObject({
      name: 'failure',
      attributes: { type: 'misplaced', message: 'src-vm-stopped comes before the guest stops' },
      text: [
        'migration/migration.c:12 (migration_completion): src-vm-stopped comes before the guest stops [misplaced]',
        '  outer:3',
        '  inner:5',
        '  next: move it',
      ].join('\n'),
    });
  });

  it('has one failure for several errors of a rule, with all of them in it', () => {
    const root = parsed([resultOf([finding(), finding({ line: 99 })])]);
    const [failure, ...more] = all(root, 'failure');
    expect(more).toEqual([]);
    expect(failure?.attributes.message).toBe('2 errors');
    expect(failure?.text).toMatch(/migration\.c:12 [\s\S]*migration\.c:99 /);
  });

  it('says warnings and notes without a failure', () => {
    const root = parsed([
      resultOf([finding({ severity: 'warning' }), finding({ severity: 'note', line: 2 })]),
    ]);
    expect(all(root, 'failure')).toEqual([]);
    expect(all(root, 'system-out').map(({ text }) => text.match(/^(?:warning|note): .*:\d+/gm))).toEqual([
      ['warning: migration/migration.c:12', 'note: migration/migration.c:2'],
    ]);
  });

  it('has an error for a revision that could not be looked at', () => {
    const root = parsed([resultOf([finding()])], { refused: [REFUSED] });
    expectCounted(root);
    expect(root.children.at(-1)?.attributes).toMatchObject({ name: 'nope', tests: '1', errors: '1' });
    expect(all(root, 'error')[0]).toMatchObject({
      attributes: { type: 'unknown-revision' },
      text: '"nope": no commit\n  next: check the name',
    });
  });
});

describe('a hostile tree', () => {
  it('leaves the document well-formed, its counts right, and gets nothing raw through', () => {
    fc.assert(
      fc.property(hostileResults, hostileRefused, (results, refused) => {
        const report = reportOf('junit', results, { refused });
        expect(report).not.toMatch(RAW);
        const root = parseXml(report);
        for (const element of [root, ...root.children]) expectCounted(element);
      }),
      { numRuns: 60 },
    );
  });

  it('begins no line of its own', () => {
    const message = 'bad\n::error::mine';
    const report = reportOf('junit', [
      resultOf([finding({ message }), finding({ message, severity: 'note' })]),
    ]);
    expect(report).toContain('bad\\n::error::mine');
    expect(report).not.toMatch(/^\s*::/m);
  });
});
