import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTiming, fileOf, playPostcopy, playPrecopy, stamp } from './made-migration.js';
import { onlyMigration, readTexts, rules, sampleText } from './read-sample.js';

const BEGIN = 1_795_000_000_000_000;

/** The lines with one of them printed again, so many microseconds later. */
function doubled(lines: readonly string[], name: string, later: number): string[] {
  return lines.flatMap((line) => {
    const [, thread, seconds, fraction, rest = ''] = /^(\d+)@(\d+)\.(\d+):(.*)$/.exec(line) ?? [];
    if (!rest.endsWith(` ${name}`)) return [line];
    return [line, `${thread}@${stamp(Number(seconds) * 1_000_000 + Number(fraction) + later)}:${rest}`];
  });
}

const namesIn = (lines: readonly string[]): string[] => [
  ...new Set(lines.flatMap((line) => /checkpoint (\S+)$/.exec(line)?.[1] ?? [])),
];

describe('a checkpoint that fires twice at once, as a call that stands twice in the source', () => {
  it.each([
    ['precopy', playPrecopy],
    ['postcopy', playPostcopy],
  ] as const)('is said of the one %s that it is of, on either side', async (_, play) => {
    await fc.assert(
      fc.asyncProperty(
        anyTiming,
        fc.nat(),
        fc.integer({ min: 1, max: 400 }),
        async (timing, place, later) => {
          // So long that what fires again does so before the next migration could begin.
          const [enter, announce, start] = timing.steps;
          const steps = [enter + 1_000, announce + 1_000, start + 1_000] as const;
          const slow = { ...timing, steps, completion: timing.completion + 1_000 };
          const made = play(slow, BEGIN, 0);
          const names = namesIn([...made.source, ...made.destination]);
          const name = names[place % names.length] ?? '';
          const [source, destination] = [made.source, made.destination].map((lines) =>
            fileOf(doubled(lines, name, later)),
          );
          const migration = await onlyMigration(source, destination, { offset: 0 });
          const found = rules(migration);
          if (name === 'src-downtime-end') {
            expect(migration).toMatchObject({ outcome: 'completed', downtime: made.downtime });
            expect(found).toContain('duplicate-end');
          } else {
            expect(migration).toMatchObject({ outcome: 'incomplete', pause: null });
            expect(found).toContain('duplicate-checkpoint');
            expect(found).not.toContain('missing-checkpoint');
            expect(found).not.toContain('failed-load');
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is said of a recorded migration as well, and no other is made up', async () => {
    const source = sampleText('precopy-src-v10');
    const destination = sampleText('precopy-dst-v10');
    for (const name of namesIn(destination.split('\n'))) {
      const twice = doubled(destination.split('\n'), name, 1).join('\n');
      const migration = await onlyMigration(source, twice);
      expect(migration.findings.find(({ rule }) => rule === 'duplicate-checkpoint')?.message).toContain(name);
    }
  });

  it('is another migration where that comes later: the first failed', async () => {
    const made = sampleText('precopy-dst-v7.2').trim().split('\n');
    const again = doubled(made, 'dst-precopy-loadvm-completed', 0);
    expect(again).toHaveLength(made.length + 1);
    const begin = again.findIndex((line) => line.endsWith('dst-precopy-loadvm-completed'));
    const earlier = again.map((line, index) =>
      index === begin ? line.replace(/@(\d+)/, (_, seconds: string) => `@${Number(seconds) - 4}`) : line,
    );
    const { migrations } = await readTexts(undefined, fileOf(earlier));
    expect(migrations.map(({ outcome }) => outcome)).toEqual(['incomplete', 'completed']);
  });
});

describe('a device that is loaded twice at once', () => {
  it('is said to be there again, and begins no other migration', async () => {
    const made = sampleText('precopy-dst-v10').trim().split('\n');
    const row = made.findIndex((line) => line.includes('idstr=cpu_common'));
    const again = (made[row] ?? '').replace(/\.(\d{6})/, (_, fraction: string) => `.${Number(fraction) + 1}`);
    const text = fileOf([...made.slice(0, row + 1), again, ...made.slice(row + 1)]);
    const migration = await onlyMigration(sampleText('precopy-src-v10'), text);
    expect(migration.outcome).toBe('completed');
    expect(rules(migration)).toContain('repeated-device');
  });
});
