import { describe, expect, it } from 'vitest';
import { checkpointLine, fileOf } from './made-migration.js';
import { readTexts, rules, sampleText } from './read-sample.js';

const WHOLE = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
];
const LOADED = [
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
];
const HOUR = 3600;

/** A log of whole migrations that begin at these seconds. */
function log(names: readonly string[], ...seconds: readonly number[]): string {
  return fileOf(
    seconds.flatMap((second) =>
      names.map((name, index) => checkpointLine((1_700_000_000 + second) * 1_000_000 + index * 100, name)),
    ),
  );
}

const untimed = (text: string) => text.replace(/^\d+@[\d.]+:/gm, '');

/** Where each migration's destination begins, in seconds; null where a side is missing. */
async function pairs(source: string, destination: string) {
  const { migrations } = await readTexts(source, destination);
  const seconds = (origin: number | null | undefined) =>
    origin == null ? null : Math.floor(origin / 1_000_000) - 1_700_000_000;
  return migrations.map((one) => [seconds(one.source?.origin), seconds(one.destination?.origin)]);
}

const isAmbiguous = async (source: string, destination: string) => {
  const { migrations } = await readTexts(source, destination);
  return migrations.map((one) => rules(one).includes('ambiguous-pairing'));
};

describe('migrations of two logs are paired', () => {
  it('by kind: a precopy and a postcopy, of which the destination has the precopy only', async () => {
    const source = sampleText('precopy-src-v10') + sampleText('postcopy-src-v10');
    const { migrations } = await readTexts(source, sampleText('precopy-dst-v10'));
    expect(migrations.map(({ kind, destination }) => [kind, destination !== null])).toEqual(
      expect.arrayContaining([
        ['precopy', true],
        ['unknown', false],
      ]),
    );
    const alone = migrations.find(({ destination }) => destination === null);
    expect(alone?.outcome).toBe('unpaired');
    expect(rules(alone ?? { findings: [] })).toContain('unpaired');
  });

  it('rather with a migration than with what looks like a background snapshot', async () => {
    const names = WHOLE.filter((name) => name !== 'src-iterable-saved');
    expect(await pairs(log(names, 0) + log(WHOLE, 1), log(LOADED, 0))).toEqual([
      [0, null],
      [1, 0],
    ]);
    const { migrations } = await readTexts(log(names, 0), log(LOADED, 0));
    expect(migrations).toMatchObject([
      { kind: 'precopy', outcome: 'incomplete', downtime: null, pause: null },
    ]);
    expect(rules(migrations[0] ?? { findings: [] })).toContain('missing-checkpoint');
  });

  it('by cause and effect where the clocks are known: what was loaded before is of another', async () => {
    const load = log(LOADED, 92, 115);
    const { migrations } = await readTexts(log(WHOLE, 100), load, { offset: 0 });
    expect(migrations.map(({ source, destination }) => [source !== null, destination !== null])).toEqual([
      [false, true],
      [true, true],
    ]);
  });

  it('not with what was loaded before the source had saved it, though it began later', async () => {
    const second = (at: number) => (1_700_000_000 + at) * 1_000_000;
    const slow = fileOf(WHOLE.map((name, index) => checkpointLine(second(100 + 10 * index), name)));
    const { migrations } = await readTexts(slow, log(LOADED, 105, 131), { offset: 0 });
    expect(migrations.map(({ source, destination }) => [source !== null, destination?.origin])).toEqual([
      [false, second(105)],
      [true, second(131)],
    ]);
  });

  it('so that what the source thought done and no destination loaded is no completed migration', async () => {
    const { migrations } = await readTexts(log(WHOLE, 0, 500), log(LOADED, 500));
    expect(migrations.map(({ outcome, downtime }) => [outcome, downtime])).toEqual([
      ['unpaired', 400],
      ['completed', 400],
    ]);
    const stated = await readTexts(log(WHOLE, 0, 500), log(LOADED, 500), {
      returnPath: 'on',
      offset: 'unknown',
    });
    expect(stated.migrations[0]?.outcome).toBe('completed');
  });

  it('by times where one pair shows that the clocks are set alike: nothing is loaded before it is saved', async () => {
    expect(await pairs(log(WHOLE, 4 * HOUR, 5 * HOUR), log(LOADED, 0, 4 * HOUR))).toEqual([
      [null, 0],
      [4 * HOUR, 4 * HOUR],
      [5 * HOUR, null],
    ]);
  });

  it('by one offset for all where the clocks are hours apart', async () => {
    const source = log(WHOLE, 0, 100, 1000);
    const destination = log(LOADED, 2 * HOUR, 2 * HOUR + 100);
    expect(await pairs(source, destination)).toEqual([
      [0, 2 * HOUR],
      [100, 2 * HOUR + 100],
      [1000, null],
    ]);
    expect(await isAmbiguous(source, destination)).toEqual([false, false, false]);
  });

  it('by the one offset of many though one of each happen to be at one time', async () => {
    const seconds = [0, 1000, 2100, 3300, 4600, 7200];
    const source = log(WHOLE, ...seconds);
    const destination = log(LOADED, ...seconds.map((second) => second + 2 * HOUR));
    expect(await pairs(source, destination)).toEqual(seconds.map((second) => [second, second + 2 * HOUR]));
    expect(await isAmbiguous(source, destination)).not.toContain(true);
  });

  it('and said to be ambiguous where several offsets fit as well', async () => {
    expect(await isAmbiguous(log(WHOLE, 0, 600, 1200), log(LOADED, 2 * HOUR, 2 * HOUR + 600))).toContain(
      true,
    );
    expect(await isAmbiguous(log(WHOLE, 0, 600), log(LOADED, 2, 602))).toEqual([false, false]);
  });

  it('and said to be ambiguous where nothing but the order tells, and some have no partner', async () => {
    const source = untimed(log(WHOLE, 0, 600));
    expect(await isAmbiguous(source, untimed(log(LOADED, 0)))).toEqual([true, true]);
    expect(await isAmbiguous(source, untimed(log(LOADED, 0, 600)))).toEqual([false, false]);
  });

  it('with a load that is hours later, as of a file', async () => {
    expect(await pairs(log(WHOLE, 0, 600), log(LOADED, 0, 9 * HOUR))).toEqual([
      [0, 0],
      [600, 9 * HOUR],
    ]);
  });
});

