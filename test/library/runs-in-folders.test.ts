import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/library/index.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const sample = (name: string) => join(import.meta.dirname, '../report/samples', name);
const SOURCE = readFileSync(sample('precopy-src-v10.log'));
const DESTINATION = readFileSync(sample('precopy-dst-v10.log'));

/** A folder of files by their paths; null is an empty folder. */
function folderOf(files: Readonly<Record<string, string | Buffer | null>>): string {
  const root = scratchFolder();
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(join(root, path, bytes === null ? '.' : '..'), { recursive: true });
    if (bytes !== null) writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** Each run with how it went, by the folder's own names. */
async function runsIn(root: string, ...more: readonly string[]) {
  const { runs } = await report({ runs: [root, ...more] });
  return runs.map(({ name, outcome }) => [name.slice(root.length + 1), outcome]);
}

const rulesIn = async (root: string) => (await report({ runs: [root] })).findings.map(({ rule }) => rule);

const GOOD = { 'a/src.log': SOURCE, 'a/dst.log': DESTINATION };

describe('a run without a downtime event', () => {
  it('is named, with why as far as that can be told', async () => {
    const root = folderOf({
      ...GOOD,
      'b/src.log': 'text\n',
      'b/dst.log': '',
      'c/src.log': Buffer.from(`\ufeff${SOURCE.toString()}`, 'utf16le'),
      'd/traces/src.log': SOURCE,
      e: null,
      f: null,
    });
    for (let file = 0; file < 9; file++) writeFileSync(join(root, `f/${file}.txt`), '');
    const { runs } = await report({ runs: [root] });
    const lost = runs.filter(({ outcome }) => outcome === 'no-event');
    expect(lost.map(({ name, problem }) => [name.slice(root.length + 1), problem])).toEqual([
      ['b', 'no downtime event in dst.log, which is empty, nor in src.log'],
      ['c', 'no downtime event in src.log, which is in UTF-16'],
      ['d', 'no file in it'],
      ['e', 'no file in it'],
      [
        'f',
        'no downtime event in 0.txt, which is empty, nor in 1.txt, which is empty, nor in 2.txt, which is empty, nor in 6 more',
      ],
    ]);
    expect(lost[0]).toMatchObject({ kind: 'unknown', sides: [], downtime: null, pause: null, findings: {} });
  });

  it('keeps a limit from being told, which the others keep', async () => {
    const known = { clockOffset: 0, failOver: 3000 };
    const good = await report({ runs: [folderOf(GOOD)], ...known });
    expect(good.limit).toMatchObject({ verdict: 'kept', doubts: [] });
    const lost = await report({ runs: [folderOf({ ...GOOD, 'b/src.log': '' })], ...known });
    expect(lost.limit).toMatchObject({
      ...{ verdict: 'unknown', undecided: 1, doubts: ['no-event'] },
      ...{ longest: 2475, longestPossible: null },
    });
    const exceeded = await report({ runs: [folderOf({ ...GOOD, b: null })], ...known, failOver: 1 });
    expect(exceeded.limit?.verdict).toBe('exceeded');
  });

  it('is named of a baseline as well', async () => {
    const compare = folderOf({ ...GOOD, 'b/src.log': '' });
    const { findings, comparison } = await report({ runs: [folderOf(GOOD)], compare });
    expect(comparison?.changes.length).toBeGreaterThan(0);
    expect(findings).toMatchObject([{ rule: 'no-event', severity: 'warning' }]);
    expect(findings[0]?.message).toBe(
      `not in the baseline: ${compare}/b: no downtime event in src.log, which is empty`,
    );
  });

  it('is told in a folder of several runs by names that say a side', async () => {
    const traces = {
      'precopy-source.trace': SOURCE,
      'precopy-destination.trace': DESTINATION,
      'failed-source.trace': '',
      'failed-destination.trace': '',
      'notes.txt': 'nothing about it\n',
    };
    expect(await runsIn(folderOf(traces))).toEqual([
      ['', 'completed'],
      ['failed', 'no-event'],
    ]);
  });

  it('is none where the log of its other side has events, which is said of the log', async () => {
    for (const [name, other] of [
      ['dst.log', 'src.log'],
      ['dst-host2.log', 'src-host1.log'],
    ] as const) {
      const root = folderOf({ [`a/${other}`]: SOURCE, [`a/${name}`]: '' });
      const { runs, findings } = await report({ runs: [root] });
      expect(runs).toMatchObject([{ name: join(root, 'a'), outcome: 'completed', sides: ['source'] }]);
      expect(findings).toMatchObject([{ rule: 'no-event', severity: 'error', side: 'destination' }]);
      expect(findings[0]?.message).toBe(`${join(root, 'a')}: no downtime event in ${name}, which is empty`);
    }
  });
});

describe('a run that is there twice', () => {
  it('counts once, by whatever name its folder is given', async () => {
    const root = folderOf({ ...GOOD, 'b/src.log': SOURCE, c: null });
    symlinkSync('b', join(root, 'latest'));
    const once = [
      ['a', 'completed'],
      ['b', 'completed'],
      ['c', 'no-event'],
    ];
    expect(await runsIn(root)).toEqual(once);
    expect(await runsIn(root, `${root}/`, join(root, 'a'), join(root, 'latest'))).toEqual(once);
  });

  it('counts once where a folder has a log and its copy, packed or not, which is said', async () => {
    for (const [name, bytes] of [
      ['src.log.gz', gzipSync(SOURCE)],
      ['older.txt', SOURCE],
    ] as const) {
      const root = folderOf({ ...GOOD, [`a/${name}`]: bytes });
      expect(await runsIn(root)).toEqual([['a', 'completed']]);
      const { findings } = await report({ runs: [root] });
      expect(findings).toMatchObject([{ rule: 'same-log', severity: 'note' }]);
      expect(findings[0]?.message).toMatch(/\/a: \S+ holds the same events as \S+: counted once$/);
    }
  });

  it('counts twice where its times do not tell: without times many a log is like another', async () => {
    const untimed = SOURCE.toString()
      .replace(/^\d+@[\d.]+:/gm, '')
      .replace(/^vmstate_downtime_save.*\n/gm, '');
    const root = folderOf({ 'a/1-src.log': untimed, 'a/2-src.log': untimed });
    expect(await runsIn(root)).toHaveLength(2);
    expect(await runsIn(folderOf({ 'a/src.log': untimed, 'a/src.log.gz': gzipSync(untimed) }))).toHaveLength(
      1,
    );
  });
});

describe('a log that was rotated', () => {
  const lines = SOURCE.toString().split(/(?<=\n)/);
  const [old, middle, young] = [lines.slice(0, 10), lines.slice(10, 20), lines.slice(20)].map((part) =>
    part.join(''),
  ) as [string, string, string];

  it.each([
    ['numbers', 'src.log.2.gz', 'src.log.1', 'src.log'],
    ['more of them', 'src.log.11.gz', 'src.log.10', 'src.log.9'],
    ['dates', 'src.log-20261126.gz', 'src.log-20261127', 'src.log'],
    ['dates alone', 'src.log-20261126', 'src.log-20261127', 'src.log-20261128'],
  ])('by %s is read as one, the oldest first', async (_, first, second, third) => {
    const root = folderOf({
      [`a/${first}`]: first.endsWith('.gz') ? gzipSync(old) : old,
      [`a/${second}`]: middle,
      [`a/${third}`]: young,
      'a/dst.log': DESTINATION,
    });
    const whole = await report({ runs: [folderOf(GOOD)] });
    const { runs, findings, figures } = await report({ runs: [root] });
    expect(runs).toMatchObject([{ name: join(root, 'a'), outcome: 'completed' }]);
    expect(figures).toEqual(whole.figures);
    expect(findings).toMatchObject([{ rule: 'logs-joined', severity: 'note' }]);
    expect(findings[0]?.message).toBe(`${join(root, 'a')}: read as one log: ${first}, ${second}, ${third}`);
  });

  it('in the middle of a line loses none', async () => {
    const text = SOURCE.toString();
    const root = folderOf({ 'a/src.log.1': text.slice(0, 700), 'a/src.log': text.slice(700) });
    expect(await runsIn(root)).toEqual([['a', 'completed']]);
  });

  it('needs no word about it where one file has all the events', async () => {
    expect(await rulesIn(folderOf({ ...GOOD, 'a/src.log.1': 'nothing\n' }))).toEqual([]);
  });

  it('that has several whole migrations gives all of them', async () => {
    const older = readFileSync(sample('precopy-src-v7.2.log'));
    const root = folderOf({ 'a/src.log.1': older, 'a/src.log': SOURCE });
    expect(await runsIn(root)).toEqual([
      ['a migration 1', 'completed'],
      ['a migration 2', 'completed'],
    ]);
  });
});

it('a folder without any run is refused as before', async () => {
  const root = folderOf({ 'a/src.log': '', b: null });
  await expect(report({ runs: [root] })).rejects.toMatchObject({ problems: [{ code: 'no-such-run' }] });
  cpSync(sample('precopy-src-v10.log'), join(root, 'b/src.log'));
  expect(await runsIn(root)).toEqual([
    ['b', 'completed'],
    ['a', 'no-event'],
  ]);
});
