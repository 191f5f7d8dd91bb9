import { describe, expect, it } from 'vitest';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { call, changedIn, changedTexts, withoutFunction } from '../../support/changed-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

const START = '    migration_downtime_start(mig);\n';
const STAMP = '    mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n';
const PRECOPY = 'static int migration_completion_precopy(MigrationState *mig,';

/** Puts a function before postcopy_start. */
const withFunction = (texts: TreeTexts, text: string): TreeTexts =>
  changedTexts(texts, 'migration', 'static int postcopy_start(', `${text}\n\nstatic int postcopy_start(`);

describe('helper-not-called', () => {
  it('finds the main path that stamps by hand, although all 14 names are there', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion_precopy',
      START,
      STAMP,
    );
    const names = new Set(`${texts.migration.text}${texts.savevm.text}`.match(/(?:src|dst)-[a-z-]+(?="\))/g));
    expect(names.size).toBe(14);
    expect(errorsOf(texts)).toEqual([
      `helper-not-called src-downtime-start in migration_completion_precopy at ${PRECOPY}`,
    ]);
    expect(errorOf(texts, 'helper-not-called').message).toBe(
      'migration_downtime_start is defined, but migration_completion_precopy does not call it; without it src-downtime-start does not fire',
    );
  });

  it.each([
    [
      'migration_completion_precopy',
      '    rc = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);',
      '    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
    ],
    ['postcopy_start', '    migration_downtime_end(mig);\n', ''],
    ['postcopy_start', START, ''],
    ['bg_migration_thread', START, STAMP],
    ['migration_calculate_complete', '    migration_downtime_end(mig);\n', ''],
    ['bg_migration_vm_start_bh', '    migration_downtime_end(mig);\n', ''],
  ])('finds the caller of 8.2 that a merge lost: %s', (fn, from, to) => {
    const texts = changedIn(portedFixture('K-8.2'), 'migration', fn, from, to);
    expect(errorOf(texts, 'helper-not-called').function).toBe(fn);
    expect(errorsOf(texts)).toHaveLength(1);
  });

  it('tells once of the helper of 9.0 past which a function goes, with all that it fires', () => {
    const texts = changedIn(
      portedFixture('L-9.0'),
      'migration',
      'migration_completion_precopy',
      'migration_stop_vm(mig, ',
      'vm_stop_force_state(',
    );
    expect(
      linted(texts).findings.flatMap(({ rule, message }) => (rule === 'helper-not-called' ? [message] : [])),
    ).toEqual([
      'migration_stop_vm is defined, but migration_completion_precopy does not call it; without it src-vm-stopped and src-downtime-start do not fire',
    ]);
  });

  it('does not count a mention in a comment or a string', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion_precopy',
      START,
      `    /* migration_downtime_start(mig); */\n    trace("migration_downtime_start(mig)");\n${STAMP}`,
    );
    expect(errorsOf(texts)).toEqual([
      `helper-not-called src-downtime-start in migration_completion_precopy at ${PRECOPY}`,
    ]);
  });

  it('tells of a helper that nobody but the merge knows what the callers lack, not that their own calls are wrong', () => {
    const texts = withFunction(
      portedFixture('I-7.2'),
      'static void migration_downtime_start(MigrationState *s)\n{\n    s->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n}',
    );
    expect(
      linted(texts).findings.flatMap(({ rule, severity, function: fn }) =>
        severity === 'error' ? [`${rule} ${fn}`] : [],
      ),
    ).toEqual([
      'helper-unused migration_downtime_start',
      'helper-not-called postcopy_start',
      'helper-not-called migration_completion',
      'helper-not-called bg_migration_thread',
    ]);
  });
});

