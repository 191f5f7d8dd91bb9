import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprints } from '../../src/lint/fingerprint.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import {
  call,
  changedIn,
  changedTexts,
  withoutCall,
  withoutFunction,
  withText,
} from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

/** Trees with findings of most rules. */
const FAULTY: Readonly<Record<string, () => TreeTexts>> = {
  'nothing ported': () => fixtureTexts('D-2.5'),
  'a missing call': () => withoutCall(portedFixture('I-7.2'), 'savevm', 'src-iterable-saved'),
  'a lost helper': () => withoutFunction(portedFixture('K-8.2'), 'migration', 'migration_downtime_end'),
  'a place under a condition': () => {
    const stamp = '                start_time = qemu_get_clock_ms(rt_clock);';
    return changedIn(
      portedFixture('C-1.5'),
      'migration',
      'migration_thread',
      stamp,
      `                if (mig->fleet) {\n    ${stamp}\n                }`,
    );
  },
  'a doubled call': () => {
    const enter = call('dst-postcopy-bh-enter');
    return changedTexts(portedFixture('G-4.2'), 'savevm', enter, `${enter}\n    ${enter}\n    ${enter}`);
  },
  'a call in a comment': () => {
    const saved = call('src-iterable-saved');
    return changedTexts(portedFixture('H-6.2'), 'savevm', saved, `// ${saved}`);
  },
  'a way around': () =>
    changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy',
      '    if (iterable_only) {',
      '    if (stream->fast) {\n        goto flush;\n    }\n    if (iterable_only) {',
    ),
};

const fingerprintsOf = (texts: TreeTexts): string[] =>
  lintedBy(texts, {}).findings.map(({ fingerprint }) => fingerprint);

describe('fingerprints of a tree', () => {
  it.each(Object.entries(FAULTY))('stay when lines are put above: %s', (_, tree) => {
    const texts = tree();
    const before = fingerprintsOf(texts);
    expect(before).not.toEqual([]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '/* words */\n', 'static int other;\n'),
        (count, line) => {
          const role = (name: 'migration' | 'savevm', from: TreeTexts) =>
            withText(from, name, line.repeat(count) + from[name].text);
          const moved = role('savevm', role('migration', texts));
          const events = withText(moved, 'events', `# words\n${moved.events.text}`);
          expect(fingerprintsOf(events)).toEqual(before);
        },
      ),
      { numRuns: 4, seed: 8 },
    );
  });

  it.each(Object.entries(FAULTY))('differ from each other: %s', (_, tree) => {
    const all = fingerprintsOf(tree());
    expect(new Set(all).size).toBe(all.length);
    for (const one of all) expect(one).toMatch(/^[0-9a-f]{32}$/);
  });

  it('stay when the line is indented otherwise', () => {
    const of = (blanks: string) => {
      const texts = changedIn(
        portedFixture('K-8.2'),
        'migration',
        'migration_stop_vm',
        `    ${call('src-vm-stopped')}\n`,
        `${blanks}${call('src-vm-stoped')}\n`,
      );
      return fingerprintsOf(texts);
    };
    expect(of('\t')).toEqual(of('    '));
  });

  it('change when the thing is another', () => {
    const of = (name: string) =>
      linted(withoutCall(portedFixture('C-2.4'), 'migration', name)).findings.map(
        ({ fingerprint }) => fingerprint,
      );
    expect(of('src-vm-stopped')).not.toEqual(of('src-downtime-start'));
  });
});

describe('Fingerprints', () => {
  const finding = {
    rule: 'misplaced',
    file: 'migration.c',
    function: 'f',
    message: 'no',
    source: '  call();',
  };

  it('gives two that are alike each its own, and the same ones the next time', () => {
    const [one, other] = [new Fingerprints(), new Fingerprints()];
    const first = [one.of(finding)(), one.of(finding)()];
    expect(new Set(first).size).toBe(2);
    expect([other.of(finding)(), other.of(finding)()]).toEqual(first);
  });

  it.each([
    ['rule', { rule: 'duplicate' }],
    ['checkpoint', { checkpoint: 'src-vm-stopped' }],
    ['file', { file: 'savevm.c' }],
    ['function', { function: 'g' }],
    ['message', { message: 'yes' }],
    ['source', { source: 'other();' }],
  ])('tells apart by the %s', (_, change) => {
    expect(new Fingerprints().of({ ...finding, ...change })()).not.toBe(new Fingerprints().of(finding)());
  });

  it('does not go by blanks, nor by the lines that a message names', () => {
    const at = (line: number, source: string) =>
      new Fingerprints().of({
        ...finding,
        source,
        message: `f (line ${line}) has no call; g (line ${line + 3}) neither`,
      });
    expect(at(3, 'call( x );')()).toBe(at(99, '\t call(  x );  ')());
  });
});
