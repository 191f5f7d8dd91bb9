import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTiming, fileOf, playPrecopy } from './made-migration.js';
import { readTexts, rules } from './read-sample.js';

const BEGIN = 1_721_976_657_000_000;

const timeOf = (line: string): number => Number(line.slice(line.indexOf('@') + 1, line.indexOf(':')));

/** Lines of several QEMUs as one trace has them: by their times. */
const mixed = (...logs: readonly (readonly string[])[]): string =>
  fileOf(
    logs
      .flatMap((lines, thread) => lines.map((line) => line.replace(/^\d+@/, `${thread + 20}@`)))
      .sort((one, other) => timeOf(one) - timeOf(other)),
  );

describe('two QEMUs that migrate at once in one trace', () => {
  it('are told apart by their threads, each with its own downtime', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyTiming, fc.nat(1_000_000), async (one, other, later) => {
        const made = [playPrecopy(one, BEGIN, 0), playPrecopy(other, BEGIN + later, 0)];
        const source = mixed(...made.map((each) => each.source));
        const { migrations } = await readTexts(source, undefined);
        expect(migrations.map(({ downtime }) => downtime).sort()).toEqual(
          made.map(({ downtime }) => downtime).sort(),
        );
        const loads = mixed(...made.map((each) => each.destination));
        const { migrations: loaded } = await readTexts(undefined, loads);
        expect(loaded.map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
      }),
      { numRuns: 60 },
    );
  });

  const timing = {
    stop: 500,
    beforeRam: 500,
    devices: [{ save: 500, load: 300, gap: 5 }],
    after: 100,
    transit: 50,
    steps: [10, 10, 10],
    completion: 100,
    returnPath: false,
  } as const;
  const [first, second] = [playPrecopy(timing, BEGIN, 0), playPrecopy(timing, BEGIN + 300, 0)];

  it('are said to be, which two that follow each other are not', async () => {
    const both = await readTexts(mixed(first.source, second.source), undefined);
    expect(rules({ findings: both.findings })).toContain('interleaved');
    const after = playPrecopy(timing, BEGIN + 60_000_000, 0);
    const apart = await readTexts(mixed(first.source, after.source), undefined);
    expect(apart.migrations).toHaveLength(2);
    expect(rules({ findings: apart.findings })).not.toContain('interleaved');
  });

  it('are not totalled where nothing tells them apart', async () => {
    const source = mixed(first.source, second.source).replace(/^\d+@/gm, '7@');
    const { migrations } = await readTexts(source, undefined);
    expect(migrations.every(({ downtime }) => downtime === null)).toBe(true);
  });
});