describe('helper-misplaced', () => {
  const END = '    migration_downtime_end(mig);\n';
  /** Takes a line of a function out and puts it before another. */
  const moved = (name: string, fn: string, line: string, before: string): TreeTexts =>
    changedIn(
      changedIn(portedFixture(name), 'migration', fn, line, ''),
      'migration',
      fn,
      before,
      line + before,
    );

  it.each([
    ['K-8.2', 'bg_migration_vm_start_bh', END, '    vm_start();'],
    ['L-9.0', 'bg_migration_vm_start_bh', END, '    vm_resume('],
    ['K-8.2', 'postcopy_start', END, '    migration_call_notifiers(mig);'],
    ['K-8.2', 'postcopy_start', START, '    qemu_mutex_lock_iothread();'],
    ['K-8.2', 'migration_completion_precopy', START, '    qemu_mutex_lock_iothread();\n    qemu_system'],
    ['K-8.2', 'migration_completion_precopy', START, '    mig->vm_old_state = '],
    ['K-8.2', 'migration_completion_precopy', START, '    trace_migration_completion_vm_stop(rc);'],
    ['K-8.2', 'bg_migration_thread', START, '    /*\n     * A suspended guest'],
    ['L-9.0', 'migration_stop_vm', START, `    ${call('src-vm-stopped')}`],
    ['K-8.2', 'migration_calculate_complete', END, '    mig->expected_downtime = '],
    ['M-10.0', 'migration_completion_end', END, '    bql_lock();'],
  ])('finds in %s, %s, a call that moved: %j before %j', (name, fn, line, before) => {
    const texts = moved(name, fn, line, before);
    const checkpoint = line === END ? 'src-downtime-end' : 'src-downtime-start';
    expect(errorsOf(texts)).toEqual([`helper-misplaced ${checkpoint} in ${fn} at ${line.trim()}`]);
  });

  it.each(['postcopy_start', 'bg_migration_thread'])('finds in 9.0 a stop before the lock: %s', (fn) => {
    const { text } = portedFixture('L-9.0').migration;
    const stop = /^ {4}(?:rc = migration_stop_vm|if \(migration_stop_vm).*\n(?:.*\n)+? {4}\}\n/m.exec(
      text.slice(text.search(new RegExp(`^\\w.*${fn}\\(`, 'm'))),
    )?.[0];
    const lock =
      fn === 'postcopy_start'
        ? '    bql_lock();\n    trace_postcopy_start_set_run();\n'
        : '    bql_lock();\n';
    const texts = moved('L-9.0', fn, stop ?? '', lock);
    expect(errorOf(texts, 'helper-misplaced')).toMatchObject({ function: fn, checkpoint: 'src-vm-stopped' });
  });

  it('says where the call goes, and which checkpoints are meant', () => {
    const texts = moved('L-9.0', 'bg_migration_vm_start_bh', END, '    vm_resume(');
    const line = texts.migration.text
      .slice(0, texts.migration.text.indexOf('    vm_resume(mig->vm_old_state);\n}'))
      .split('\n').length;
    expect(errorOf(texts, 'helper-misplaced')).toMatchObject({
      message:
        'migration_downtime_end is not called right after the guest was started, the moment of src-downtime-end',
      next: `move the call right after line ${line}`,
    });
  });

  it.each([
    ['K-8.2', '    vm_start();\n'],
    ['L-9.0', '    vm_resume(mig->vm_old_state);\n'],
    ['M-10.0', '    vm_resume(mig->vm_old_state);\n'],
  ])('finds in %s an early return between the start of the guest and the call', (name, resumed) => {
    const texts = changedIn(
      portedFixture(name),
      'migration',
      'bg_migration_vm_start_bh',
      resumed,
      `${resumed}    if (mig->fast) {\n        return;\n    }\n`,
    );
    expect(errorsOf(texts)).toEqual([
      `helper-misplaced src-downtime-end in bg_migration_vm_start_bh at ${END.trim()}`,
    ]);
    expect(errorOf(texts, 'helper-misplaced').message).toMatch(/; line \d+ is in between$/);
  });

  it('takes a tracepoint in between, which takes no time, and another helper', () => {
    const start = '    vm_start();\n';
    const traced = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'bg_migration_vm_start_bh',
      start,
      `${start}    trace_fleet_started(mig);\n`,
    );
    expect(errorsOf(traced)).toEqual([]);
  });

  it('says nothing of a function that has none of the statements that are known beside the call', () => {
    const fn = 'bg_migration_vm_start_bh';
    const own = changedIn(portedFixture('K-8.2'), 'migration', fn, '    vm_start();', '    fleet_start();');
    expect(errorsOf(own)).toEqual([]);
  });
});

describe('helper-undefined', () => {
  it.each([
    ['migration_downtime_start', START.trim()],
    ['migration_downtime_end', 'migration_downtime_end(mig);'],
    ['migration_stop_vm', 'rc = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);'],
  ])('finds the first call of %s, whose definition a merge lost', (helper, at) => {
    const texts = withoutFunction(portedFixture('K-8.2'), 'migration', helper);
    expect(errorsOf(texts)).toContain(`helper-undefined in postcopy_start at ${at}`);
    expect(errorOf(texts, 'helper-undefined').message).toBe(`${helper} is called but not defined`);
  });

  it.each(['F-2.12', 'I-7.2'])('finds one that half a cherry-pick brought into %s', (name) => {
    const texts = changedIn(
      portedFixture(name),
      'migration',
      'postcopy_start',
      '    trace_postcopy_start();',
      '    migration_downtime_end(mig);\n    trace_postcopy_start();',
    );
    expect(errorsOf(texts)).toEqual(['helper-undefined in postcopy_start at migration_downtime_end(mig);']);
  });

  it('takes a prototype alone, a comment, a string and another name', () => {
    const texts = withFunction(
      portedFixture('I-7.2'),
      'int migration_stop_vm(RunState state);\n/* migration_downtime_end(s) */\nstatic const char *hint = "migration_downtime_start(s)";\nvoid my_migration_stop_vm(void)\n{\n}',
    );
    expect(errorsOf(texts)).toEqual([]);
  });
});

