import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { LineChange } from '../../src/lint/finding.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { call, changedIn, changedTexts, withoutCall, withText } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';
import { linted, lintedBy, portedFixture, portOf } from '../support/linted.js';

/** Does the changes as a reader of a report would: whole lines, the last first. */
function mended(texts: TreeTexts, changes: readonly LineChange[]): TreeTexts {
  return changes.toReversed().reduce((done, { file, line, before, after }) => {
    const [role] = (['migration', 'savevm', 'events'] as const).filter((one) => done[one].path === file);
    if (!role) throw new Error(`no file ${file}`);
    const lines = done[role].text.split('\n');
    const count = before.split('\n').length;
    const gone = lines.slice(line - 1, line - 1 + count).join('\n');
    // The CR belongs to the line end, which stays.
    const cr = gone.endsWith('\r') && !before.endsWith('\r') ? '\r' : '';
    expect(gone).toBe(before + cr);
    lines.splice(line - 1, count, ...`${after}${cr}`.split('\n'));
    return withText(done, role, lines.join('\n'));
  }, texts);
}

const crlf = (texts: TreeTexts): TreeTexts =>
  (['migration', 'savevm', 'events'] as const).reduce(
    (done, role) => withText(done, role, done[role].text.replaceAll('\n', '\r\n')),
    texts,
  );
const openEnded = (texts: TreeTexts): TreeTexts =>
  withText(texts, 'events', texts.events.text.replace(/\n+$/, ''));

describe('the changes of --fix', () => {
  it.each(fixtureNames)('give what apply gives, line by line: %s', (name) => {
    for (const form of [(texts: TreeTexts) => texts, crlf, openEnded]) {
      const texts = form(fixtureTexts(name));
      expect(mended(texts, lintedBy(texts, {}).changes)).toEqual(portOf(texts));
    }
  });

  it('give it back where any of the calls were taken out', () => {
    const names = ['C-2.4', 'G-4.2', 'I-7.2', 'K-8.2'];
    const taken = fc.record({
      name: fc.constantFrom(...names),
      which: fc.array(fc.nat(19), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(taken, ({ name, which }) => {
        const whole = portedFixture(name);
        const without = which.reduce((texts, index) => withoutCallNumber(texts, index), whole);
        const plan = planPort(without, defaultRecipe, { selected: () => true, fixes: false });
        // Calls that took a statement of their own with them do not come back by themselves.
        fc.pre(plan.problems.length === 0);
        expect(mended(without, lintedBy(without, {}).changes)).toEqual(portOf(without));
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('are none where apply would refuse the tree', () => {
    const texts = changedTexts(
      withoutCall(portedFixture('K-8.2'), 'migration', 'src-vm-stopped'),
      'migration',
      `    ${call('src-downtime-start')}\n`,
      `    ${call('src-downtime-stop')}\n`,
    );
    const { changes, findings } = linted(texts);
    expect(changes).toEqual([]);
    expect(findings.filter(({ fix }) => fix === '--fix')).toEqual([]);
  });

  it('bring the line of the event and the include alone, where those are lost', () => {
    const event = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n';
    const without = changedTexts(portedFixture('K-8.2'), 'events', event, '');
    const [change, ...others] = linted(without).changes;
    expect(others).toEqual([]);
    expect(change?.file).toBe(without.events.path);
    expect(
      mended(
        without,
        [change].filter((one) => one !== undefined),
      ),
    ).toEqual(portedFixture('K-8.2'));
    const bare = changedTexts(portedFixture('A-1.0'), 'savevm', '#include "trace.h"\n', '');
    expect(mended(bare, linted(bare).changes)).toEqual(portedFixture('A-1.0'));
  });

  it('are what the findings promise: with them done, lint finds nothing that --fix mends', () => {
    const texts = changedIn(
      fixtureTexts('H-6.2'),
      'migration',
      'migration_thread',
      '{\n    MigrationState',
      '{\n    /* words */\n    MigrationState',
    );
    const after = linted(mended(texts, linted(texts).changes)).findings;
    expect(after.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(after.filter(({ fix }) => fix === '--fix')).toEqual([]);
  });
});

describe('the findings that --fix is said to mend', () => {
  const stopped = call('src-vm-stopped');
  const ported = portedFixture('I-7.2');
  const older = fixtureTexts('I-7.2')
    .events.text.split('\n')
    .find((line) => line.includes('handle_run_bh('));

  it.each<[string, TreeTexts, number]>([
    ['a call that is missing', changedIn(ported, 'migration', 'migration_completion', stopped, ''), 1],
    [
      'a call that is in a comment, so missing',
      changedIn(ported, 'migration', 'migration_completion', stopped, `/* ${stopped} */`),
      2,
    ],
    [
      'the line of the older tracepoint beside the calls',
      changedTexts(ported, 'events', 'handle_run(void) ""\n', `handle_run(void) ""\n${older}\n`),
      1,
    ],
    ['a line of the event for the older one', { ...ported, events: fixtureTexts('I-7.2').events }, 2],
    ['nothing', fixtureTexts('I-7.2'), 20],
  ])('are those that are gone with its changes: of a tree with %s', (_, texts, amount) => {
    const { findings, changes } = linted(texts);
    const told = findings.filter(({ fix }) => fix === '--fix');
    expect(told).toHaveLength(amount);
    const left = linted(mended(texts, changes)).findings;
    expect(left.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual(told);
  });
});

/** Takes out one line that is a call, counted through both files. */
function withoutCallNumber(texts: TreeTexts, index: number): TreeTexts {
  const role = index % 2 === 0 ? 'migration' : 'savevm';
  const lines = texts[role].text.split('\n');
  const calls = lines.flatMap((line, at) =>
    /^ *trace_vmstate_downtime_checkpoint\("/.test(line) ? [at] : [],
  );
  const at = calls[index % Math.max(1, calls.length)];
  return at === undefined ? texts : withText(texts, role, lines.toSpliced(at, 1).join('\n'));
}
