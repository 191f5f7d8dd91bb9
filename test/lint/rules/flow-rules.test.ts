import { describe, expect, it } from 'vitest';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { call, changedIn, changedTexts, withText } from '../../support/changed-texts.js';
import { fixtureTexts } from '../../support/fixture-texts.js';
import { errorOf, errorsOf, linted, ofSeverity, pathText, portedFixture } from '../../support/linted.js';

const GUARD = `    if (!in_postcopy || iterable_only) {\n        ${call('src-iterable-saved')}\n    }\n`;
const twice = (texts: TreeTexts) => linted(texts).findings.filter(({ rule }) => rule === 'fires-twice');

describe('fires-twice', () => {
  it.each([
    ['D-2.5', ['migration_thread']],
    ['E-2.11', ['migration_thread']],
    ['F-4.1', ['migration_thread', 'migration_iteration_run']],
  ])(
    'finds the bare src-iterable-saved behind the loop of %s, which postcopy passes twice',
    (name, callers) => {
      const texts = changedIn(
        portedFixture(name),
        'savevm',
        'qemu_savevm_state_complete_precopy',
        GUARD,
        `    ${call('src-iterable-saved')}\n`,
      );
      const finding = errorOf(texts, 'fires-twice');
      expect(finding).toMatchObject({
        checkpoint: 'src-iterable-saved',
        function: 'qemu_savevm_state_complete_precopy',
        source: `    ${call('src-iterable-saved')}`,
        message: 'src-iterable-saved fires twice in postcopy',
      });
      expect(finding.path.map((step) => step.function)).toEqual([
        ...callers,
        'postcopy_start',
        'qemu_savevm_state_complete_precopy',
      ]);
      // The second of the two passes.
      expect(pathText(finding, texts).slice(-2)).toEqual([
        expect.stringMatching(/^postcopy_start: qemu_savevm_state_complete_precopy\(\w+, false/),
        `qemu_savevm_state_complete_precopy: ${call('src-iterable-saved')}`,
      ]);
    },
  );

  it.each(['D-2.5', 'E-2.6', 'F-2.12', 'F-4.1'])('is silent of the guarded one in %s', (name) => {
    expect(twice(portedFixture(name)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('finds that the guard of 4.2 around the call of the function was lost', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy',
      '    if (!in_postcopy || iterable_only) {\n',
      '    {\n',
    );
    expect(errorOf(texts, 'fires-twice').path.map((step) => step.function)).toEqual([
      'migration_thread',
      'migration_iteration_run',
      'postcopy_start',
      'qemu_savevm_state_complete_precopy',
      'qemu_savevm_state_complete_precopy_iterable',
    ]);
  });

  it('finds a helper that a function and its caller call', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion',
      '        rc = migration_completion_precopy(',
      '        migration_downtime_start(mig);\n        rc = migration_completion_precopy(',
    );
    const [finding] = twice(texts).filter(({ message }) => message.endsWith('in precopy'));
    expect(finding).toMatchObject({ severity: 'error', checkpoint: 'src-downtime-start', fix: undefined });
    expect(finding && pathText(finding, texts).slice(2)).toEqual([
      'migration_completion: rc = migration_completion_precopy(mig, &active);',
      'migration_completion_precopy: migration_downtime_start(mig);',
      `migration_downtime_start: ${call('src-downtime-start')}`,
    ]);
  });

  describe('of what upstream itself does', () => {
    const WARNING = (title: string): string =>
      `src-downtime-end fires twice ${title}, as in upstream’s commit, until 812145fcf7 (10.0)`;

    it.each([
      ['D-2.5', 'migration_thread', ['in postcopy']],
      ['G-4.2', 'migration_calculate_complete', ['in postcopy']],
      ['I-7.2', 'migration_calculate_complete', ['in postcopy', 'in a background snapshot']],
      ['K-8.2', 'migration_downtime_end', ['in postcopy', 'in a background snapshot']],
      ['L-9.0', 'migration_downtime_end', ['in postcopy', 'in a background snapshot']],
    ])('warns in %s of src-downtime-end, and names --fixes', (name, fn, titles) => {
      const { findings } = linted(portedFixture(name));
      expect(findings.map(({ message }) => message)).toEqual(titles.map(WARNING));
      for (const one of findings)
        expect(one).toMatchObject({ rule: 'fires-twice', severity: 'warning', fix: '--fixes', function: fn });
    });

    it.each(['F-2.12', 'H-6.2', 'K-8.2', 'L-9.0'])(
      'notes in %s with --fixes the downtime of 0 ms',
      (name) => {
        const [finding, ...others] = linted(portedFixture(name, true)).findings;
        expect(others).toEqual([]);
        expect(finding).toMatchObject({
          rule: 'fires-twice',
          severity: 'note',
          checkpoint: 'src-downtime-end',
        });
        expect(finding?.fix).toBeUndefined();
        expect(finding?.message).toContain('with a downtime of 0 ms, since a downtime of 0 ms looks unset');
      },
    );

    it.each(['D-2.5', 'E-2.6', 'E-2.11'])(
      'says nothing in %s with --fixes: its guard is not the value',
      (name) => {
        expect(linted(portedFixture(name, true)).findings).toEqual([]);
      },
    );

    it('goes by the trees as upstream has them: 8.2 and 9.0 warn, 10.0 notes', () => {
      const severities = (name: string) =>
        new Set(linted(fixtureTexts(name)).findings.map(({ severity }) => severity));
      expect(['K-8.2', 'L-9.0', 'M-10.0'].map(severities)).toEqual([
        new Set(['warning']),
        new Set(['warning']),
        new Set(['note']),
      ]);
    });
  });
});

describe('missing-on-path', () => {
  it('leaves a condition around the call of a helper to the rule about helpers', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion_precopy',
      '    migration_downtime_start(mig);\n',
      '    if (!mig->fast) {\n        migration_downtime_start(mig);\n    }\n',
    );
    expect(errorsOf(texts)).toEqual([
      'helper-not-called src-downtime-start in migration_completion_precopy at migration_downtime_start(mig);',
    ]);
    expect(errorOf(texts, 'helper-not-called').message).toBe(
      'migration_completion_precopy calls migration_downtime_start under "if (!mig->fast)" only, which it is not known to; without it src-downtime-start does not fire',
    );
  });

  it('finds a way around the function that has the calls', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion',
      '        rc = migration_completion_precopy(mig, &active);',
      '        rc = mig->fast ? fleet_complete(mig) : migration_completion_precopy(mig, &active);',
    );
    expect(
      linted(texts)
        .findings.filter(({ rule }) => rule === 'missing-on-path')
        .map(({ checkpoint }) => checkpoint),
    ).toEqual(['src-downtime-start', 'src-vm-stopped', 'src-iterable-saved', 'src-non-iterable-saved']);
  });

  it('finds a goto past the second half, in every scenario that takes it', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy',
      '    if (iterable_only) {',
      '    if (stream->fast) {\n        goto flush;\n    }\n    if (iterable_only) {',
    );
    expect(
      linted(texts)
        .findings.filter(({ rule }) => rule === 'missing-on-path')
        .map(({ message }) => message),
    ).toEqual(['src-non-iterable-saved need not fire in precopy, in postcopy, in a snapshot by savevm']);
  });

  it.each([
    ['E-2.6', 'process_incoming_migration_bh', 'dst-precopy-bh', 'dst-precopy-bh-vm-started'],
    ['I-7.2', 'process_incoming_migration_bh', 'dst-precopy-bh', 'dst-precopy-bh-vm-started'],
    ['K-8.2', 'process_incoming_migration_bh', 'dst-precopy-bh', 'dst-precopy-bh-vm-started'],
    ['M-10.0', 'process_incoming_migration_bh', 'dst-precopy-bh', 'dst-precopy-bh-vm-started'],
    ['K-8.2', 'loadvm_postcopy_handle_run_bh', 'dst-postcopy-bh', 'dst-postcopy-bh-announced'],
  ] as const)('finds in %s a guest that is started in %s and left unannounced', (name, fn, side, lacking) => {
    const texts = portedFixture(name);
    const role = fn === 'loadvm_postcopy_handle_run_bh' ? 'savevm' : 'migration';
    const enter = call(`${side}-enter`);
    const early = changedIn(
      texts,
      role,
      fn,
      enter,
      `${enter}\n    if (autostart) {\n        vm_start();\n        return;\n    }`,
    );
    const missing = linted(early).findings.filter(({ rule }) => rule === 'missing-on-path');
    expect(missing.map(({ checkpoint }) => checkpoint)).toContain(`${side}-announced`);
    expect(linted(early).findings.map(({ checkpoint }) => checkpoint)).toContain(lacking);
  });

  it('lets a guest stay unannounced that does not start', () => {
    const enter = call('dst-precopy-bh-enter');
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'process_incoming_migration_bh',
      enter,
      `${enter}\n    if (!autostart) {\n        return;\n    }`,
    );
    expect(errorsOf(texts)).toEqual([]);
  });

  it('finds a way of postcopy past the end of the clock, where the completion ends it late', () => {
    const end = `    ${call('src-downtime-end')}\n`;
    const stamp = '    mig->downtime =  qemu_clock_get_ms(QEMU_CLOCK_REALTIME) - time_at_stop;\n';
    const early = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'postcopy_start',
      stamp,
      `    if (mig->fast) {\n        goto past;\n    }\n${stamp}`,
    );
    const texts = changedIn(early, 'migration', 'postcopy_start', end, `${end}past:\n`);
    expect(errorOf(texts, 'missing-on-path').message).toBe(
      'src-downtime-end need not fire in postcopy_start, but only later in postcopy',
    );
  });

  it.each([
    [
      'postcopy_start',
      'postcopy, in postcopy with a downtime of 0 ms',
      'migration_call_notifiers(mig, MIG_EVENT_PRECOPY_DONE, NULL);',
    ],
    ['bg_migration_vm_start_bh', 'a background snapshot', 'vm_resume(mig->vm_old_state);'],
  ])('finds a way round the helper that ends the clock in %s', (name, title, before) => {
    const end = '    migration_downtime_end(mig);\n';
    const early = changedIn(
      portedFixture('M-10.0'),
      'migration',
      name,
      `    ${before}`,
      `    if (mig->fast) {\n        goto past;\n    }\n    ${before}`,
    );
    const texts = changedIn(early, 'migration', name, end, `${end}past:;\n`);
    expect(errorOf(texts, 'missing-on-path').message).toBe(
      `src-downtime-end need not fire in ${name}, but only later in ${title}`,
    );
  });

  describe('points at the call of the migration that it is about', () => {
    /** The calls that findings point at, each with the migrations that pass it by. */
    const passedBy = (texts: TreeTexts) =>
      linted(texts)
        .findings.filter(({ rule }) => rule === 'missing-on-path')
        .map(({ function: fn, source, scenarios }) => [fn, source?.trim(), ...scenarios]);

    const stopped = call('src-vm-stopped');
    /** Lets a function go round its stop of the guest, from one statement to another. */
    const goingRound = (texts: TreeTexts, fn: string, from: string, to: string): TreeTexts => {
      const skip = `    if (mig->fast) {\n        goto held;\n    }\n`;
      const left = changedIn(texts, 'migration', fn, from, `${skip}${from}`);
      return changedIn(left, 'migration', fn, to, `held:\n${to}`);
    };
    const inBackground = (texts: TreeTexts): TreeTexts =>
      goingRound(texts, 'bg_migration_thread', '    /* The devices hold still', '    /*\n     * Fetch the');
    const inPostcopy = (texts: TreeTexts): TreeTexts =>
      goingRound(texts, 'postcopy_start', '    rc = vm_stop_force', '    rc = migration_maybe_pause');

    it('not at one that stands first in the file', () => {
      expect(passedBy(inBackground(portedFixture('I-7.2')))).toEqual([
        ['bg_migration_thread', stopped, 'background-snapshot'],
      ]);
    });

    it('one by one where several migrations pass by calls of their own', () => {
      expect(passedBy(inPostcopy(inBackground(portedFixture('I-7.2'))))).toEqual([
        ['postcopy_start', stopped, 'postcopy'],
        ['bg_migration_thread', stopped, 'background-snapshot'],
      ]);
    });
  });

  it('lets the checkpoints be missing where the migration fails', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy',
      '    if (iterable_only) {',
      '    if (stream->broken) {\n        return -EIO;\n    }\n    if (iterable_only) {',
    );
    expect(errorsOf(texts)).toEqual([]);
  });

  it('knows that 10.0 activates the disks only for a guest that starts', () => {
    expect(ofSeverity(portedFixture('M-10.0'), 'error')).toEqual([]);
  });
});

