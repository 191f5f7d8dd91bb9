import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { withIgnored } from '../../src/lint/ignored-problems.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { call, changedIn, withoutCall } from '../support/changed-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

const STAMP = '    mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n';
const STARTED = `    ${call('src-downtime-start')}\n`;

/** 7.2 with a call behind its moment, and a comment above it. */
function late(comment: string): TreeTexts {
  const fn = 'bg_migration_thread';
  const lacking = changedIn(portedFixture('I-7.2'), 'migration', fn, STARTED, '');
  return changedIn(lacking, 'migration', fn, STAMP, `${STAMP}    ${comment}\n${STARTED}`);
}

function advised(texts: TreeTexts): string[] {
  const { problems } = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
  return withIgnored(problems, texts).map(({ next }) => next);
}

describe('what apply refuses', () => {
  const COUNTS = /; the comment in line \d+ that has it ignored counts for lint alone$/;

  it('says so where a comment suppresses the same for lint', () => {
    const texts = late('/* qemu-downtime-ignore misplaced: our clock */');
    expect(linted(texts)).toMatchObject({ suppressed: 1 });
    expect(advised(texts)).toEqual([expect.stringMatching(COUNTS)]);
  });

  it.each([
    ['of another rule', '/* qemu-downtime-ignore duplicate: our clock */'],
    ['without a reason', '/* qemu-downtime-ignore misplaced */'],
    ['of no such form', '/* our clock */'],
  ])('says nothing of a comment %s', (_, comment) => {
    expect(advised(late(comment))).toEqual([expect.not.stringMatching(COUNTS)]);
  });
});

describe('a call that keeps --fix from mending', () => {
  const RULES = [{ rule: 'misplaced', severity: 'off' }] as const;
  const leftOut = ({ wrongCalls }: ReturnType<typeof linted>) => wrongCalls.map(({ isLeftOut }) => isLeftOut);

  it('is marked where a comment, a setting or the baseline leaves its finding out', () => {
    const texts = withoutCall(late('/* our clock */'), 'migration', 'dst-precopy-bh-enter');
    expect(leftOut(linted(texts))).toEqual([undefined]);
    expect(leftOut(lintedBy(texts, { severities: RULES }))).toEqual([true]);
    const baseline = new Map(linted(texts).findings.map(({ fingerprint, rule }) => [fingerprint, rule]));
    expect(leftOut(lintedBy(texts, { baseline }))).toEqual([true]);
    const ignored = late('/* qemu-downtime-ignore misplaced: our clock */');
    expect(leftOut(linted(withoutCall(ignored, 'migration', 'dst-precopy-bh-enter')))).toEqual([true]);
  });
});
