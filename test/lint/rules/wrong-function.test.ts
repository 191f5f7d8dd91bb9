import { describe, expect, it } from 'vitest';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { call, changedIn, changedTexts, withoutCall, withText } from '../../support/changed-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

describe('wrong-function', () => {
  const foreign = (head: string, name: string): string => `${head}\n{\n    ${call(name)}\n}\n\n`;

  it.each([
    ['I-7.2', 'migration', 'src-downtime-end', 'static void migration_incoming_transport_cleanup(void *mis)'],
    ['H-6.2', 'migration', 'src-downtime-end', 'static void migrate_generate_event(int new_state)'],
    ['G-5.2', 'migration', 'src-downtime-end', 'void migration_object_init(void)'],
    ['C-2.3', 'migration', 'src-vm-stopped', 'static void migrate_fd_cleanup_now(void *opaque)'],
  ] as const)('finds what a fuzzy patch put into a function of %s', (name, role, checkpoint, head) => {
    const texts = changedTexts(
      portedFixture(name),
      role,
      'static void *migration_thread(',
      `${foreign(head, checkpoint)}static void *migration_thread(`,
    );
    const fn = /(\w+)\(/.exec(head)?.[1] ?? '';
    expect(errorsOf(texts)).toEqual([`wrong-function ${checkpoint} in ${fn} at ${call(checkpoint)}`]);
  });

  it('finds a hunk that fitted a function with the same last lines, and says where it goes', () => {
    const moved = withoutCall(portedFixture('G-4.2'), 'savevm', 'src-non-iterable-saved');
    const texts = changedIn(
      moved,
      'savevm',
      'loadvm_postcopy_handle_run',
      '    return LOADVM_QUIT;',
      `    ${call('src-non-iterable-saved')}\n\n    return LOADVM_QUIT;`,
    );
    expect(errorsOf(texts)).toEqual([
      `wrong-function src-non-iterable-saved in loadvm_postcopy_handle_run at ${call('src-non-iterable-saved')}`,
    ]);
  });

  it('says where a call goes that is missing there, in whichever file', () => {
    const moved = withoutCall(portedFixture('K-8.2'), 'savevm', 'src-iterable-saved');
    const texts = changedIn(
      moved,
      'migration',
      'migration_calculate_complete',
      '    mig->expected_downtime = ',
      `    ${call('src-iterable-saved')}\n    mig->expected_downtime = `,
    );
    expect(errorOf(texts, 'wrong-function').next).toMatch(
      /^move the call right before line \d+ of migration\/savevm\.c \(qemu_savevm_state_complete_precopy_iterable\), or delete it: apply then puts one there$/,
    );
  });

  // Calls with the same names as beside a checkpoint, elsewhere.
  it.each([
    ['E-2.11', 'savevm', 'qemu_announce_self', 'qemu_announce_self_once(&left);', 'dst-precopy-bh-announced'],
    [
      'G-4.2',
      'migration',
      'postcopy_start',
      'bdrv_invalidate_cache_all(&failure);',
      'dst-postcopy-bh-cache-invalidated',
    ],
    [
      'F-4.1',
      'savevm',
      'qemu_loadvm_state',
      'cpu_synchronize_all_post_init();',
      'dst-postcopy-bh-cpu-synced',
    ],
  ] as const)('finds a call in %s, %s, %s, behind %s', (name, role, fn, statement, checkpoint) => {
    const texts = changedIn(
      portedFixture(name),
      role,
      fn,
      statement,
      `${statement}\n    ${call(checkpoint)}`,
    );
    expect(errorsOf(texts)).toEqual([`wrong-function ${checkpoint} in ${fn} at ${call(checkpoint)}`]);
  });

  it('says where the checkpoint belongs', () => {
    const texts = changedTexts(
      portedFixture('K-8.2'),
      'migration',
      'int migration_stop_vm(',
      `${foreign('void elsewhere(void)', 'src-vm-stopped')}int migration_stop_vm(`,
    );
    expect(errorOf(texts, 'wrong-function').message).toBe(
      'src-vm-stopped is in elsewhere; it belongs in migration_stop_vm',
    );
  });

  it('says that a tree has no such moment: 2.4 has no postcopy', () => {
    const texts = changedIn(
      portedFixture('C-2.4'),
      'savevm',
      'qemu_savevm_state_complete',
      '    qemu_fflush(stream);',
      `    ${call('dst-postcopy-bh-enter')}\n    qemu_fflush(stream);`,
    );
    expect(errorOf(texts, 'wrong-function').message).toBe(
      'dst-postcopy-bh-enter is in qemu_savevm_state_complete; there should be no dst-postcopy-bh-enter in this tree',
    );
  });
});

describe('no-place', () => {
  it('says nothing of a call in a function whose place for it nobody knows', () => {
    const stamp = '                start_time = qemu_get_clock_ms(rt_clock);';
    const texts = changedIn(
      portedFixture('C-1.5'),
      'migration',
      'migration_thread',
      stamp,
      `                if (mig->my_fleet_option) {\n    ${stamp}\n                }`,
    );
    expect(errorsOf(texts)).toEqual([
      'no-place src-downtime-start in migration_thread at if (mig->my_fleet_option) {',
    ]);
    expect(errorOf(texts, 'no-place').message).toContain('under "if (mig->my_fleet_option)"');
  });

  it('still finds a call of that checkpoint in a foreign function', () => {
    const stamp = '                start_time = qemu_get_clock_ms(rt_clock);';
    const lost = changedIn(
      portedFixture('C-1.5'),
      'migration',
      'migration_thread',
      stamp,
      '                (void)start_time;',
    );
    const texts = changedIn(
      lost,
      'savevm',
      'qemu_savevm_state_complete',
      '    qemu_fflush(stream);',
      `    ${call('src-downtime-start')}\n    qemu_fflush(stream);`,
    );
    expect(errorsOf(texts)).toContain(
      `wrong-function src-downtime-start in qemu_savevm_state_complete at ${call('src-downtime-start')}`,
    );
  });

  describe('tells that a call cannot be judged, and does not have it deleted, where', () => {
    const renamed = (name: string, role: 'migration' | 'savevm', from: string, to: string): TreeTexts => {
      const texts = portedFixture(name);
      const text = texts[role].text.replace(new RegExp(`\\b${from}\\b`, 'g'), to);
      return withText(texts, role, text);
    };

    it.each([
      [
        'I-7.2',
        'migration',
        'process_incoming_migration_bh',
        ['dst-precopy-bh-enter', 'dst-precopy-bh-announced', 'dst-precopy-bh-vm-started'],
        /process_incoming_migration_bh is not in this tree, nor is it as in older releases: process_incoming_migration_co \(line \d+\) does not call qemu_announce_self; so /,
      ],
      [
        'I-7.2',
        'migration',
        'migration_completion',
        ['src-downtime-start', 'src-vm-stopped'],
        /neither migration_completion_precopy nor migration_completion is in this tree, /,
      ],
      [
        'I-7.2',
        'migration',
        'postcopy_start',
        ['src-downtime-start', 'src-vm-stopped', 'src-downtime-end'],
        /: postcopy_start is not in this tree; so /,
      ],
      [
        'I-7.2',
        'savevm',
        'qemu_savevm_state_complete_precopy_iterable',
        ['src-iterable-saved'],
        /qemu_savevm_state_complete_precopy_iterable is not in this tree, /,
      ],
      [
        'H-6.2',
        'savevm',
        'qemu_savevm_state_complete_precopy_non_iterable',
        ['src-non-iterable-saved'],
        /qemu_savevm_state_complete_precopy_non_iterable is not in this tree, /,
      ],
    ] as const)('in %s its function in %s.c has another name than %s', (name, role, fn, lost, says) => {
      const texts = renamed(name, role, fn, 'fleet_function');
      const errors = linted(texts).findings.filter(({ severity }) => severity === 'error');
      expect(errorsOf(texts)).toEqual(lost.map((one) => `no-place ${one} in fleet_function at ${call(one)}`));
      for (const { message, next } of errors) {
        expect(message).toMatch(says);
        expect(message).toContain('so the call in fleet_function, which the catalogue does not know, cannot');
        expect(next).toMatch(/^leave the call for [\w-]+ where it is; if fleet_function is one of QEMU’s by/);
      }
    });

    it('its statement was taken out into a function of its own', () => {
      const stop = 'rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';
      const stopped = call('src-vm-stopped');
      const taken = changedIn(
        portedFixture('I-7.2'),
        'migration',
        'postcopy_start',
        `    ${stop}\n    ${stopped}\n`,
        '    rc = fleet_stop();\n',
      );
      const texts = changedTexts(
        taken,
        'migration',
        'static int postcopy_start(',
        `static int fleet_stop(void)\n{\n    int ${stop}\n    ${stopped}\n    return rc;\n}\n\nstatic int postcopy_start(`,
      );
      expect(errorsOf(texts)).toEqual([`no-place src-vm-stopped in fleet_stop at ${stopped}`]);
      expect(errorOf(texts, 'no-place').message).toMatch(
        /postcopy_start \(line \d+\) has no call to vm_stop_force_state; so the call in fleet_stop, /,
      );
    });

    it.each([
      ['K-8.2', 'migration_completion_precopy', 'migration_stop_vm('],
      ['M-10.0', 'migration_completion_end', 'migration_downtime_end('],
    ])('in %s the function that calls a helper has another name than %s', (name, fn, helper) => {
      const texts = renamed(name, 'migration', fn, 'fleet_function');
      expect(new Set(linted(texts).findings.map(({ rule }) => rule))).not.toContain('helper-not-called');
      const [finding] = linted(texts).findings.filter(({ source }) => source?.includes(helper));
      expect(finding).toMatchObject({ rule: 'no-place', function: 'fleet_function' });
      expect(finding?.message).toContain(` calls ${helper.slice(0, -1)} by way of fleet_function, which`);
      expect(finding?.next).toContain(`leave the call of ${helper.slice(0, -1)} where it is`);
    });
  });

  it('names no newer function where an old release lacks what it had', () => {
    const lost = changedIn(
      portedFixture('C-1.5'),
      'migration',
      'migration_thread',
      '                start_time = qemu_get_clock_ms(rt_clock);',
      '                (void)start_time;',
    );
    expect(errorOf(lost, 'no-place').message).toMatch(
      /^no safe place for src-downtime-start: migration_thread \(line \d+\) has no assignment/,
    );
  });

  it('points at the second of two anchors, and says how many there are', () => {
    const stamp = '    mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n';
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'bg_migration_thread',
      stamp,
      `${stamp}    mig->downtime_start = 0;\n`,
    );
    expect(errorsOf(texts)).toEqual([
      'no-place src-downtime-start in bg_migration_thread at mig->downtime_start = 0;',
    ]);
    expect(errorOf(texts, 'no-place').message).toContain('2 places with an assignment to …->downtime_start');
  });

  it('finds without a helper, too, what comes between the start of the guest and the time of it', () => {
    const start = '    vm_start();\n';
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'bg_migration_vm_start_bh',
      start,
      `${start}    if (mig->fast) {\n        return;\n    }\n`,
    );
    expect(errorsOf(texts)).toEqual([
      'no-place src-downtime-end in bg_migration_vm_start_bh at mig->downtime = qemu_clock_get_ms(QEMU_CLOCK_REALTIME) -',
    ]);
    expect(errorOf(texts, 'no-place').message).toMatch(
      /has its place elsewhere than right after the guest was started: line \d+ is in between/,
    );
  });

  it('finds an early return that goes around the place', () => {
    const texts = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy_iterable',
      '    QTAILQ_FOREACH(',
      '    if (stream->fast) {\n        return 0;\n    }\n    QTAILQ_FOREACH(',
    );
    expect(errorOf(texts, 'no-place').message).toContain('returns 0 at 2 places');
  });

  it('tells once that a helper is defined twice, not for each of its callers', () => {
    const texts = changedTexts(
      portedFixture('K-8.2'),
      'migration',
      'static void migration_completion_postcopy(',
      'static void migration_downtime_end(MigrationState *mig)\n{\n}\n\nstatic void migration_completion_postcopy(',
    );
    expect(errorsOf(texts)).toEqual([
      'no-place in migration_downtime_end at static void migration_downtime_end(MigrationState *mig)',
    ]);
  });
});
