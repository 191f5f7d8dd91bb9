import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import { planPort } from '../../../src/port/plan.js';
import { call, changedIn, changedTexts, withText } from '../../support/changed-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

const BEGIN = '    fixture_begin(mig);\n';

describe('conflict-marker', () => {
  it('finds the markers of a merge in C, and says nothing else of the tree', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'migration',
      'migration_thread',
      BEGIN,
      `<<<<<<< HEAD\n${BEGIN}||||||| base\n=======\n>>>>>>> 3e5f3bcdc2\n`,
    );
    expect(errorsOf(texts)).toEqual([
      'conflict-marker in migration.c at <<<<<<< HEAD',
      'conflict-marker in migration.c at ||||||| base',
      'conflict-marker in migration.c at >>>>>>> 3e5f3bcdc2',
    ]);
    expect(linted(texts).findings).toHaveLength(3);
  });

  it('finds them in the events file, and with CR LF', () => {
    const { events } = portedFixture('K-8.2');
    const texts = withText(
      portedFixture('K-8.2'),
      'events',
      `<<<<<<< HEAD\r\n=======\r\n>>>>>>> theirs\r\n${events.text}`,
    );
    expect(linted(texts).findings.map(({ file, line }) => [file, line])).toEqual([
      [events.path, 1],
      [events.path, 3],
    ]);
  });

  it('finds the divider that is left alone when the others were taken out', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'migration',
      'migration_thread',
      BEGIN,
      `=======\n${BEGIN}`,
    );
    expect(errorsOf(texts)).toEqual(['conflict-marker in migration.c at =======']);
  });

  it('takes a line of other length, and one in the middle of a line', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'migration',
      'migration_thread',
      BEGIN,
      `/*\n======\n========\n a <<<<<<< b\n */\n${BEGIN}`,
    );
    expect(errorsOf(texts)).toEqual([]);
  });
});