describe('helper-unused', () => {
  it('finds a helper without a caller, and the checkpoint that it holds', () => {
    const texts = withFunction(
      portedFixture('I-7.2'),
      `static void migration_downtime_start(MigrationState *s)\n{\n    ${call('src-downtime-start')}\n    s->downtime_start = 1;\n}`,
    );
    expect(errorOf(texts, 'helper-unused')).toMatchObject({
      checkpoint: 'src-downtime-start',
      function: 'migration_downtime_start',
      message: 'migration_downtime_start is defined and not called',
      source: 'static void migration_downtime_start(MigrationState *s)',
    });
  });

  it('leaves it to helper-not-called where the one helper that calls it in 9.0 lost its call', () => {
    const texts = changedIn(portedFixture('L-9.0'), 'migration', 'migration_stop_vm', START, '');
    expect(errorsOf(texts)).toEqual([
      'helper-not-called src-downtime-start in migration_stop_vm at static int migration_stop_vm(MigrationState *mig, RunState target)',
    ]);
    expect(errorOf(texts, 'helper-not-called').message).toBe(
      'migration_downtime_start is defined, but migration_stop_vm does not call it; without it src-downtime-start does not fire',
    );
  });

  it('counts a pointer to a helper as a use, and not its own recursion', () => {
    const helper =
      'void migration_downtime_end(MigrationState *s)\n{\n    if (s) {\n        migration_downtime_end(NULL);\n    }\n}';
    const lone = withFunction(portedFixture('F-2.12'), helper);
    const pointed = withFunction(
      lone,
      'void fleet_init(Hooks *h)\n{\n    h->end = migration_downtime_end;\n}',
    );
    const unused = (texts: TreeTexts) => errorsOf(texts).filter((error) => error.startsWith('helper-unused'));
    expect(unused(lone)).toHaveLength(1);
    expect(unused(pointed)).toEqual([]);
  });
});

describe('stopped-twice', () => {
  it.each([
    ['K-8.2', 'migration_completion_precopy', '    rc = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);\n'],
    ['L-9.0', 'postcopy_start', '    rc = migration_stop_vm(mig, RUN_STATE_FINISH_MIGRATE);\n'],
  ])('finds in %s the stop call that a bad merge left beside the helper', (name, fn, stop) => {
    const own = '    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n';
    for (const both of [own + stop, stop + own])
      expect(errorsOf(changedIn(portedFixture(name), 'migration', fn, stop, both))).toEqual([
        `stopped-twice in ${fn} at ${own.trim()}`,
      ]);
  });

  it.each([
    ['F-2.12', 'postcopy_start', '    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n'],
    ['I-7.2', 'migration_completion', '            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n'],
    ['L-9.0', 'migration_stop_vm', '    stopped = vm_stop_force_state(target);\n'],
  ])('finds in %s a second stop call without a helper, in %s', (name, fn, stop) => {
    const texts = changedIn(portedFixture(name), 'migration', fn, stop, stop + stop);
    expect(errorsOf(texts)).toEqual([`stopped-twice src-vm-stopped in ${fn} at ${stop.trim()}`]);
    const second =
      texts.migration.text.slice(0, texts.migration.text.indexOf(stop + stop)).split('\n').length + 1;
    expect(errorOf(texts, 'stopped-twice').line).toBe(second);
  });

  it('finds it where 7.2 got the helper as well, by the side of the patch', () => {
    const stop = '            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n';
    const both = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'migration_completion',
      stop,
      `${stop}            rc = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);\n`,
    );
    const texts = withFunction(
      both,
      `int migration_stop_vm(RunState state)\n{\n    int ret = vm_stop_force_state(state);\n\n    ${call('src-vm-stopped')}\n\n    return ret;\n}`,
    );
    expect(errorsOf(texts)).toContain(`stopped-twice in migration_completion at ${stop.trim()}`);
  });
});

describe('beside-helper', () => {
  it('finds a function that takes the time as well as its helper', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion_precopy',
      START,
      START + STAMP,
    );
    expect(errorsOf(texts)).toEqual([`beside-helper in migration_completion_precopy at ${STAMP.trim()}`]);
  });

  it('finds a function that calls its helper twice', () => {
    const end = '    migration_downtime_end(mig);\n';
    const texts = changedIn(portedFixture('K-8.2'), 'migration', 'postcopy_start', end, `${end}${end}`);
    expect(errorsOf(texts)).toContain(`beside-helper in postcopy_start at ${end.trim()}`);
    const line =
      texts.migration.text.slice(0, texts.migration.text.indexOf(end + end)).split('\n').length + 1;
    expect(errorOf(texts, 'beside-helper')).toMatchObject({
      line,
      message: 'the function calls migration_downtime_end more than once',
    });
  });

  it('takes the zero that migrate_init stores', () => {
    const texts = portedFixture('K-8.2');
    expect(texts.migration.text).toContain('mig->downtime = 0;');
    expect(errorsOf(texts)).toEqual([]);
  });
});
