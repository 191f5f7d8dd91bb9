import { describe, expect, it } from 'vitest';
import { lintTexts } from '../../scripts/trials/lint-texts.js';
import { everyNthOfKind } from '../../scripts/trials/mutants/choose.js';
import { MutantJudge } from '../../scripts/trials/mutants/judge-mutant.js';
import { mutantsOf } from '../../scripts/trials/mutants/mutants.js';
import { judgeCalls } from '../../scripts/trials/wrong-ports/judge-calls.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { portOf } from '../support/linted.js';
import { realTexts } from './real-tree.js';

/** Each n-th mutant of a kind; `npm run trials -- --mutants` takes them all. */
const SHARE = 12;

const PORTS = [
  ['5.2', false],
  ['5.2', true],
  ['7.2', false],
  ['7.2', true],
] as const;

function ported(release: string, fixes = false): TreeTexts {
  return portOf(realTexts(release, 'patched'), fixes);
}

/** What lint says of a tree, without the places. */
function said(texts: TreeTexts): string[] {
  return lintTexts(texts).map(
    ({ severity, rule, checkpoint, message }) => `${severity} ${rule} ${checkpoint}: ${message}`,
  );
}

const ZERO =
  'note fires-twice src-downtime-end: src-downtime-end fires twice in postcopy with a downtime of 0 ms, since a downtime of 0 ms looks unset, in upstream too';
const twice = (where: string): string =>
  `warning fires-twice src-downtime-end: src-downtime-end fires twice in ${where}, as in upstream’s commit, until 812145fcf7 (10.0)`;

describe('lint on real sources', () => {
  it.each(PORTS)(
    "has no error in a port of QEMU %s, and tells upstream's double (fixes: %s)",
    (release, fixes) => {
      const doubles =
        release === '5.2' ? [twice('postcopy')] : [twice('postcopy'), twice('a background snapshot')];
      expect(said(ported(release, fixes))).toEqual(fixes ? [ZERO] : doubles);
    },
  );

  it.each(['unpatched', 'patched'] as const)('has only a note in QEMU 10.0 as it is, %s', (kind) => {
    expect(said(realTexts('10.0', kind))).toEqual([ZERO]);
  });

  it.each([
    ['5.2', 17],
    ['7.2', 20],
  ])('a port of QEMU %s is right in the eyes of the judge of wrong ports', (release, count) => {
    const { migration, savevm } = ported(release);
    const calls = [migration, savevm].flatMap(({ path, text }) => judgeCalls(path, text));
    expect(calls.filter(({ isRight }) => isRight)).toHaveLength(count);
    expect(calls.filter(({ isRight }) => !isRight)).toEqual([]);
  });

  it('misses every checkpoint of QEMU 7.2 as it is', () => {
    const missing = lintTexts(realTexts('7.2', 'patched')).filter(
      ({ rule }) => rule === 'missing-checkpoint',
    );
    expect(missing).toHaveLength(20);
    expect(new Set(missing.map(({ checkpoint }) => checkpoint)).size).toBe(14);
  });
});

describe.each([
  ['5.2', () => ported('5.2')],
  ['7.2', () => ported('7.2')],
  ['10.0', () => realTexts('10.0', 'patched')],
])('QEMU %s with one thing made wrong', (_, right) => {
  it('is never passed over, and the checkpoint named', { timeout: 120_000 }, () => {
    const texts = right();
    const judge = new MutantJudge(texts, new TreeMemory());
    const verdicts = everyNthOfKind(mutantsOf(texts), SHARE)
      .filter(({ same }) => same === undefined)
      .map((mutant) => judge.judge(mutant));
    expect(verdicts.length).toBeGreaterThan(60);
    const missed = verdicts.filter(({ caught }) => !caught).map(({ kind, detail }) => `${kind}, ${detail}`);
    expect(missed).toEqual([]);
  });
});
