import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { WrongCall } from '../../src/lint/finding.js';
import { wrongCalls } from '../../src/lint/wrong-calls.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { call, changedIn, changedTexts, withoutCall, withText } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { linted, portedFixture } from '../support/linted.js';

const choice = { selected: () => true, fixes: false };
const problemsOf = (texts: TreeTexts) => planPort(texts, defaultRecipe, choice).problems;
const wrongIn = (texts: TreeTexts): WrongCall[] | undefined =>
  wrongCalls(texts, defaultRecipe, problemsOf(texts));
const named = (calls: readonly WrongCall[] | undefined): (string | undefined)[] | undefined =>
  calls?.map(({ name }) => name);

/** The tree with what is said of each call done to its line, as a person would do it. */
function mended(texts: TreeTexts, calls: readonly WrongCall[]): TreeTexts {
  return (['migration', 'savevm'] as const).reduce((done, role) => {
    const { path, text } = done[role];
    const lines = text.split('\n').flatMap((line, index) => {
      const call = calls.find(({ place }) => place.file === path && place.line === index + 1);
      if (!call) return [line];
      return call.write === undefined ? [] : [line.replace(call.name, call.write)];
    });
    return withText(done, role, lines.join('\n'));
  }, texts);
}

/** 2.4 with a call missing, one at a wrong moment, one in a wrong function, one too many, one with a slip in its name. */
function muddled(): TreeTexts {
  const announced = call('dst-precopy-bh-announced');
  const misplaced = changedTexts(
    withoutCall(portedFixture('C-2.4'), 'migration', 'dst-precopy-bh-announced'),
    'migration',
    '    qemu_announce_self();\n',
    `    ${announced}\n    qemu_announce_self();\n`,
  );
  const stray = changedTexts(
    misplaced,
    'savevm',
    '    qemu_fflush(stream);\n',
    `    ${call('src-vm-stopped')}\n    qemu_fflush(stream);\n`,
  );
  const enter = `    ${call('dst-precopy-bh-enter')}\n`;
  const doubled = changedTexts(stray, 'migration', enter, enter + enter);
  return changedTexts(doubled, 'migration', call('src-downtime-end'), call('src-downtime-stop'));
}

