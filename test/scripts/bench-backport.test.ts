import { describe, expect, it } from 'vitest';
import { type BackportRow, backportTable } from '../../scripts/bench/backport.js';
import { olderReleases } from '../../scripts/bench/backport-scene.js';
import { areBackportsRight, backportOverBudget } from '../../scripts/bench/budget.js';
import { placedCalls } from '../../scripts/bench/placed-calls.js';

const call = (name: string): string => `    trace_vmstate_downtime_checkpoint("${name}");\n`;

describe('placedCalls', () => {
  it('tells what is there, what is too much and what is missing, by name', () => {
    const texts = [call('a') + call('a') + call('b'), call('c')];
    expect(placedCalls({ a: 1, b: 2, d: 3 }, texts)).toEqual({ right: 2, wrong: 2, missing: 4 });
  });
});

describe('the releases to port onto', () => {
  it('are the 37 from 1.0 to 8.1', () => {
    const names = olderReleases.map(({ name }) => name);
    expect([names.length, names[0], names.at(-1)]).toEqual([37, 'v1.0.0', 'v8.1.0']);
  });
});

const own: BackportRow = {
  name: 'qemu-downtime backport, one call',
  revisions: 37,
  milliseconds: 2000,
  clean: 37,
  calls: { right: 549, wrong: 0, missing: 0 },
};
const inProcess: BackportRow = { name: 'the same, in process', revisions: 10, milliseconds: 500 };
const many: BackportRow = { name: '1000 revisions', revisions: 1000, milliseconds: 1, megabytes: 250 };

describe('the promises of backport', () => {
  it('are kept, or said not to be', () => {
    expect(backportOverBudget([own, inProcess, many])).toEqual([]);
    expect(backportOverBudget([{ ...inProcess, milliseconds: 801 }])).toEqual([
      'a backport takes 80 ms a revision, over 80',
    ]);
    expect(backportOverBudget([{ ...many, megabytes: 301 }])).toEqual(['1000 revisions: 301 MB, over 300']);
  });

  it('a wrong or missing call, or no measurement, is a failure', () => {
    expect(areBackportsRight([own])).toBe(true);
    expect(areBackportsRight([{ ...own, calls: { right: 548, wrong: 0, missing: 1 } }])).toBe(false);
    expect(areBackportsRight([{ ...own, calls: { right: 549, wrong: 1, missing: 0 } }])).toBe(false);
    expect(areBackportsRight([many])).toBe(false);
  });
});

describe('the table', () => {
  it('has a line a way, with what a revision takes', () => {
    const [head, first] = backportTable([own, inProcess]).split('\n');
    expect(head).toMatch(/a revision .* right +wrong +missing$/);
    expect(first).toMatch(/^qemu-downtime backport, one call +2000 ms +54\.1 ms +37 of 37 +549 +0 +0$/);
  });
});