describe('not-analysable', () => {
  const SAVED = call('src-iterable-saved');
  const FN = 'qemu_savevm_state_complete_precopy_iterable';

  it.each([
    ['inside "#ifdef CONFIG_FLEET"', `#ifdef CONFIG_FLEET\n    ${SAVED}\n#endif`, SAVED],
    ['inside "#if 1"', `#if 1\n    (void)0;\n#else\n    ${SAVED}\n#endif`, SAVED],
    [
      'whose name is not a plain string literal',
      '    trace_vmstate_downtime_checkpoint(stage);',
      'trace_vmstate_downtime_checkpoint(stage);',
    ],
    [
      'whose name is not a plain string literal',
      '    trace_vmstate_downtime_checkpoint(NAME("src"));',
      'trace_vmstate_downtime_checkpoint(NAME("src"));',
    ],
    [
      'whose name is not a plain string literal',
      '    trace_vmstate_downtime_checkpoint("src-" "iterable-saved");',
      'trace_vmstate_downtime_checkpoint("src-" "iterable-saved");',
    ],
    [
      'whose name is not a plain string literal',
      '    trace_vmstate_downtime_checkpoint("src\\x2diterable-saved");',
      'trace_vmstate_downtime_checkpoint("src\\x2diterable-saved");',
    ],
  ])('tells of a call %s', (why, text, at) => {
    const texts = changedTexts(portedFixture('G-4.2'), 'savevm', `    ${SAVED}\n`, `${text}\n`);
    const finding = errorOf(texts, 'not-analysable');
    expect(finding.message).toBe(`a checkpoint call ${why}`);
    expect(finding).toMatchObject({ function: FN, severity: 'error' });
    expect(finding.source?.trim()).toBe(at);
    // With a name that cannot be read the call may be the one that seems to be missing.
    expect(linted(texts).changes).toEqual([]);
  });

  // What patch --fuzz leaves of the hunk for src-downtime-start, by release.
  it.each([
    ['I-8.1', 'at file scope', (line: string) => line],
    [
      'F-2.12',
      'in an enum',
      (line: string) =>
        `enum mig_rp_message_type {\n    MIG_RP_MSG_INVALID = 0,\n    ${line}\n    MIG_RP_MSG_SHUT,\n};`,
    ],
    [
      'G-4.2',
      'in an initialiser',
      (line: string) =>
        `static const TypeInfo migration_type = {\n    .name = TYPE_MIGRATION,\n    ${line}\n    .instance_size = 8,\n};`,
    ],
    ['E-2.11', 'in a struct', (line: string) => `struct FleetState {\n    int one;\n    ${line}\n};`],
  ])('tells of a call that a fuzzy patch of %s left %s', (name, _, around) => {
    const line = call('src-downtime-start');
    const texts = changedTexts(
      portedFixture(name),
      'migration',
      'static int postcopy_start(',
      `${around(line)}\n\nstatic int postcopy_start(`,
    );
    const finding = errorOf(texts, 'not-analysable');
    expect(finding).toMatchObject({
      checkpoint: 'src-downtime-start',
      function: undefined,
      message: 'a checkpoint call outside any function',
    });
    expect(finding.source?.trim()).toBe(line);
    expect(errorsOf(texts)).toHaveLength(1);
  });

  it('tells once of a function that does not parse, whatever belongs there', () => {
    const texts = changedIn(
      portedFixture('C-1.5'),
      'migration',
      'migration_thread',
      '    qemu_bh_schedule(mig->cleanup_bh);',
      '    if (mig) ) {{ qemu_bh_schedule(mig->cleanup_bh); }}',
    );
    const errors = errorsOf(texts).filter((error) => error.startsWith('not-analysable'));
    expect(new Set(errors).size).toBe(errors.length);
    expect(errors.join()).toContain('migration_thread');
  });

  it.each([
    ['a statement before a call', 'I-7.2', 'migration_completion', 'RUN_STATE_FINISH_MIGRATE);'],
    ['a call', 'I-7.2', 'migration_completion', call('src-vm-stopped')],
    ['a statement in a function without a call', 'I-7.2', 'migration_thread', 'mig = opaque;'],
    ['a statement beside the call of a helper', 'L-9.0', 'migration_completion_precopy', 'int rc;'],
    [
      'a call before that of a helper',
      'L-9.0',
      'postcopy_start',
      'migration_call_notifiers(mig, MIG_EVENT_PRECOPY_DONE, NULL);',
    ],
    ['a statement of a thread', 'L-9.0', 'bg_migration_thread', 'mig = opaque;'],
  ])('tells of a lost semicolon of %s alone, in apply as well', (_, name, fn, statement) => {
    const texts = changedIn(portedFixture(name), 'migration', fn, statement, statement.slice(0, -1));
    const finding = errorOf(texts, 'not-analysable');
    expect(finding).toMatchObject({ function: fn, message: 'syntax that the parser cannot read' });
    expect(finding.source).toContain(statement.slice(0, -1));
    expect(finding.next).toMatch(/^mend the syntax there/);
    expect(errorsOf(texts)).toHaveLength(1);
    expect(linted(texts).wrongCalls).toEqual([]);
    const { problems } = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
    expect(problems.map(({ place, found, next }) => [place?.line, found, next])).toEqual([
      [finding.line, finding.message, finding.next],
    ]);
  });

  it('tells of the call that keeps a function from being parsed, and of no other in it', () => {
    const stray = call('dst-precopy-bh-enter');
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'migration_completion',
      '    int rc;\n',
      `    static const char *const names[] = {\n    ${stray}\n        "none",\n    };\n    int rc;\n`,
    );
    const finding = errorOf(texts, 'not-analysable');
    expect(finding).toMatchObject({
      checkpoint: 'dst-precopy-bh-enter',
      message: 'a checkpoint call where no statement can be',
      source: `    ${stray}`,
    });
    expect(errorsOf(texts)).toHaveLength(1);
    const { problems } = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
    expect(problems.map(({ place, next }) => [place?.line, next])).toEqual([[finding.line, finding.next]]);
  });

  it('says for which scenarios a function counts that does not parse and has no call', () => {
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'migration_iteration_run',
      'if (postcopy_start(mig)) {',
      'if (postcopy_start(mig) {',
    );
    expect(errorOf(texts, 'not-analysable').scenarios).toContain('precopy');
  });

  it('tells of a file that is no text, or is cut off', () => {
    const { savevm } = portedFixture('C-1.5');
    for (const text of [
      '',
      `${savevm.text}\0`,
      savevm.text.slice(0, -20),
      `${savevm.text}/* never`,
      `#if X\n${savevm.text}`,
    ]) {
      const errors = linted(withText(portedFixture('C-1.5'), 'savevm', text)).findings;
      expect(errors.map(({ rule, file, severity }) => [rule, file, severity])).toContainEqual([
        'not-analysable',
        savevm.path,
        'error',
      ]);
    }
  });

  it('tells of a scenario in which no run goes well', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion',
      'MIGRATION_STATUS_COMPLETED',
      'MIGRATION_STATUS_FAILED',
    );
    expect(
      linted(texts)
        .findings.filter(({ rule }) => rule === 'not-analysable')
        .map(({ message }) => message),
    ).toEqual(
      expect.arrayContaining([
        'no run that goes well was found in precopy',
        'no run that goes well was found in postcopy',
      ]),
    );
  });
});
