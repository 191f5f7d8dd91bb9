import { describe, expect, it } from 'vitest';
import { onlyMigration, phaseOf, readTexts, rules } from './read-sample.js';

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