describe('wrong-path', () => {
  it('finds src-iterable-saved in a background snapshot, whose RAM goes out while the guest runs', () => {
    const sync = '    cpu_synchronize_all_states();\n';
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'bg_migration_thread',
      sync,
      `${sync}    qemu_savevm_state_complete_precopy_iterable(saved, false);\n`,
    );
    expect(errorsOf(texts)).toEqual([
      `wrong-path src-iterable-saved in qemu_savevm_state_complete_precopy_iterable at ${call('src-iterable-saved')}`,
    ]);
    const finding = errorOf(texts, 'wrong-path');
    expect(finding.message).toBe('src-iterable-saved fires in a background snapshot, which it is not about');
    expect(pathText(finding, texts)).toEqual([
      'bg_migration_thread: qemu_savevm_state_complete_precopy_iterable(saved, false);',
      `qemu_savevm_state_complete_precopy_iterable: ${call('src-iterable-saved')}`,
    ]);
  });
});

describe('wrong-order', () => {
  it('finds a clock that starts when the guest has stopped', () => {
    const fn = 'migration_completion';
    const start = `        ${call('src-downtime-start')}\n        mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n`;
    const traced = '            trace_migration_completion_vm_stop(rc);\n';
    const without = changedIn(portedFixture('I-7.2'), 'migration', fn, start, '');
    const texts = changedIn(without, 'migration', fn, traced, start + traced);
    expect(errorsOf(texts)).toEqual([`wrong-order src-vm-stopped in ${fn} at ${call('src-vm-stopped')}`]);
    const finding = errorOf(texts, 'wrong-order');
    expect(finding.message).toBe('src-vm-stopped fires before src-downtime-start in precopy');
    expect(pathText(finding, texts).at(-1)).toBe(`${fn}: ${call('src-vm-stopped')}`);
  });

  it('takes the orders that QEMU had: announced before the disks to 2.4 and from 10.0, after them between', () => {
    for (const name of ['C-2.4', 'D-2.5', 'L-9.0', 'M-10.0'])
      expect(errorsOf(portedFixture(name))).toEqual([]);
  });

  it('leaves a call that is misplaced to the rule for that', () => {
    const fn = 'loadvm_postcopy_handle_run_bh';
    const late = `    ${call('dst-postcopy-bh-cpu-synced')}\n`;
    const without = changedIn(portedFixture('E-2.6'), 'savevm', fn, late, '');
    const texts = changedIn(without, 'savevm', fn, '    if (autostart) {', `${late}    if (autostart) {`);
    expect(linted(texts).findings.filter(({ rule }) => rule === 'wrong-order')).toEqual([]);
  });
});

describe('stop calls that are not the migration’s', () => {
  it.each([
    ['colo_do_checkpoint_transaction', 'vm_stop_force_state(RUN_STATE_COLO);'],
    ['qmp_xen_save_devices_state', 'vm_stop(RUN_STATE_SAVE_VM);'],
  ])('are left alone: %s', (name, statement) => {
    for (const tree of ['C-2.4', 'H-6.2', 'K-8.2']) {
      const texts = portedFixture(tree);
      const other = `${texts.savevm.text}\nint ${name}(void)\n{\n    ${statement}\n    return 0;\n}\n`;
      expect(errorsOf(withText(texts, 'savevm', other))).toEqual([]);
    }
  });

  it('are left alone in migration.c, too', () => {
    const texts = changedTexts(
      portedFixture('K-8.2'),
      'migration',
      'static void *migration_thread(',
      'void colo_process(MigrationState *s)\n{\n    vm_stop_force_state(RUN_STATE_COLO);\n}\n\nstatic void *migration_thread(',
    );
    expect(errorsOf(texts)).toEqual([]);
  });
});
