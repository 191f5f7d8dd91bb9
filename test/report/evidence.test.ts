import { describe, expect, it } from 'vitest';
import { checkpointLine, fileOf, stamp } from './made-migration.js';
import { onlyMigration, phaseOf, rules, sampleText } from './read-sample.js';

const source = sampleText('precopy-src-v10');
const destination = sampleText('precopy-dst-v10');
const without = (log: string, ...texts: readonly string[]): string =>
  log
    .split('\n')
    .filter((line) => !texts.some((text) => line.includes(text)))
    .join('\n');

/** Moves every time of a log. */
const moved = (log: string, by: number): string =>
  log.replace(
    /@(\d+)\.(\d{6}):/g,
    (_, seconds: string, fraction: string) =>
      `@${stamp(Number(seconds) * 1_000_000 + Number(fraction) + by)}:`,
  );

const begin = 1_795_374_601_000_000;

describe('a line that is lost', () => {
  it('of RAM makes no postcopy of a precopy', async () => {
    const lost = without(source, 'type=iterable idstr=ram ');
    expect(await onlyMigration(lost, undefined)).toMatchObject({ kind: 'unknown', downtime: 2026 });
    expect(await onlyMigration(lost, destination)).toMatchObject({ kind: 'precopy', outcome: 'completed' });
  });

  it('of src-iterable-saved is said, and no phase goes across the gap', async () => {
    const lost = without(source, 'src-iterable-saved');
    for (const other of [undefined, destination]) {
      const migration = await onlyMigration(lost, other);
      expect(rules(migration)).toContain('missing-checkpoint');
      expect(migration.phases.filter(({ lane }) => lane === 'source').map(({ id }) => id)).toEqual([
        'stop',
        'completion',
      ]);
    }
    const bare = without(lost, 'vmstate_downtime_save');
    const migration = await onlyMigration(bare, destination);
    expect([migration.outcome, rules(migration).includes('missing-checkpoint')]).toEqual([
      'incomplete',
      true,
    ]);
    expect(migration.phases.map(({ id }) => id)).not.toContain('non-iterable');
  });

  it('of begin and end leaves what may be a snapshot, or not', async () => {
    const middle = fileOf([
      checkpointLine(1_000_010_010, 'src-iterable-saved'),
      checkpointLine(1_000_010_100, 'src-non-iterable-saved'),
    ]);
    const migration = await onlyMigration(middle, undefined);
    expect(migration).toMatchObject({ kind: 'unknown', outcome: 'incomplete' });
    expect(rules(migration)).toContain('snapshot');
  });
});

describe('clocks', () => {
  it('of boot times are never taken as one', async () => {
    const boot = (log: string) =>
      log.replace(/^(\d+)@([\d.]+):/gm, 'qemu-$1 [000] ..... $2: tracing_mark_write: ');
    const migration = await onlyMigration(boot(source), boot(destination));
    expect(migration.clock).toMatchObject({ kind: 'bounded', offset: null });
    expect((await onlyMigration(boot(source), boot(destination), { offset: 0 })).pause?.most).toBe(2475);
  });

  it('that seem to be one prove no missing return path', async () => {
    // By equal clocks the source ends 4 µs too early; the bounds allow that it did not.
    const release = await onlyMigration(
      moved(sampleText('precopy-src-v7.2'), -200),
      sampleText('precopy-dst-v7.2'),
    );
    expect(release.clock).toMatchObject({ kind: 'same-host', offset: 0 });
    expect(release.returnPath).toBe('possible');
    const given = await onlyMigration(
      moved(sampleText('precopy-src-v7.2'), -200),
      sampleText('precopy-dst-v7.2'),
      { offset: 0 },
    );
    expect(given.returnPath).toBe('absent');
  });

  it('of one log contradict it where all is loaded before it is saved', async () => {
    const both = source + moved(destination, -3_000_000);
    const { readMigrations } = await import('../../src/report/build-report.js');
    const { readText } = await import('../support/read-text.js');
    const one = { name: 'both.log', log: await readText(both) };
    const { migrations } = readMigrations(
      { source: one, destination: one },
      { offset: undefined, returnPath: undefined },
    );
    expect(migrations.flatMap(rules)).toContain('logs-do-not-match');
    expect(migrations.every(({ pause }) => pause === null)).toBe(true);
  });
});

