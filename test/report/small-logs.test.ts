import { describe, expect, it } from 'vitest';
import { onlyMigration, phaseOf, readJournal, readTexts, rules } from './read-sample.js';

/** A log of the log backend: each event at so many microseconds of a second. */
function log(thread: number, ...events: readonly (readonly [at: number, event: string])[]): string {
  return events
    .map(([at, event]) => `${thread}@1700000000.${String(at).padStart(6, '0')}:vmstate_downtime_${event}\n`)
    .join('');
}

const mark = (name: string): string => `checkpoint ${name}`;
const row = (kind: 'save' | 'load', type: string, idstr: string, duration: number): string =>
  `${kind} type=${type} idstr=${idstr} instance_id=0 downtime=${duration}`;

const SOURCE: readonly (readonly [number, string])[] = [
  [100, mark('src-downtime-start')],
  [110, mark('src-vm-stopped')],
  [120, row('save', 'iterable', 'ram', 8)],
  [122, mark('src-iterable-saved')],
  [140, row('save', 'non-iterable', 'cpu', 15)],
  [141, mark('src-non-iterable-saved')],
  [160, mark('src-downtime-end')],
];

const destinationOf = (
  ...loads: readonly (readonly [number, string])[]
): readonly (readonly [number, string])[] => [
  ...loads,
  [200, mark('dst-precopy-loadvm-completed')],
  [210, mark('dst-precopy-bh-enter')],
  [220, mark('dst-precopy-bh-announced')],
  [230, mark('dst-precopy-bh-vm-started')],
];

describe('a row’s begin', () => {
  it('is allowed for both of its stamps being cut to microseconds', async () => {
    // The load of cpu began at 121 by its figure, one before the event that the save can only follow.
    const destination = destinationOf(
      [118, row('load', 'iterable', 'ram', 1)],
      [150, row('load', 'non-iterable', 'cpu', 29)],
    );
    const { clock, findings } = await onlyMigration(log(1, ...SOURCE), log(2, ...destination));
    expect(clock.interval.most).toBe(1);
    expect(rules({ findings })).not.toContain('logs-do-not-match');
  });
});

describe('the rows of a phase', () => {
  it('are those that end in it', async () => {
    const late = [
      ...SOURCE.slice(0, 4),
      // Printed by another thread behind the checkpoint that ends its phase.
      [130, row('save', 'iterable', 'dirty-bitmap', 5)] as const,
      ...SOURCE.slice(4),
    ];
    const migration = await onlyMigration(log(1, ...late), undefined);
    expect(phaseOf(migration, 'iterable').rows).toMatchObject({ count: 1, explained: 8 });
  });
});

describe('a destination that loads anew', () => {
  it('begins another attempt with the first device that comes behind a stream’s end', async () => {
    const failed = destinationOf([150, row('load', 'non-iterable', 'cpu', 5)]).slice(0, 2);
    const again = destinationOf(
      [150, row('load', 'non-iterable', 'timer', 7)],
      [160, row('load', 'non-iterable', 'cpu', 5)],
    );
    const later = again.map(([at, event]) => [at + 5000, event] as const);
    const { migrations } = await readTexts(undefined, log(2, ...failed, ...later));
    expect(migrations.map(({ outcome, devices }) => [outcome, devices.map(({ idstr }) => idstr)])).toEqual([
      ['incomplete', ['cpu']],
      ['completed', ['timer', 'cpu']],
    ]);
  });
});

describe('what was loaded before the pause', () => {
  it('is told by the first device that was saved in it', async () => {
    const early = destinationOf(
      [50, row('load', 'non-iterable', 'virtio-mem', 3)],
      [150, row('load', 'non-iterable', 'cpu', 5)],
    );
    const one = await onlyMigration(log(1, ...SOURCE), log(2, ...early), { offset: 0 });
    expect(phaseOf(one, 'load')).toMatchObject({ duration: { least: 55 } });
  });
});

describe('a kind is named only where the log shows it:', () => {
  it.each([
    ['cut at the front', SOURCE.slice(5)],
    ['cut at both ends', SOURCE.slice(5, 6)],
    ['cut behind the iterable state', SOURCE.slice(2, 4)],
  ])('one that is %s may be of any', async (_, events) => {
    const { kind, outcome } = await onlyMigration(log(1, ...events), undefined);
    expect([kind, outcome]).toEqual(['unknown', 'incomplete']);
  });

  it('a clock that was set back makes no snapshot of one event', async () => {
    const back = SOURCE.map(
      ([at, event]) => [event.includes('non-iterable-saved') ? 50 : at, event] as const,
    );
    const { migrations } = await readTexts(log(1, ...back), undefined);
    expect(migrations.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['unknown', 'incomplete'],
      ['precopy', 'incomplete'],
    ]);
  });

  it('a background snapshot has a begin, a snapshot by savevm both of its ends', async () => {
    const background = [...SOURCE.slice(0, 2), ...SOURCE.slice(4)];
    expect(await onlyMigration(log(1, ...background), undefined)).toMatchObject({
      kind: 'background-snapshot',
    });
    const { kind } = (await readTexts(log(1, ...SOURCE.slice(3, 6), ...later(SOURCE)), undefined))
      .migrations[0] ?? { kind: undefined };
    expect(kind).toBe('savevm');
  });
});

const later = (events: typeof SOURCE) => events.map(([at, event]) => [at + 5000, event] as const);

