import { describe, expect, it } from 'vitest';
import { call, changedIn, changedTexts } from '../../support/changed-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

const STOP = 'vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';

describe('misplaced', () => {
  it.each([
    ['C-1.5', 'migration_thread', '                ', STOP],
    ['F-2.12', 'postcopy_start', '    ', `rc = ${STOP}`],
    ['L-9.0', 'migration_stop_vm', '    ', 'int stopped = vm_stop_force_state(target);'],
  ] as const)('finds a call on the wrong side of its statement in %s', (name, fn, indent, stop) => {
    const here = `${indent}${call('src-vm-stopped')}\n`;
    const without = changedIn(portedFixture(name), 'migration', fn, here, '');
    const target = name === 'L-9.0' ? `${indent}migration_downtime_start(mig);` : `${indent}${stop}`;
    const texts = changedIn(without, 'migration', fn, target, `${here}${target}`);
    expect(errorsOf(texts)).toEqual([`misplaced src-vm-stopped in ${fn} at ${call('src-vm-stopped')}`]);
  });

  it('says which moment is meant', () => {
    const without = changedIn(
      portedFixture('D-2.5'),
      'migration',
      'postcopy_start',
      `    ${call('src-downtime-start')}\n`,
      '',
    );
    // Trap: the stamp of 2.5 is taken in a declaration, long before the guest stops.
    const texts = changedIn(
      without,
      'migration',
      'postcopy_start',
      '    trace_postcopy_start();\n',
      `    ${call('src-downtime-start')}\n    trace_postcopy_start();\n`,
    );
    expect(errorOf(texts, 'misplaced').message).toBe(
      'src-downtime-start is in the right function at the wrong moment; it belongs where 62f5da7dd1 moved the start to (time_at_stop is taken too early)',
    );
  });

  it('is told once of a call that moved: where it stands, and where it goes', () => {
    const fn = 'process_incoming_migration_bh';
    const here = `    ${call('dst-precopy-bh-announced')}\n\n`;
    const without = changedIn(portedFixture('K-8.2'), 'migration', fn, here, '');
    const sync = '    dirty_bitmap_mig_before_vm_start();';
    const texts = changedIn(without, 'migration', fn, sync, here + sync);
    expect(errorsOf(texts)).toEqual([
      `misplaced dst-precopy-bh-announced in ${fn} at ${call('dst-precopy-bh-announced')}`,
    ]);
    const announce = texts.migration.text.indexOf('    qemu_announce_self(');
    expect(errorOf(texts, 'misplaced').next).toBe(
      `move the call right after line ${texts.migration.text.slice(0, announce).split('\n').length}, or delete it: apply then puts one there`,
    );
  });

  it('is told beside one that is missing elsewhere where its own function has the call at its place', () => {
    const here = `    ${call('src-vm-stopped')}\n`;
    const lost = changedIn(portedFixture('H-6.2'), 'migration', 'postcopy_start', here, '');
    const texts = changedIn(
      lost,
      'migration',
      'migration_completion',
      '    int active = mig->state;\n',
      `    int active = mig->state;\n${here}`,
    );
    expect(
      linted(texts).findings.flatMap(({ rule, severity, function: fn }) =>
        severity === 'error' ? [`${rule} in ${fn}`] : [],
      ),
    ).toEqual(
      expect.arrayContaining(['missing-checkpoint in postcopy_start', 'misplaced in migration_completion']),
    );
    expect(errorOf(texts, 'misplaced').next).toMatch(/^delete the call/);
  });

  it.each([
    ['if (mig->fleet) {', 'under "if (mig->fleet)"'],
    ['if (getenv("ACME")) {', 'under "if (getenv("ACME"))"'],
    ['if (mig->fleet) {\n    } else {', 'in the else of "if (mig->fleet)"'],
    ['while (mig->fleet) {', 'in the loop "while (mig->fleet)"'],
    ['for (int i = 0; i < 2; i++) {', 'in the loop "for (int i = 0; i < 2; i++)"'],
    ['QTAILQ_FOREACH(one, &mig->all, next) {', 'in the loop "QTAILQ_FOREACH(one, &mig->all, next)"'],
    ['switch (mig->fleet) {\n    case 1:', 'in "switch (mig->fleet)"'],
  ])('names what is around the call and not around its place: %s', (head, words) => {
    const enter = call('dst-precopy-bh-enter');
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'process_incoming_migration_bh',
      enter,
      `${head}\n        ${enter}\n    }`,
    );
    expect(errorOf(texts, 'misplaced').message).toBe(
      `dst-precopy-bh-enter is ${words}, which its place is not; it belongs where the bottom half begins`,
    );
  });

  it('finds a call at an early error return beside the right one', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy_iterable',
      '            return -1;',
      `            ${call('src-iterable-saved')}\n            return -1;`,
    );
    expect(errorsOf(texts)).toEqual([
      `misplaced src-iterable-saved in qemu_savevm_state_complete_precopy_iterable at ${call('src-iterable-saved')}`,
    ]);
  });

  it('finds a call behind the second of the two vCPU synchronisations of 2.6', () => {
    const synced = `    ${call('dst-postcopy-bh-cpu-synced')}\n`;
    const fn = 'loadvm_postcopy_handle_run_bh';
    const without = changedIn(portedFixture('E-2.6'), 'savevm', fn, synced, '');
    const texts = changedIn(without, 'savevm', fn, '    if (autostart) {', `${synced}    if (autostart) {`);
    expect(errorsOf(texts)).toEqual([
      `misplaced dst-postcopy-bh-cpu-synced in ${fn} at ${call('dst-postcopy-bh-cpu-synced')}`,
    ]);
  });

  it('finds a call under a condition that no QEMU has there', () => {
    const texts = changedIn(
      portedFixture('D-2.5'),
      'migration',
      'migration_completion',
      call('src-downtime-start'),
      `if (mig->fleet) {\n            ${call('src-downtime-start')}\n        }`,
    );
    expect(errorsOf(texts)).toEqual([
      `misplaced src-downtime-start in migration_completion at ${call('src-downtime-start')}`,
    ]);
  });

  it('finds a call in the body of the condition that is the stop call: it fires where the guest did not stop', () => {
    const { migration } = portedFixture('I-7.2');
    const hoisted = /^ {4}(\w+) = vm_stop_force_state\(RUN_STATE_PAUSED\);\n.*\n\n? {4}if \(\1\) \{\n/m.exec(
      migration.text,
    );
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'bg_migration_thread',
      hoisted?.[0] ?? '',
      `    if (vm_stop_force_state(RUN_STATE_PAUSED)) {\n        ${call('src-vm-stopped')}\n`,
    );
    expect(errorsOf(texts)).toEqual([
      `misplaced src-vm-stopped in bg_migration_thread at ${call('src-vm-stopped')}`,
    ]);
  });

  it('takes src-downtime-end on either side of the guard’s brace, as upstream did before and after 10.0', () => {
    for (const name of ['D-2.5', 'F-4.1', 'K-8.2']) {
      expect(errorsOf(portedFixture(name, false))).toEqual([]);
      expect(errorsOf(portedFixture(name, true))).toEqual([]);
    }
  });
});

describe('duplicate', () => {
  it.each([
    ['A-1.2', 'migration', 'src-downtime-start'],
    ['I-7.2', 'savevm', 'dst-postcopy-bh-enter'],
    ['L-9.0', 'migration', 'src-vm-stopped'],
  ] as const)(
    'finds the second of two calls in %s, and not what follows from it',
    (name, role, checkpoint) => {
      const once = portedFixture(name);
      const texts = changedTexts(
        once,
        role,
        call(checkpoint),
        `${call(checkpoint)}\n    ${call(checkpoint)}`,
      );
      const finding = errorOf(texts, 'duplicate');
      const first = once[role].text.slice(0, once[role].text.indexOf(call(checkpoint))).split('\n').length;
      expect([errorsOf(texts).length, finding.checkpoint, finding.line]).toEqual([1, checkpoint, first + 1]);
    },
  );
});