describe('a line of another thread between two of the source', () => {
  it('is no cause of what is loaded: the save below it began before', async () => {
    const row = (kind: string, at: number, duration: number, key = 'disk', thread = 7) =>
      `${thread}@${stamp(at)}:vmstate_downtime_${kind} type=non-iterable idstr=${key} instance_id=0 downtime=${duration}`;
    const saved = fileOf([
      checkpointLine(begin, 'src-downtime-start'),
      checkpointLine(begin + 10, 'src-vm-stopped'),
      checkpointLine(begin + 20, 'src-iterable-saved'),
      row('save', begin + 400, 5, 'other', 99),
      row('save', begin + 410, 380),
      checkpointLine(begin + 420, 'src-non-iterable-saved'),
      checkpointLine(begin + 430, 'src-downtime-end'),
    ]);
    const loaded = fileOf([
      row('load', begin + 120, 50),
      checkpointLine(begin + 500, 'dst-precopy-loadvm-completed'),
      checkpointLine(begin + 510, 'dst-precopy-bh-enter'),
      checkpointLine(begin + 520, 'dst-precopy-bh-announced'),
      checkpointLine(begin + 530, 'dst-precopy-bh-vm-started'),
    ]);
    const { clock } = await onlyMigration(saved, loaded, { offset: 'unknown' });
    // The line of its own thread before it is src-iterable-saved, at 20; the load began at 70; 2 are for rounding.
    expect(clock.interval.most).toBe(52);
  });
});

describe('two logs that may not belong together', () => {
  it.each([
    [-7_200_000_000, 'clocks-far-apart'],
    [7_200_000_000, 'loaded-late'],
    [30_000_000, undefined],
  ])('by clocks %i µs apart are doubted by %s', async (by, rule) => {
    const migration = await onlyMigration(source, moved(destination, by));
    const doubts = rules(migration).filter((one) => ['clocks-far-apart', 'loaded-late'].includes(one));
    expect(doubts).toEqual(rule === undefined ? [] : [rule]);
    expect(rules(await onlyMigration(source, moved(destination, by), { offset: by }))).not.toContain(rule);
  });
});

describe('a device that is loaded before the pause', () => {
  it('is not counted, and the load does not begin there', async () => {
    const setup =
      '6@1795374542.000000:vmstate_downtime_load type=non-iterable idstr=virtio-mem instance_id=0 downtime=9\n';
    const loaded = setup + sampleText('postcopy-dst-v10');
    const migration = await onlyMigration(sampleText('postcopy-src-v10'), loaded);
    expect(phaseOf(migration, 'load').duration?.least).toBe(337);
    expect(migration.devices.find(({ idstr }) => idstr === 'virtio-mem')?.load?.counts).toBe(
      'before-switchover',
    );
    expect(migration.pause).toEqual({ least: 1810, most: 1810 });
  });
});

describe('what is loaded behind the source’s end', () => {
  it.each([
    [600_000, 'precopy'],
    [5_000_000, 'file'],
  ])('by %i µs is a %s', async (by, kind) => {
    const migration = await onlyMigration(source, moved(destination, by), { offset: 0 });
    expect(migration.kind).toBe(kind);
    expect(rules(migration)).toContain('read-after-end');
    expect(rules(migration).includes('no-return-path')).toBe(kind === 'precopy');
  });
});

describe('clocks that agree less closely', () => {
  const noted = async (by: number, settings: Parameters<typeof onlyMigration>[2] = {}) => {
    const { findings } = await onlyMigration(source, moved(destination, by), settings);
    return findings.find(({ rule }) => rule === 'clocks-may-be-one')?.message;
  };

  it('may be one host’s, and the pause is said that it is then', async () => {
    expect(await noted(2000)).toBe(
      'the clocks may be one host’s; if they are, --clock-offset 0s says so, and the guest was paused 4.475 ms',
    );
    const { pause } = await onlyMigration(source, moved(destination, 2000), { offset: 0 });
    expect(pause).toEqual({ least: 4475, most: 4475 });
  });

  it('are not so if they cannot be, agree closely, hardly agree, or the user has spoken', async () => {
    for (const by of [-2000, 0, 20_000]) expect(await noted(by), String(by)).toBeUndefined();
    for (const offset of [0, 'unknown'] as const) expect(await noted(2000, { offset })).toBeUndefined();
  });
});
