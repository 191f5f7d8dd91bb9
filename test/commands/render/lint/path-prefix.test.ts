import { describe, expect, it } from 'vitest';
import { pathPrefix } from '../../../../src/commands/lint-options.js';
import { inRepository } from '../../../../src/commands/render/lint/path-prefix.js';
import { WrongUsage } from '../../../../src/problem/problem.js';
import { finding, resultOf } from './report-of.js';

const step = { file: 'migration/savevm.c', function: 'outer', line: 3 };
const change = { file: 'trace-events', line: 1, before: '', after: 'x' };
const report = {
  results: [resultOf([finding({ path: [step] })], { changes: [change] })],
  refused: [],
  stale: [],
  diff: undefined,
  rules: [],
  toolVersion: '',
};

describe('a prefix of paths', () => {
  it('goes before those of findings, of steps and of changes', () => {
    const [result] = inRepository(report, 'third_party/qemu').results;
    expect(result?.findings[0]).toEqual({
      ...finding(),
      file: 'third_party/qemu/migration/migration.c',
      path: [{ ...step, file: 'third_party/qemu/migration/savevm.c' }],
    });
    expect(result?.changes).toEqual([{ ...change, file: 'third_party/qemu/trace-events' }]);
  });

  it('changes nothing where the tree is the top of the repository', () => {
    expect(inRepository(report, '')).toBe(report);
  });
});

describe('--path-prefix', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['.', ''],
    ['./', ''],
    ['qemu', 'qemu'],
    ['qemu/', 'qemu'],
    ['./third_party//qemu/./', 'third_party/qemu'],
    ['..qemu', '..qemu'],
  ])('%j is "%s"', (given, prefix) => expect(pathPrefix(given)).toBe(prefix));

  it.each(['/qemu', '../qemu', 'qemu/..', 'a/../b'])('cannot be %s', (given) => {
    expect(() => pathPrefix(given)).toThrow(WrongUsage);
    expect(() => pathPrefix(given)).toThrow('[prefix-unfit]');
  });
});
