import { describe, expect, it } from 'vitest';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';
import { errorsOf, linted, portedFixture } from '../support/linted.js';

const told = (name: string, fixes: boolean) =>
  linted(portedFixture(name, fixes)).findings.map(
    ({ severity, rule, checkpoint, fix }) => `${severity} ${rule} ${checkpoint} ${fix}`,
  );
const WARNING = 'warning fires-twice src-downtime-end --fixes';
const NOTE = 'note fires-twice src-downtime-end undefined';

/** What upstream's own code fires twice in a faithful port, and what is left of it with `--fixes`. */
function expected(name: string): { faithful: string[]; fixed: string[] } {
  if (/^[ABC]/.test(name)) return { faithful: [], fixed: [] };
  // To 2.11 the guard is whether postcopy was entered, not the value.
  if (/^[DE]/.test(name)) return { faithful: [WARNING], fixed: [] };
  if (/^[FG]/.test(name)) return { faithful: [WARNING], fixed: [NOTE] };
  // From 10.0 the call is in the guard, whether asked for or not.
  if (name.startsWith('M')) return { faithful: [NOTE], fixed: [NOTE] };
  return { faithful: [WARNING, WARNING], fixed: [NOTE] };
}

describe('a port by apply', () => {
  it.each(fixtureNames)('of %s has no error, and upstream’s own doubles alone', (name) => {
    const { faithful, fixed } = expected(name);
    expect(told(name, false)).toEqual(faithful);
    expect(told(name, true)).toEqual(fixed);
  });

  it.each(fixtureNames)('of %s has nothing that --fix would change', (name) => {
    for (const fixes of [false, true]) expect(linted(portedFixture(name, fixes)).changes).toEqual([]);
  });
});

describe('a tree that has the checkpoints from upstream', () => {
  it.each([
    ['K-8.2', [WARNING, WARNING]],
    ['L-9.0', [WARNING, WARNING]],
    ['M-10.0', [NOTE]],
  ])('as it is, %s, has no error', (name, known) => {
    const texts = fixtureTexts(name);
    expect(errorsOf(texts)).toEqual([]);
    expect(
      linted(texts).findings.map(
        ({ severity, rule, checkpoint, fix }) => `${severity} ${rule} ${checkpoint} ${fix}`,
      ),
    ).toEqual(known);
  });
});
