import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTiming, fileOf, playPrecopy } from './made-migration.js';
import { readTexts, rules } from './read-sample.js';

/** Lines as of QEMU 10.1, which have no thread, with or without the process that the journal puts before them. */
const threadless = (text: string, isNamed: boolean): string =>
  text.replace(/^(\d+)@(\d+)\.(\d+):/gm, (_, thread: string, seconds: string, fraction: string) => {
    const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
    return `${isNamed ? `Nov 18 22:26:00 h1 qemu-system-x86_64[${thread}]: ` : ''}${date}.${fraction}Z `;
  });

const BEGIN = 1_721_976_657_000_000;

const timeOf = (line: string): number => Number(line.slice(line.indexOf('@') + 1, line.indexOf(':')));

/** Lines of several QEMUs as one trace has them: by their times. */
const mixed = (...logs: readonly (readonly string[])[]): string =>
  fileOf(
    logs
      .flatMap((lines, thread) => lines.map((line) => line.replace(/^\d+@/, `${thread + 20}@`)))
      .sort((one, other) => timeOf(one) - timeOf(other)),
  );

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

  it('are told apart by their processes where lines have no threads', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyTiming, fc.nat(1_000_000), async (one, other, later) => {
        const made = [playPrecopy(one, BEGIN, 0), playPrecopy(other, BEGIN + later, 0)];
        const source = threadless(mixed(...made.map((each) => each.source)), true);
        const loads = threadless(mixed(...made.map((each) => each.destination)), true);
        const { migrations } = await readTexts(source, undefined);
        expect(migrations.map(({ downtime }) => downtime).sort()).toEqual(
          made.map(({ downtime }) => downtime).sort(),
        );
        const { migrations: loaded } = await readTexts(undefined, loads);
        expect(loaded.map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
      }),
      { numRuns: 60 },
    );
  });

  it('without threads and processes make no completed migration of two, and that is said', async () => {
    const bare = (text: string) => text.replace(/^.*downtime_(?:save|load) .*\n/gm, '');
    await fc.assert(
      fc.asyncProperty(anyTiming, anyTiming, fc.nat(1_000_000), fc.boolean(), async (...drawn) => {
        const [one, other, later, hasRows] = drawn;
        const made = [playPrecopy(one, BEGIN, 0), playPrecopy(other, BEGIN + later, 0)];
        const only = (text: string) => threadless(hasRows ? text : bare(text), false);
        const { migrations } = await readTexts(only(mixed(...made.map((each) => each.source))), undefined);
        const told = migrations.flatMap(({ downtime }) => downtime ?? []);
        for (const downtime of told) expect(made.map((each) => each.downtime)).toContain(downtime);
        if (told.length < made.length)
          expect(migrations.some(({ outcome }) => outcome === 'incomplete')).toBe(true);
      }),
      { numRuns: 150 },
    );
    const both = threadless(bare(mixed(first.source, second.source)), false);
    const { migrations } = await readTexts(both, undefined);
    expect(migrations.map(({ outcome, downtime }) => [outcome, downtime])).not.toContainEqual(
      expect.arrayContaining(['completed']),
    );
    expect(migrations.flatMap(rules)).toContain('interleaved');
    expect(migrations.flatMap(({ phases }) => phases)).toEqual([]);
    const soon = playPrecopy(timing, BEGIN + 5, 0);
    const loads = threadless(bare(mixed(first.destination, soon.destination)), false);
    const loaded = (await readTexts(undefined, loads)).migrations;
    expect(loaded.some(({ outcome }) => outcome === 'completed')).toBe(false);
  });
});

describe('one QEMU whose lines have no threads', () => {
  it('has failed and tried again: that is no mixture of two', async () => {
    const [failed, again] = [playPrecopy(timing, BEGIN, 0), playPrecopy(timing, BEGIN + 5_000_000, 0)];
    for (const length of [1, 2, 4, 5]) {
      const text = threadless(fileOf([...failed.source.slice(0, length), ...again.source]), false);
      const { migrations } = await readTexts(text, undefined);
      expect(migrations.map(({ outcome, downtime }) => [outcome, downtime])).toEqual([
        ['incomplete', null],
        ['completed', again.downtime],
      ]);
    }
  });
});
