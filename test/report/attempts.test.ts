import { describe, expect, it } from 'vitest';
import { checkpointLine, fileOf } from './made-migration.js';
import { readTexts, rules } from './read-sample.js';

const SAVED = ['src-downtime-start', 'src-vm-stopped', 'src-iterable-saved', 'src-non-iterable-saved'];
const WHOLE = [...SAVED, 'src-downtime-end'];
const LOADED = [
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
];

/** A log in which the names follow each other, 100 µs apart; a number is a wait of so many seconds. */
function log(...names: readonly (string | number)[]): string {
  let at = 1_000_000_000;
  const lines: string[] = [];
  for (const name of names) {
    at += typeof name === 'number' ? name * 1_000_000 : 100;
    if (typeof name === 'string') lines.push(checkpointLine(at, name));
  }
  return fileOf(lines);
}

async function outcomes(source: string | undefined, destination?: string) {
  const { migrations } = await readTexts(source, destination);
  return migrations.map(({ outcome, kind, downtime }) => [outcome, kind, downtime]);
}

describe('migrations in a source’s log', () => {
  it('that failed and was tried again are two, the first without totals', async () => {
    expect(await outcomes(log(...SAVED.slice(0, 2), 5, ...WHOLE))).toEqual([
      ['incomplete', 'unknown', null],
      ['completed', 'unknown', 400],
    ]);
  });

  it('that ended twice is one', async () => {
    expect(await outcomes(log(...WHOLE, 2, 'src-downtime-end', 5, ...WHOLE))).toEqual([
      ['completed', 'postcopy', 400],
      ['completed', 'unknown', 400],
    ]);
  });

  it('of which one begins where the log begins, too late', async () => {
    expect(
      await outcomes(log('src-iterable-saved', 'src-non-iterable-saved', 'src-downtime-end', 9, ...WHOLE)),
    ).toEqual([
      ['incomplete', 'unknown', null],
      ['completed', 'unknown', 400],
    ]);
  });

  it('of which one has nothing left but its end', async () => {
    const snapshot = ['src-iterable-saved', 'src-non-iterable-saved'];
    expect(await outcomes(log('src-downtime-end', 9, ...snapshot))).toEqual([
      ['incomplete', 'unknown', null],
      ['completed', 'savevm', null],
    ]);
  });

  it('between which snapshots were taken by savevm', async () => {
    const snapshot = ['src-iterable-saved', 'src-non-iterable-saved'];
    expect(await outcomes(log(...snapshot, 3, ...snapshot, 3, ...WHOLE, 3, ...snapshot))).toEqual([
      ['completed', 'savevm', null],
      ['completed', 'savevm', null],
      ['completed', 'unknown', 400],
      ['completed', 'savevm', null],
    ]);
  });

  it('as a background snapshot, in which nothing iterable ends', async () => {
    const names = WHOLE.filter((name) => name !== 'src-iterable-saved');
    expect(await outcomes(log(...names))).toEqual([['completed', 'background-snapshot', 300]]);
    const { migrations } = await readTexts(log(...names), undefined);
    expect(migrations[0]?.findings).toEqual([]);
  });

  it('are not totalled where a checkpoint is there twice, since the two may be of different ones', async () => {
    expect(await outcomes(log(...SAVED, 'src-vm-stopped', 'src-downtime-end'))).toEqual([
      ['incomplete', 'unknown', null],
    ]);
  });

  it('are not totalled where the order is impossible', async () => {
    const [start = '', stopped = '', iterable = '', ...rest] = WHOLE;
    const { migrations } = await readTexts(log(start, iterable, stopped, ...rest), undefined);
    expect(migrations[0]).toMatchObject({ outcome: 'incomplete', downtime: null });
    expect(rules(migrations[0] ?? { findings: [] })).toEqual(['order-impossible', 'missing-side']);
  });
});

describe('migrations in a destination’s log', () => {
  it('of which the load of one failed', async () => {
    const { migrations } = await readTexts(undefined, log(...LOADED.slice(0, 1), 4, ...LOADED));
    expect(migrations.map(({ outcome }) => outcome)).toEqual(['incomplete', 'completed']);
    expect(rules(migrations[0] ?? { findings: [] })).toContain('failed-load');
  });
});

describe('migrations of two logs', () => {
  it('are paired whole with whole', async () => {
    const { migrations } = await readTexts(log(...SAVED, 60, ...WHOLE), log(60, ...LOADED));
    expect(migrations.map(({ source, destination }) => [source !== null, destination !== null])).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(rules(migrations[0] ?? { findings: [] })).toContain('unpaired');
  });

  it('are paired whole with whole though the clocks put the failed one nearer', async () => {
    const { migrations } = await readTexts(log(...SAVED, 60, ...WHOLE), log(5, ...LOADED));
    expect(migrations.map(({ outcome, destination }) => [outcome, destination !== null])).toEqual([
      ['incomplete', false],
      ['completed', true],
    ]);
  });

  it('are paired with the nearest by the offset that is given', async () => {
    const source = log(...WHOLE, 600, ...WHOLE, 600, ...WHOLE);
    const { migrations } = await readTexts(source, log(600, ...LOADED), { offset: 600_000_000 - 700 });
    expect(migrations.map(({ pause }) => pause !== null)).toEqual([true, false, false]);
  });

  it('are paired with the nearest where one log lacks some', async () => {
    const { migrations } = await readTexts(log(...WHOLE, 600, ...WHOLE, 600, ...WHOLE), log(600, ...LOADED));
    expect(migrations.map(({ destination }) => destination !== null)).toEqual([false, true, false]);
  });

  it('keep the source’s downtime where the load failed, and are incomplete', async () => {
    expect(await outcomes(log(...WHOLE), log('dst-precopy-loadvm-completed'))).toEqual([
      ['incomplete', 'unknown', 400],
    ]);
  });

  it('may stand in one log, which is most likely by one clock', async () => {
    const both = log(...SAVED, ...LOADED, 'src-downtime-end');
    const { readMigrations } = await import('../../src/report/build-report.js');
    const { readText } = await import('../support/read-text.js');
    const one = { name: 'both.log', log: await readText(both) };
    const { migrations, findings } = readMigrations(
      { source: one, destination: one },
      { offset: undefined, returnPath: undefined },
    );
    expect(migrations[0]).toMatchObject({
      clock: { kind: 'same-host', basis: 'close-agreement', offset: 0 },
      pause: { least: 700, most: 700 },
      returnPath: 'possible',
    });
    expect(findings).toEqual([]);
  });
});

describe('what is said about a log', () => {
  it.each([
    ['that holds the other side', log(...LOADED), 'wrong-side'],
    ['that holds nothing', 'a line\n', 'no-event'],
    ['with a name from upstream’s message', log(...SAVED, 'src-downtime-stop'), 'unknown-checkpoint'],
    [
      'with lines that were shuffled',
      fileOf(
        log(...WHOLE)
          .trim()
          .split('\n')
          .reverse(),
      ),
      'out-of-order-lines',
    ],
    ['with a line that was damaged', `${log(...WHOLE)}vmstate_downtime_checkpoint\n`, 'lines-skipped'],
    ['of which the end is missing', `${log(...WHOLE)}7@1.000000:vmstate_downtime_save type=it`, 'log-cut'],
  ])('%s', async (_, text, rule) => {
    const { findings } = await readTexts(text, undefined);
    expect(rules({ findings })).toContain(rule);
  });
});