describe('lines out of order', () => {
  it.each([
    [1, /^1 line is earlier than one before it; /],
    [2, /^2 lines are earlier than one before them; /],
  ])('are counted: %d', async (count, message) => {
    const [first, second, ...rest] = SOURCE;
    const third = rest[0];
    if (!first || !second || !third) throw new Error('too few');
    const mixed = count === 1 ? [second, first, ...rest] : [third, second, first, ...rest.slice(1)];
    const { findings, migrations } = await readTexts(log(1, ...mixed), undefined);
    const all = [...findings, ...migrations.flatMap((one) => one.findings)];
    expect(all.find(({ rule }) => rule === 'out-of-order-lines')?.message).toMatch(message);
  });
});

describe('a checkpoint of a name that does not exist', () => {
  const mine = log(9, [250, mark('acme-mark')]);
  const [source, destination] = [log(1, ...SOURCE), log(2, ...destinationOf())];
  const skippedOf = async (...texts: readonly [string | undefined, string | undefined]) => {
    const { inputs, findings } = await readTexts(...texts);
    return [
      inputs.map(({ skipped }) => [skipped['other-side'], skipped['unknown-name']]),
      rules({ findings }),
    ];
  };

  it('is of no known name in either log, and of no side', async () => {
    const told = [[[0, 1]], ['unknown-checkpoint']];
    expect(await skippedOf(source + mine, undefined)).toEqual(told);
    expect(await skippedOf(undefined, destination + mine)).toEqual(told);
    expect(await skippedOf(source, destination + mine)).toEqual([
      [
        [0, 0],
        [0, 1],
      ],
      ['unknown-checkpoint'],
    ]);
  });

  it('makes no log one of the other side', async () => {
    const { findings } = await readTexts(undefined, mine);
    expect(rules({ findings })).toEqual(['no-event', 'unknown-checkpoint']);
  });

  it('is said once of one log of both sides, with the name that was meant', async () => {
    const both = source + destination + mine + log(1, [300, mark('dst-precopy-loadvm-completes')]);
    const { findings } = await readJournal(both);
    expect(findings.map(({ rule, side }) => [rule, side])).toEqual([
      ['unknown-checkpoint', 'source'],
      ['unknown-checkpoint', 'destination'],
    ]);
  });
});

describe('what does not fit is named:', () => {
  it('a row that is longer than all of its phase', async () => {
    const long = SOURCE.map(([at, event]) => [at, event.replace('downtime=15', 'downtime=4650')] as const);
    const { findings } = await onlyMigration(log(1, ...long), undefined);
    const found = findings.find(({ rule }) => rule === 'row-too-long');
    expect(found).toMatchObject({ line: 5, severity: 'warning' });
    expect(found?.message).toContain('cpu#0 took 4.650 ms, and all of non-iterable 19 µs');
    expect(rules(await onlyMigration(log(1, ...SOURCE), undefined))).not.toContain('row-too-long');
  });

  it('a clock that was set back by more than threads print late', async () => {
    const back = (by: number) =>
      SOURCE.map(([at, event], index) => [2_000_000 + at - (index > 3 ? by : 0), event] as const);
    const said = async (by: number) => {
      const wide = back(by).map(([at, event]) => {
        const stamp = `${1_700_000_000_000_000 + at}`.replace(/(\d{6})$/, '.$1');
        return `1@${stamp}:vmstate_downtime_${event}\n`;
      });
      const { findings } = await readTexts(wide.join(''), undefined);
      return findings.find(({ rule }) => rule === 'out-of-order-lines')?.message;
    };
    expect(await said(1_500_000)).toContain('one is by 1.500 s: was the clock set back meanwhile?');
    expect(await said(100)).not.toContain('clock');
  });

  it('a load long after a migration that failed', async () => {
    const loads = destinationOf([190, row('load', 'iterable', 'ram', 5)]);
    const [soon, later] = [0, 30].map((seconds) =>
      log(2, ...loads).replaceAll('@1700000000', `@${1_700_000_000 + seconds}`),
    );
    // With the row of RAM in both, cause and effect bound the clocks; without, nothing does.
    for (const length of [2, 3]) {
      const failed = log(1, ...SOURCE.slice(0, length));
      expect(rules(await onlyMigration(failed, later))).toContain('loaded-late');
      expect(rules(await onlyMigration(failed, soon))).not.toContain('loaded-late');
    }
    expect(rules(await onlyMigration(log(1, ...SOURCE), later))).not.toContain('loaded-late');
  });
});

describe('a source that did not wait', () => {
  it('has a downtime that is too short by what the times tell, or by they do not tell how much', async () => {
    const told = async (offset: number | 'unknown', shift: number) => {
      const destination = destinationOf().map(([at, event]) => [at + shift, event] as const);
      const { findings } = await onlyMigration(log(1, ...SOURCE), log(2, ...destination), {
        offset,
        returnPath: 'off',
      });
      return findings.find(({ rule }) => rule === 'no-return-path')?.message.replace(/^.*\): /, '');
    };
    expect(await told(0, 0)).toBe('its downtime is too short by 70 µs');
    expect(await told(0, -55)).toBe('its downtime is too short by 15 µs');
    // Loaded at 200 at the earliest, and saved at 141: the clocks differ by 59 at most, and the guest ran 11 later.
    expect(await told('unknown', 0)).toBe('its downtime is too short by at least 11 µs');
    const slow = SOURCE.map(([at, event]) => [event.endsWith('downtime-end') ? at + 40 : at, event] as const);
    const { findings } = await onlyMigration(log(1, ...slow), log(2, ...destinationOf()), {
      offset: 'unknown',
      returnPath: 'off',
    });
    expect(findings.find(({ rule }) => rule === 'no-return-path')?.message).toContain(
      'its downtime may be too short, by how much the times do not tell',
    );
  });
});
