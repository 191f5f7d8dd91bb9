import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval, Span } from '../../src/report/model.js';
import { anyTiming, checkpointLine, fileOf, playPostcopy, playPrecopy } from './made-migration.js';
import { onlyMigration } from './read-sample.js';

const BEGIN = 1_721_976_657_000_000;
/** Up to an hour in either direction, and as often nearly none. */
const anyOffset = fc.oneof(
  fc.integer({ min: -3_600_000_000, max: 3_600_000_000 }),
  fc.integer({ min: -2000, max: 2000 }),
);

function contains({ least, most }: Interval | Span, value: number): boolean {
  return (least === null || least <= value) && (most === null || value <= most);
}

describe('the interval of clock offsets', () => {
  it('contains the true offset, and the pause its true length', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy(timing, BEGIN, offset);
        const { clock, downtime, pause, returnPath } = await onlyMigration(
          fileOf(made.source),
          fileOf(made.destination),
          { offset: 'unknown' },
        );
        expect(contains(clock.interval, offset)).toBe(true);
        expect(downtime).toBe(made.downtime);
        expect(pause && contains(pause, made.pause)).toBe(true);
        if (made.returnPath) {
          expect(returnPath).toBe('possible');
          expect(clock.withReturnPath && contains(clock.withReturnPath, offset)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('closes where the user says that the return path was on', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy({ ...timing, returnPath: true }, BEGIN, offset);
        const { clock, pause } = await onlyMigration(fileOf(made.source), fileOf(made.destination), {
          offset: 'unknown',
          returnPath: 'on',
        });
        expect(contains(clock.interval, offset)).toBe(true);
        expect(clock.width).toBeGreaterThanOrEqual(0);
        expect(pause?.most).toBeGreaterThanOrEqual(made.pause);
        expect(pause?.least).toBeLessThanOrEqual(made.pause);
      }),
      { numRuns: 200 },
    );
  });

  it('is not bounded by the second end of a precopy, which waits for nobody', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy({ ...timing, returnPath: false }, BEGIN, offset);
        const second = checkpointLine(BEGIN + made.downtime + 1, 'src-downtime-end');
        const { clock } = await onlyMigration(fileOf([...made.source, second]), fileOf(made.destination), {
          offset: 'unknown',
        });
        expect(clock.interval.least).toBeNull();
        expect(contains(clock.interval, offset)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is closed in postcopy, as tightly as the last load and the second end allow', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPostcopy(timing, BEGIN, offset);
        const { clock, kind, downtime, pause } = await onlyMigration(
          fileOf(made.source),
          fileOf(made.destination),
          { offset: 'unknown' },
        );
        expect([kind, downtime]).toEqual(['postcopy', made.downtime]);
        // The source heard of the last load after one transit.
        expect(clock.interval.least).toBe(offset - timing.transit);
        expect(contains(clock.interval, offset)).toBe(true);
        expect(pause && contains(pause, made.pause)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves exact figures where the offset is given', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy(timing, BEGIN, offset);
        const migration = await onlyMigration(fileOf(made.source), fileOf(made.destination), { offset });
        expect(migration.pause).toEqual({ least: made.pause, most: made.pause });
        expect(migration.returnPath).toBe(made.returnPath ? 'possible' : migration.returnPath);
        const chain = migration.phases.filter(({ id }) => id !== 'load' && id !== 'completion');
        const sum = chain.reduce((total, { duration }) => total + (duration?.least ?? Number.NaN), 0);
        expect(sum).toBe(made.pause);
      }),
      { numRuns: 200 },
    );
  });

  it('is too narrow for a wrong offset to pass', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy(timing, BEGIN, offset);
        const lie = offset + 700_000_000;
        const migration = await onlyMigration(fileOf(made.source), fileOf(made.destination), { offset: lie });
        expect(migration.pause).toBeNull();
        expect(migration.findings.map(({ rule }) => rule)).toContain('logs-do-not-match');
      }),
      { numRuns: 50 },
    );
  });
});
