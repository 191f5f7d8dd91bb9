import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTiming, fileOf, type MadeMigration, playPrecopy } from './made-migration.js';
import { readTexts } from './read-sample.js';

const BEGIN = 1_721_976_657_000_000;
const OFFSET = 169_000_000;

/** Up to four migrations in one log, a minute apart. */
const anyMigrations = fc
  .array(anyTiming, { minLength: 1, maxLength: 4 })
  .map((timings) => timings.map((timing, index) => playPrecopy(timing, BEGIN + index * 60_000_000, OFFSET)));

const linesOf = (made: readonly MadeMigration[], side: 'source' | 'destination'): string[] =>
  made.flatMap((one) => one[side]);

/** The true time between two checkpoints. */
function apart(lines: readonly string[], from: string, to: string): number {
  const at = (name: string): number => {
    const [, seconds = '', fraction = ''] =
      /@(\d+)\.(\d+):/.exec(lines.find((line) => line.endsWith(` ${name}`)) ?? '') ?? [];
    return Number(seconds) * 1_000_000 + Number(fraction);
  };
  return at(to) - at(from);
}

/** Every total and every phase that is told must be the true one of some migration; whoever has none must say why. */
async function expectNoLie(
  made: readonly MadeMigration[],
  source: readonly string[],
  destination: readonly string[],
) {
  const { migrations } = await readTexts(fileOf(source), fileOf(destination), { offset: OFFSET });
  for (const { downtime, pause, outcome, findings, source: own, phases } of migrations) {
    for (const { lane, from, to, duration } of phases)
      if (lane === 'source' && duration !== null)
        expect(made.map((one) => apart(one.source, from, to))).toContain(duration.least);
    if (downtime !== null) expect(made.map((one) => one.downtime)).toContain(downtime);
    if (pause !== null) expect(made.map((one) => one.pause)).toContain(pause.least);
    if (outcome === 'incomplete') {
      expect(pause).toBeNull();
      if (!own?.complete) expect(downtime).toBeNull();
      expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    } else if (downtime === null) expect(findings.map(({ rule }) => rule)).toContain('unpaired');
  }
  return migrations;
}

describe('several migrations in one log', () => {
  it('are told apart, each with its totals', async () => {
    await fc.assert(
      fc.asyncProperty(anyMigrations, async (made) => {
        const migrations = await expectNoLie(made, linesOf(made, 'source'), linesOf(made, 'destination'));
        expect(migrations.map(({ downtime }) => downtime)).toEqual(made.map((one) => one.downtime));
        expect(migrations.map(({ pause }) => pause?.least)).toEqual(made.map((one) => one.pause));
      }),
      { numRuns: 100 },
    );
  });

  it('are the same when lines are shuffled, or give a named gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyMigrations.chain((made) =>
          fc.tuple(
            fc.constant(made),
            fc.shuffledSubarray(linesOf(made, 'source'), { minLength: linesOf(made, 'source').length }),
            fc.shuffledSubarray(linesOf(made, 'destination'), {
              minLength: linesOf(made, 'destination').length,
            }),
          ),
        ),
        async ([made, source, destination]) => {
          await expectNoLie(made, source, destination);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('give no wrong total when their logs are cut at either end', async () => {
    const cut = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    const slice = (lines: readonly string[], [from, to]: readonly [number, number]) =>
      lines.slice(Math.floor(from * lines.length), Math.ceil(to * lines.length));
    await fc.assert(
      fc.asyncProperty(anyMigrations, cut, cut, async (made, one, other) => {
        const source = slice(linesOf(made, 'source'), one);
        const destination = slice(linesOf(made, 'destination'), other);
        if (source.length + destination.length > 0) await expectNoLie(made, source, destination);
      }),
      { numRuns: 300 },
    );
  });

  it('give no wrong total when any single line is lost, or is there twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyMigrations, fc.nat(), fc.boolean(), async (made, place, isTwice) => {
        const source = linesOf(made, 'source');
        const at = place % source.length;
        const changed = source.flatMap((line, index) =>
          index === at ? (isTwice ? [line, line] : []) : [line],
        );
        const migrations = await expectNoLie(made, changed, linesOf(made, 'destination'));
        if (isTwice) expect(migrations).toHaveLength(made.length);
      }),
      { numRuns: 200 },
    );
  });
});
