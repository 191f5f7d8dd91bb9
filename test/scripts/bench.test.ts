import { describe, expect, it } from 'vitest';
import { isOwnResultRight, overBudget } from '../../scripts/bench/budget.js';
import { runBench } from '../../scripts/bench/command-line.js';
import { releaseSide } from '../../scripts/bench/conflict-markers.js';
import { type Measured, median } from '../../scripts/bench/measure.js';
import { benchTable } from '../../scripts/bench/table.js';
import { copyOf } from '../support/fixture-trees.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

async function bench(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const code = await runBench(args, { out: (text) => out.push(text), say: (text) => said.push(text) });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

function row(name: string, whole: number, more: Partial<Measured> = {}): Measured {
  return { name, whole, inProcess: undefined, status: 0, megabytes: 50, judgement: undefined, ...more };
}

describe('npm run bench', () => {
  it('measures a tree, and says loudly what it could not run and why', async () => {
    const { code, out, said } = await bench('--tree', copyOf('I-7.2'), '--rounds', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/^node -e 0 +[\d.]+ ms +1\.00 /m);
    expect(out).toMatch(/^bare tree-sitter parse +[\d.]+ ms +[\d.]+ +[\d.]+ ms /m);
    for (const text of [out, said]) {
      expect(text).toContain("NOT RUN: git cherry-pick: it needs upstream's history: give --git DIR");
      expect(text).toContain('NOT RUN: patch -p1 --fuzz=3 -f: ');
      expect(text).toContain('NOT RUN: right, wrong, missing: the tree is none of the releases');
    }
  });

  it('says where the sources are missing, and what wrong usage is', async () => {
    expect((await bench('--tree', scratchFolder())).code).toBe(3);
    expect((await bench('--rounds', '0')).code).toBe(2);
    expect(await bench('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--rounds') });
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, middle) => expect(median(values)).toBe(middle));
});

describe('releaseSide', () => {
  it('keeps what the release had', () => {
    const merged =
      'a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> 3e5f3bcdc2\nb\n<<<<<<< HEAD\n=======\nx\n>>>>>>> 3\n';
    expect(releaseSide(merged)).toBe('a\nours\nb\n');
    expect(releaseSide('a\n=======\nb\n')).toBe('a\n=======\nb\n');
  });
});

describe('the table', () => {
  it('has everything in it', () => {
    const wrong = { name: 'src-downtime-end', file: 'm.c', line: 7, why: 'inside a comment' };
    const table = benchTable(
      [
        row('node -e 0', 50),
        row('x', 100, { inProcess: 1.25, judgement: { right: 2, wrong: [wrong], missing: [] } }),
      ],
      [{ name: 'y', why: 'not installed' }],
    );
    expect(table.split('\n')).toEqual([
      '              whole  × node  in process  max RSS  exit  right  wrong  missing',
      'node -e 0   50.0 ms    1.00                50 MB     0',
      'x          100.0 ms    2.00      1.3 ms    50 MB     0      2      1        0',
      '',
      'wrong calls:',
      '  x: m.c:7: src-downtime-end: inside a comment',
      '',
      'NOT RUN: y: not installed',
    ]);
  });
});

describe('the budget', () => {
  const node = row('node -e 0', 50);

  it('is kept', () => {
    expect(
      overBudget([node, row('qemu-downtime apply --dry-run', 150), row('spatch, two calls', 151)]),
    ).toEqual([]);
  });

  it('is broken by time, memory, and a faster spatch', () => {
    const slow = row('qemu-downtime apply --dry-run', 151, { megabytes: 121 });
    expect(overBudget([node, slow, row('spatch, two calls', 150)])).toHaveLength(3);
  });

  it('asks for right calls first of all', () => {
    const name = 'qemu-downtime apply --dry-run';
    const site = { name: 'x', file: 'm.c', function: 'f', after_line: 1, kind: 'plain' };
    expect(isOwnResultRight([row(name, 1, { judgement: { right: 20, wrong: [], missing: [] } })])).toBe(true);
    expect(isOwnResultRight([row(name, 1, { judgement: { right: 19, wrong: [], missing: [site] } })])).toBe(
      false,
    );
  });
});
