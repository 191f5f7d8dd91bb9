import { describe, expect, it } from 'vitest';
import { call, changedIn, changedTexts } from '../../support/changed-texts.js';
import { fixtureTexts } from '../../support/fixture-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

const SAVED = call('src-iterable-saved');
const FN = 'qemu_savevm_state_complete_precopy_iterable';
const MISSING = `missing-checkpoint src-iterable-saved in ${FN} at return 0;`;

/** 4.2 with something else in the place of the call. */
const instead = (text: string) =>
  changedTexts(portedFixture('G-4.2'), 'savevm', `    ${SAVED}\n`, `${text}\n`);

describe('unreachable', () => {
  it.each([
    ['a block comment', `    /* ${SAVED} */`, 'the call for src-iterable-saved is in a comment'],
    ['a line comment', `    // ${SAVED}`, 'the call for src-iterable-saved is in a comment'],
    [
      'a string',
      `    error_report("${SAVED.replaceAll('"', '\\"')}");`,
      'the call for src-iterable-saved is in a string',
    ],
  ])('finds a call in %s', (_, text, message) => {
    const texts = instead(text);
    expect(errorOf(texts, 'unreachable')).toMatchObject({
      message,
      source: text,
      function: FN,
      fix: '--fix',
    });
    expect(errorOf(texts, 'unreachable').next).toMatch(
      /^put the call where it belongs, .*; the text may then stay$/,
    );
    expect(errorsOf(texts)).toEqual([`unreachable src-iterable-saved in ${FN} at ${text.trim()}`, MISSING]);
  });

  it('finds a call in a comment of several lines at its own line', () => {
    const texts = instead(`    /*\n     * For a trace:\n     *   ${SAVED}\n     */`);
    expect(errorsOf(texts)).toEqual([`unreachable src-iterable-saved in ${FN} at *   ${SAVED}`, MISSING]);
  });

  it.each([
    ['alone', `#if 0\n    ${SAVED}\n#endif`],
    ['with blanks', `#  if  0\n    ${SAVED}\n#  endif`],
    ['around another conditional', `#if 0\n#ifdef CONFIG_X\n    ${SAVED}\n#endif\n#endif`],
    ['inside another conditional', `#ifdef CONFIG_X\n#if 0\n    ${SAVED}\n#endif\n#endif`],
  ])('finds a call under #if 0, %s', (_, text) => {
    const texts = instead(text);
    expect(errorOf(texts, 'unreachable').message).toBe('src-iterable-saved is under "#if 0"');
    expect(errorsOf(texts)).toEqual([`unreachable src-iterable-saved in ${FN} at ${SAVED}`, MISSING]);
  });

  it.each([
    ['the branch that is compiled', `#if 0\n    return 1;\n#else\n    ${SAVED}\n#endif`, '#if 0'],
    [
      'a branch that may be',
      `#if 0 || defined(CONFIG_X)\n    ${SAVED}\n#endif`,
      '#if 0 || defined(CONFIG_X)',
    ],
  ])('leaves %s to not-analysable', (_, text, directive) => {
    const texts = instead(text);
    expect(errorsOf(texts)).toEqual([`not-analysable src-iterable-saved in ${FN} at ${SAVED}`, MISSING]);
    expect(errorOf(texts, 'not-analysable').message).toBe(`a checkpoint call inside "${directive}"`);
  });

  it.each(['return 0;', 'goto out;', 'for (;;) {\n    }'])('finds a call behind "%s"', (statement) => {
    const cut = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      FN,
      `    ${SAVED}\n\n    return 0;`,
      `    ${statement}\n    ${SAVED}\nout:\n    return 0;`,
    );
    expect(errorsOf(cut)).toContain(`unreachable src-iterable-saved in ${FN} at ${SAVED}`);
  });

  it('finds a call behind the return that it belongs before, in 1.4', () => {
    const fn = 'qemu_savevm_state_complete';
    const saved = call('src-non-iterable-saved');
    const { savevm } = portedFixture('B-1.4');
    const last =
      /^ {4}trace_vmstate_downtime_checkpoint\("src-non-iterable-saved"\);\n\n( {4}return .*)\n/m.exec(
        savevm.text,
      );
    const [both = '', back = ''] = last ?? [];
    const texts = changedIn(portedFixture('B-1.4'), 'savevm', fn, both, `${back}\n    ${saved}\n`);
    expect(errorsOf(texts)).toEqual([
      `missing-checkpoint src-non-iterable-saved in ${fn} at ${back.trim()}`,
      `unreachable src-non-iterable-saved in ${fn} at ${saved}`,
    ]);
  });

  it('finds what a fuzzy patch of 7.2 put into a comment: builds, and is silently lost', () => {
    const lost = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'migration_completion',
      `        ${call('src-downtime-start')}\n`,
      '',
    );
    const texts = changedTexts(
      lost,
      'migration',
      'static int postcopy_start(',
      `/*\n * Called from\n    ${call('src-downtime-start')}\n * several places\n */\nstatic int postcopy_start(`,
    );
    const comment = texts.migration.text.split('\n').indexOf(`    ${call('src-downtime-start')}`) + 1;
    expect(errorOf(texts, 'unreachable')).toMatchObject({ line: comment, checkpoint: 'src-downtime-start' });
    expect(errorOf(texts, 'missing-checkpoint')).toMatchObject({ function: 'migration_completion' });
  });

  it.each([
    ['a comment', `/* ${SAVED} */`],
    ['a string', `error_report("${SAVED.replaceAll('"', '\\"')}");`],
    ['words', '/* src-iterable-saved comes here, and src-vm-stopped before */'],
  ])('is silent of %s beside a real call, as its advice says', (_, text) => {
    const before = linted(portedFixture('G-4.2')).findings.length;
    expect(errorsOf(instead(`    ${text}\n    ${SAVED}`))).toEqual([]);
    expect(linted(instead(`    ${text}\n    ${SAVED}`)).findings).toHaveLength(before);
  });

  it('finds a call under #if 0 beside a real one: a second copy waits there', () => {
    const texts = instead(`    ${SAVED}\n#if 0\n    ${call('src-vm-stopped')}\n#endif`);
    expect(errorsOf(texts)).toEqual([`unreachable src-vm-stopped in ${FN} at ${call('src-vm-stopped')}`]);
  });
});

describe('the event of a call that no build compiles', () => {
  const onlyZero = () =>
    changedIn(
      { ...fixtureTexts('A-1.0'), events: portedFixture('A-1.0').events },
      'savevm',
      'qemu_savevm_state_complete',
      '    SaveStateEntry *section;',
      `#if 0\n    ${SAVED}\n#endif\n    SaveStateEntry *section;`,
    );

  it('is unused, and need not be declared', () => {
    expect(errorsOf(onlyZero()).filter((error) => error.startsWith('event-'))).toEqual([
      'event-unused in trace-events at vmstate_downtime_checkpoint(const char *checkpoint) "%s"',
    ]);
    const undeclared = changedTexts(
      onlyZero(),
      'events',
      'vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n',
      '',
    );
    expect(errorsOf(undeclared).filter((error) => error.startsWith('event-'))).toEqual([]);
  });
});
