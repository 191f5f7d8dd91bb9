import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isOwnResultRight, logOverBudget, overBudget } from '../../scripts/bench/budget.js';
import { runBench } from '../../scripts/bench/command-line.js';
import { releaseSide } from '../../scripts/bench/conflict-markers.js';
import { longLog } from '../../scripts/bench/logs.js';
import { type Measured, median } from '../../scripts/bench/measure.js';
import { nothingWithoutCertificates } from '../../scripts/bench/node-contestants.js';
import { benchTable, logLine } from '../../scripts/bench/table.js';
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

describe('the yardstick', () => {
  it('is there without the certificates that this environment has node read', () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/certificates.pem');
    expect(nothingWithoutCertificates()).toMatchObject([{ whole: { env: { NODE_EXTRA_CA_CERTS: '' } } }]);
    vi.stubEnv('NODE_EXTRA_CA_CERTS', undefined);
    expect(nothingWithoutCertificates()).toEqual([]);
  });
});

describe('npm run bench', () => {
  it('measures a tree, and says loudly what it could not run and why', async () => {
    const docs = scratchFolder();
    const args = ['--tree', copyOf('I-7.2'), '--rounds', '1', '--log-size', '2', '--docs', docs];
    const { code, out, said } = await bench(...args);
    expect(code).toBe(0);
    expect(readdirSync(docs).sort()).toEqual(['bench.md', 'bench.svg']);
    expect(out).toMatch(/^node -e 0 +[\d.]+ ms +1\.00 /m);
    expect(out).toMatch(/^bare tree-sitter parse +[\d.]+ ms +[\d.]+ +[\d.]+ ms /m);
    for (const text of [out, said, readFileSync(join(docs, 'bench.md'), 'utf8').replaceAll('**', '')]) {
      expect(text).toContain("NOT RUN: git cherry-pick: it needs upstream's history: give --git DIR");
      expect(text).toContain('NOT RUN: patch -p1 --fuzz=3 -f: ');
      expect(text).toContain('NOT RUN: right, wrong, missing: the tree is none of the releases');
      expect(text).toContain('NOT RUN: builds: ');
    }
  });

  it('says where the sources are missing, and what wrong usage is', async () => {
    const docs = scratchFolder();
    expect((await bench('--tree', scratchFolder(), '--docs', docs)).code).toBe(3);
    expect(readdirSync(docs)).toEqual([]);
    expect((await bench('--docs', join(docs, 'nowhere'))).code).toBe(2);
    expect((await bench('--rounds', '0')).code).toBe(2);
    expect(await bench('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--rounds') });
  });
});

describe('the logs that report is measured on', () => {
  it.each(['source', 'destination'] as const)('have the lines and checkpoints of a %s', async (side) => {
    const lines = longLog(side, 200).trimEnd().split('\n');
    expect(lines).toHaveLength(200);
    expect(lines.filter((line) => line.includes('vmstate_downtime_checkpoint'))).toHaveLength(
      side === 'source' ? 5 : 4,
    );
    expect(lines[0]).toMatch(/^15@1700000000\.000000:vmstate_downtime_/);
    expect(lines[10]).toMatch(/^15@1700000000\.001000:vmstate_downtime_(?:save|load) type=non-iterable /);
  });

  it('may take what was promised, and no more', () => {
    const good = { megabytes: 1000, milliseconds: 5000, memory: 100 };
    expect(logOverBudget(good)).toEqual([]);
    expect(logOverBudget({ ...good, milliseconds: 20_000 })).toEqual(['a log is read at 50 MB/s, under 100']);
    expect(logOverBudget({ ...good, memory: 200 })).toEqual(['a log takes 200 MB, over 150']);
    expect(logLine(good)).toContain('1000 MB: 200 MB/s, max RSS 100 MB');
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
        row('x', 100, {
          inProcess: 1.25,
          judgement: { right: 2, wrong: [wrong], missing: [] },
          builds: false,
        }),
      ],
      [{ name: 'y', why: 'not installed' }],
    );
    expect(table.split('\n')).toEqual([
      '              whole  × node  in process  max RSS  exit  right  wrong  missing  builds',
      'node -e 0   50.0 ms    1.00                50 MB     0',
      'x          100.0 ms    2.00      1.3 ms    50 MB     0      2      1        0      no',
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

  it('holds lint and report to times of their own', () => {
    const apply = row('qemu-downtime apply --dry-run', 100);
    const lint = row('qemu-downtime lint, of the port', 126);
    const report = row('qemu-downtime report, two logs of 5,000 lines', 151);
    expect(overBudget([node, apply, lint, report])).toEqual([
      'qemu-downtime lint takes 2.52 × node -e 0, over 2.5',
      'qemu-downtime report takes 3.02 × node -e 0, over 3',
    ]);
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
