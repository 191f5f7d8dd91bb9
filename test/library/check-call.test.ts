import { describe, expect, it } from 'vitest';
import { apply, backport, lint, prepareParser, report, revert, WrongUsage } from '../../src/library/index.js';
import { copyOf } from '../support/fixture-trees.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';

/** The functions as JavaScript has them, without types. */
type Untyped = (...given: readonly unknown[]) => Promise<unknown>;
const functions = { apply, backport, lint, prepareParser, report, revert } as unknown as Record<
  'apply' | 'backport' | 'lint' | 'prepareParser' | 'report' | 'revert',
  Untyped
>;

describe('a wrong call is wrong usage, and nothing is done:', () => {
  it.each<readonly [keyof typeof functions, readonly unknown[], string, RegExp]>([
    [
      'apply',
      ['TREE', { dryrun: true }],
      'no-such-option',
      /apply has no option "dryrun".*did you mean dryRun\?/s,
    ],
    ['apply', ['TREE', { recipe: 'per-device' }], 'no-such-option', /did you mean recipes\?/],
    ['apply', ['TREE', { constructor: true }], 'no-such-option', /leave it out, or give one of those/],
    ['apply', ['TREE', { dryRun: 'yes' }], 'option-unfit', /dryRun: "yes".*give true or false/s],
    ['apply', ['TREE', { only: 'src-*' }], 'option-unfit', /only: "src-\*".*give an array of strings/s],
    ['apply', ['TREE', { recipes: 'per-device' }], 'option-unfit', /recipes: "per-device"/],
    ['apply', ['TREE', { recipes: [1, null] }], 'option-unfit', /recipes: an array of number, null/],
    ['apply', ['TREE', { fixes: null }], 'option-unfit', /fixes: null/],
    [
      'apply',
      ['TREE', 'dryRun'],
      'option-unfit',
      /options: "dryRun".*expected: options of apply to be an object/s,
    ],
    ['apply', ['TREE', ['dryRun']], 'option-unfit', /options: an array of string/],
    ['apply', ['TREE', null], 'option-unfit', /options: null/],
    ['apply', [], 'option-unfit', /tree: undefined.*expected: tree of apply to be a path/s],
    ['apply', [{ tree: 'TREE' }], 'option-unfit', /tree: an object/],
    ['revert', ['TREE', { dry: true }], 'no-such-option', /did you mean dryRun\?/],
    [
      'revert',
      ['TREE', { fixes: true }],
      'no-such-option',
      /expected: options of revert: dryRun, only, recipes/,
    ],
    ['revert', [], 'option-unfit', /tree: undefined/],
    ['lint', ['TREE', { revisions: 'v7.2.0' }], 'option-unfit', /revisions: "v7.2.0"/],
    ['lint', ['TREE', { rev: ['v7.2.0'] }], 'no-such-option', /did you mean revisions\?/],
    [
      'lint',
      ['TREE', { rules: ['fires-twice=off'] }],
      'option-unfit',
      /rules: .*objects with rule and severity/s,
    ],
    [
      'lint',
      ['TREE', { rules: [{ rule: 'fires-twice', severity: 'off', scenario: 1 }] }],
      'option-unfit',
      /rules/,
    ],
    ['lint', ['TREE', { baseline: [{ rule: 'x' }] }], 'option-unfit', /fingerprint and rule/],
    ['backport', ['TREE', { onto: 'v7.2.0' }], 'option-unfit', /onto: "v7.2.0".*give an array of strings/s],
    ['backport', ['TREE', {}], 'no-revision', /no --onto/],
    ['backport', ['TREE'], 'option-unfit', /options: undefined/],
    [
      'backport',
      ['TREE', { onto: ['x'], as: 'mail' }],
      'option-unfit',
      /one of: "branch", "mbox", "quilt", "diff"/,
    ],
    ['backport', ['TREE', { onto: ['x'], noteStyle: 'suse' }], 'option-unfit', /"stable", "debian"/],
    ['report', [], 'option-unfit', /options: undefined/],
    ['report', [{ source: ['a'] }], 'option-unfit', /source: an array of string/],
    ['report', [{ runs: 'a' }], 'option-unfit', /runs: "a"/],
    ['report', [{ run: ['a'] }], 'no-such-option', /did you mean runs\?/],
    [
      'report',
      [{ source: 'a', failOver: '300ms' }],
      'option-unfit',
      /failOver: "300ms".*microseconds from 0$/s,
    ],
    [
      'report',
      [{ source: 'a', clockOffset: 0.5 }],
      'option-unfit',
      /give a whole number of microseconds, or "unknown"$/,
    ],
    ['report', [{ source: 'a', migration: 0 }], 'option-unfit', /give a whole number from 1$/],
    ['report', [{ source: 'a', inputFormat: 'syslog' }], 'option-unfit', /"log-iso"/],
    ['prepareParser', ['rust'], 'option-unfit', /kind: "rust".*one of: "native", "wasm"/s],
  ])('%s(%j)', async (name, given, code, message) => {
    const root = copyOf('I-7.2');
    const before = stateOf(root);
    const call = functions[name](...given.map((one) => (one === 'TREE' ? root : one)));
    const failure = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(WrongUsage);
    expect((failure as WrongUsage).problems.map((problem) => problem.code)).toEqual([code]);
    expect((failure as WrongUsage).message).toMatch(message);
    expectUntouched(root, before);
  });

  it('an option that is undefined is left out', async () => {
    const result = await functions.apply(copyOf('I-7.2'), {
      dryRun: true,
      only: undefined,
      recipes: undefined,
    });
    expect(result).toMatchObject({ written: false });
  });
});