describe('calls that stand wrong', () => {
  it('are named where nothing else keeps apply from porting the tree', () => {
    const texts = muddled();
    const calls = wrongIn(texts) ?? [];
    expect(named(calls)?.toSorted()).toEqual([
      'dst-precopy-bh-announced',
      'dst-precopy-bh-enter',
      'src-downtime-stop',
      'src-vm-stopped',
    ]);
    for (const { name, place } of calls) {
      const { text } = place.file === texts.savevm.path ? texts.savevm : texts.migration;
      expect(text.split('\n')[(place.line ?? 0) - 1]).toContain(`"${name}"`);
    }
  });

  it('are all that has to be mended: then apply ports the tree', () => {
    const texts = muddled();
    expect(problemsOf(texts)).not.toEqual([]);
    const calls = wrongIn(texts) ?? [];
    expect(problemsOf(mended(texts, calls))).toEqual([]);
    for (const one of calls)
      expect(
        problemsOf(
          mended(
            texts,
            calls.filter((other) => other !== one),
          ),
        ),
      ).not.toEqual([]);
  });

  it('are not named where nothing is left to port then: what is found says the same', () => {
    const enter = `    ${call('dst-precopy-bh-enter')}\n`;
    const doubled = changedTexts(portedFixture('C-2.4'), 'migration', enter, enter + enter);
    expect(problemsOf(doubled)).toHaveLength(1);
    expect(wrongIn(doubled)).toBeUndefined();
    const slip = changedTexts(portedFixture('C-2.4'), 'migration', 'bh-enter', 'bh-entr');
    expect(problemsOf(slip)).toHaveLength(1);
    expect(wrongIn(slip)).toBeUndefined();
    expect(linted(slip).wrongCalls).toEqual([]);
  });

  it('are to be spelt right, where that makes them right', () => {
    const lacking = withoutCall(portedFixture('C-2.4'), 'savevm', 'src-iterable-saved');
    const name = changedTexts(lacking, 'migration', 'dst-precopy-bh-enter', 'dst-precopy-bh-entr');
    expect(wrongIn(name)).toMatchObject([{ name: 'dst-precopy-bh-entr', write: 'dst-precopy-bh-enter' }]);
    const right = call('dst-precopy-bh-enter');
    const tracepoint = changedTexts(lacking, 'migration', right, right.replace('checkpoint', 'chekpoint'));
    expect(wrongIn(tracepoint)).toMatchObject([
      { name: 'trace_vmstate_downtime_chekpoint', write: 'trace_vmstate_downtime_checkpoint' },
    ]);
    for (const texts of [name, tracepoint])
      expect(problemsOf(mended(texts, wrongIn(texts) ?? []))).toEqual([]);
  });

  it('are shown as they are written where the name is no string', () => {
    const texts = changedTexts(
      portedFixture('C-2.4'),
      'migration',
      call('dst-precopy-bh-enter'),
      'trace_vmstate_downtime_checkpoint(stage);',
    );
    expect(named(wrongIn(texts))).toEqual(['trace_vmstate_downtime_checkpoint(stage)']);
  });

  it('may be ones that the parser does not see', () => {
    const texts = changedTexts(
      portedFixture('C-2.4'),
      'migration',
      `    ${call('dst-precopy-bh-enter')}\n`,
      `#ifdef CONFIG_FLEET\n    ${call('dst-precopy-bh-enter')}\n#endif\n`,
    );
    expect(named(wrongIn(texts))).toEqual(['dst-precopy-bh-enter']);
  });

  it('may stand where no statement can be, as patch --fuzz leaves them', () => {
    const enter = call('dst-precopy-bh-enter');
    const lacking = withoutCall(portedFixture('C-2.4'), 'migration', 'dst-precopy-bh-enter');
    const { text } = lacking.migration;
    const texts = withText(lacking, 'migration', `${text}\nstatic int fleet =\n    ${enter}\n    0;\n`);
    expect(named(wrongIn(texts))).toEqual(['dst-precopy-bh-enter']);
    expect(problemsOf(mended(texts, wrongIn(texts) ?? []))).toEqual([]);
  });

  it('are not named where something else is wrong as well', () => {
    const other = changedTexts(muddled(), 'migration', 'vm_stop_force_state', 'fleet_stop');
    expect(wrongIn(other)).toBeUndefined();
    const unfinished = withText(muddled(), 'savevm', `<<<<<<< HEAD\n${muddled().savevm.text}`);
    expect(wrongIn(unfinished)).toBeUndefined();
  });

  it('are not named where something is wrong that comes to light without them', () => {
    const alone = changedTexts(
      { ...fixtureTexts('C-2.4'), events: portedFixture('C-2.4').events },
      'savevm',
      '    qemu_fflush(stream);\n',
      `    ${call('src-vm-stopped')}\n    qemu_fflush(stream);\n`,
    );
    expect(problemsOf(alone).map(({ code }) => code)).toEqual(['wrong-function']);
    expect(wrongIn(alone)).toBeUndefined();
  });

  it.each([
    ['an if without braces', `    if (stream->slow)\n        ${call('src-vm-stopped')}\n`],
    ['an else without braces', `    if (stream->slow) {\n    } else\n        ${call('src-vm-stopped')}\n`],
    ['a line with more to it', `    ${call('src-vm-stopped')} stream->slow = 1;\n`],
  ])('are not to be deleted by their line in %s', (_, text) => {
    const texts = changedIn(
      portedFixture('C-2.4'),
      'savevm',
      'qemu_savevm_state_complete',
      '    qemu_fflush(stream);\n',
      `${text}    qemu_fflush(stream);\n`,
    );
    expect(problemsOf(texts).map(({ code }) => code)).toContain('wrong-function');
    expect(wrongIn(texts)).toBeUndefined();
  });
});