describe('two logs whose migrations are of unlike kinds', () => {
  const findingsOf = async (source: string, destination: string) => {
    const { migrations } = await readTexts(sampleText(source), sampleText(destination));
    return migrations.flatMap(({ findings }) => findings);
  };
  const found = async (source: string, destination: string) =>
    (await findingsOf(source, destination))
      .map(({ rule }) => rule)
      .filter((rule) => /kind|unpaired/.test(rule));

  it('are not paired where both tell, and are said to be unlike', async () => {
    const all = await findingsOf('precopy-src-v10', 'postcopy-dst-v10');
    const unpaired = all.filter(({ rule }) => rule === 'unpaired').map(({ message }) => message);
    expect(unpaired).toEqual([
      'this is a postcopy, and the log of the source has a precopy: they are not of one migration',
      'this is a precopy, and the log of the destination has a postcopy: they are not of one migration',
    ]);
  });

  it('are warned of where the destination loads RAM that the source did not save', async () => {
    expect(await found('postcopy-src-v10', 'precopy-dst-v10')).toEqual(['kinds-differ']);
  });

  it('are pointed out where the source’s checkpoints alone do not tell its kind', async () => {
    expect(await found('precopy-src-v7.2', 'postcopy-dst-v7.2')).toEqual(['kind-unproved']);
  });

  it.each([
    ['precopy', 'v10'],
    ['precopy', 'v7.2'],
    ['postcopy', 'v10'],
    ['postcopy', 'v7.2'],
    ['postcopy', 'v5.2'],
    ['file', 'v10'],
  ])('and nothing is said of the two of a %s of %s', async (mode, release) => {
    expect(await found(`${mode}-src-${release}`, `${mode}-dst-${release}`)).toEqual([]);
  });
});
