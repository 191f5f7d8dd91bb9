import { describe, expect, it } from 'vitest';
import { c, functionText, lineOf } from '../support/c-text.js';
import { expectRefused, PATHS, planned, ported, refusalOf } from '../support/ported-tree.js';
import { changed, helperTree, newTree, oldTree, type SmallTree, treeOf62 } from '../support/small-tree.js';

/** A function of a tree after the port of one checkpoint. */
function portedFunction(tree: SmallTree, only: string, name: string): string {
  const after = ported(tree, { only: [only] });
  return functionText(`${after.migration}${after.savevm}`, name);
}

const STOP = '    if (vm_stop_force_state(RUN_STATE_PAUSED)) {\n        goto fail;\n    }\n';
const bgThread = (from: string, to: string): SmallTree => changed(newTree, 'migration', from, to);

describe('between two statements', () => {
  const announced = (from: string, to: string): string =>
    portedFunction(
      changed(oldTree, 'migration', from, to),
      'dst-precopy-bh-announced',
      'process_incoming_migration_co',
    );

  it('becomes a paragraph where a blank line parts the neighbours', () => {
    expect(announced('self();\n\n', 'self();\n\n')).toContain(
      '    qemu_announce_self();\n\n    trace_vmstate_downtime_checkpoint("dst-precopy-bh-announced");\n\n    bdrv',
    );
  });

  it('gets no blank lines where there are none', () => {
    expect(announced('self();\n\n', 'self();\n')).toContain(
      '    qemu_announce_self();\n    trace_vmstate_downtime_checkpoint("dst-precopy-bh-announced");\n    bdrv',
    );
  });

  it('goes behind the comment that ends the statement’s line', () => {
    expect(announced('self();\n\n', 'self(); /* now\n       it is known */ // so\n')).toContain(
      'it is known */ // so\n    trace_vmstate_downtime_checkpoint("dst-precopy-bh-announced");\n    bdrv',
    );
  });

  it('goes above the comment that belongs to the statement behind it', () => {
    expect(portedFunction(newTree, 'dst-precopy-bh-enter', 'process_incoming_migration_bh')).toContain(
      'opaque;\n\n    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n\n    /* with the guest',
    );
  });

  it('goes below a comment that stands apart from the statement behind it', () => {
    const tree = changed(newTree, 'migration', 'own clock */\n', 'own clock */\n\n');
    expect(portedFunction(tree, 'dst-precopy-bh-enter', 'process_incoming_migration_bh')).toContain(
      'clock */\n\n    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n\n    bdrv_activate_all',
    );
  });

  it('has a blank line before it at the end of a function', () => {
    expect(portedFunction(newTree, 'src-downtime-end', 'bg_migration_vm_start_bh')).toMatch(
      /downtime_start;\n\n {4}trace_vmstate_downtime_checkpoint\("src-downtime-end"\);\n}\n$/,
    );
  });

  it('goes behind the error check that belongs to the call', () => {
    expect(
      portedFunction(treeOf62, 'dst-postcopy-bh-cache-invalidated', 'loadvm_postcopy_handle_run_bh'),
    ).toMatch(/autostart = false;\n {4}}\n\n {4}trace_vmstate_downtime_checkpoint/);
  });

  it('goes behind the reset that belongs to the call', () => {
    expect(portedFunction(newTree, 'dst-precopy-loadvm-completed', 'process_incoming_migration_co')).toMatch(
      /loadvm_co = NULL;\n\n {4}trace_vmstate_downtime_checkpoint/,
    );
  });

  it('takes the indentation of its neighbours, tabs as well', () => {
    const tabs = {
      ...oldTree,
      migration: oldTree.migration.replace(/^(?: {4})+/gm, (run) => '\t'.repeat(run.length / 4)),
    };
    const { migration } = ported(tabs);
    expect(migration).toContain('\n\t\t\ttrace_vmstate_downtime_checkpoint("src-vm-stopped");\n');
    expect(migration).toContain('\n\t\t\ttrace_vmstate_downtime_checkpoint("src-downtime-start");\n');
  });

  it('takes the line end of its neighbours', () => {
    const crlf = { ...oldTree, migration: oldTree.migration.replace(/\n/g, '\r\n') };
    const { migration } = ported(crlf);
    expect(migration).toContain('trace_vmstate_downtime_checkpoint("src-vm-stopped");\r\n');
    expect(migration).not.toMatch(/[^\r]\n/);
    expect(migration).not.toMatch(/\r[^\n]/);
  });

  it('is no stray CR behind a line comment in a file with CR LF', () => {
    const noted = changed(oldTree, 'migration', 'self();\n', 'self(); // now\n');
    const { migration } = ported({ ...noted, migration: noted.migration.replace(/\n/g, '\r\n') });
    expect(migration).toContain('// now\r\n\r\n    trace_');
  });

  it('refuses a line that another statement is on', () => {
    const tree = changed(oldTree, 'migration', 'self();\n', 'self(); later();\n');
    expectRefused(
      tree,
      [
        {
          code: 'crowded-line',
          file: PATHS.migration,
          line: lineOf(tree.migration, 'later();'),
          function: 'process_incoming_migration_co',
        },
      ],
      { only: ['dst-precopy-bh-announced'] },
    );
  });

  it('refuses a line that the brace of the block is on', () => {
    const tree = changed(
      oldTree,
      'migration',
      '{\n            start_time = clock_now();',
      '{ start_time = clock_now();',
    );
    expectRefused(
      tree,
      [
        {
          code: 'crowded-line',
          file: PATHS.migration,
          line: lineOf(tree.migration, '{ start_time'),
          function: 'migration_thread',
        },
      ],
      { only: ['src-downtime-start'] },
    );
  });
});

describe('under a guard', () => {
  const savevm = c`
    #include "trace.h"

    void qemu_savevm_state_complete_precopy(QEMUFile *f, bool iterable_only)
    {
        SaveStateEntry *se;
        bool in_postcopy = migration_in_postcopy();

        trace_savevm_state_complete_precopy();

        QTAILQ_FOREACH(se, &savevm_state.handlers, entry) {
            if (in_postcopy && !iterable_only) {
                continue;
            }
            se->ops->save_live_complete_precopy(f, se->opaque);
        }

        if (iterable_only) {
            return;
        }

        QTAILQ_FOREACH(se, &savevm_state.handlers, entry) {
            vmstate_save(f, se);
        }

        qemu_fflush(f);
    }
  `;
  const tree = { ...newTree, savevm };
  const only = ['src-iterable-saved'];

  it('is not fired by the pass that skips every section', () => {
    expect(ported(tree, { only }).savevm).toContain(
      '\n    }\n\n' +
        '    if (!in_postcopy || iterable_only) {\n' +
        '        trace_vmstate_downtime_checkpoint("src-iterable-saved");\n' +
        '    }\n\n' +
        '    if (iterable_only) {\n',
    );
  });

  it('is plain where the function is called once and has no such pass', () => {
    const once = changed(
      {
        ...tree,
        savevm: savevm
          .replace(', bool iterable_only', '')
          .replace(/ {8}if \(in_postcopy[^}]*}\n/, '')
          .replace(/ {4}if \(iterable_only[^}]*}\n\n/, ''),
      },
      'migration',
      '(ms->file, true, false)',
      '(ms->file)',
    );
    expect(ported(once, { only }).savevm).toContain(
      '    }\n\n    trace_vmstate_downtime_checkpoint("src-iterable-saved");\n',
    );
  });

  it('is refused where the condition’s names are missing and postcopy passes twice', () => {
    const twice = changed(
      { ...tree, savevm: savevm.replace(/iterable_only/g, 'first_only') },
      'migration',
      '(ms->file, true, false);',
      '(ms->file, true);\n    qemu_savevm_state_complete_precopy(ms->file, false);',
    );
    expectRefused(
      twice,
      [
        {
          code: 'no-place',
          file: PATHS.savevm,
          line: lineOf(savevm, 'trace_savevm_state_complete_precopy();') + 2,
          function: 'qemu_savevm_state_complete_precopy',
        },
      ],
      { only },
    );
  });
});

describe('moving a call out of a condition', () => {
  const hoisted = (from = STOP, to = STOP): string =>
    portedFunction(bgThread(from, to), 'src-vm-stopped', 'bg_migration_thread');

  it('declares the local first where only some builds have the last declaration', () => {
    const some = '    QEMUFile *fb;\n#ifdef CONFIG_X\n    int x;\n#endif\n';
    expect(hoisted('    QEMUFile *fb;\n', some)).toContain(
      `{\n    int ret;\n    MigrationState *s = opaque;\n${some}`,
    );
  });

  it('stores the result in a new local and tests that', () => {
    expect(hoisted()).toBe(c`
      static void *bg_migration_thread(void *opaque)
      {
          MigrationState *s = opaque;
          QEMUFile *fb;
          int ret;

          fb = qemu_file_new(s);
          s->downtime_start = clock_now();

          ret = vm_stop_force_state(RUN_STATE_PAUSED);
          trace_vmstate_downtime_checkpoint("src-vm-stopped");

          if (ret) {
              goto fail;
          }
          qemu_savevm_state_complete_precopy_non_iterable(fb);
          migration_bh_schedule(bg_migration_vm_start_bh, s);
          migrate_set_state(&s->state, s->state, MIGRATION_STATUS_COMPLETED);
          return NULL;

      fail:
          migrate_set_state(&s->state, FAILED);
          return NULL;
      }
    `);
  });

  it.each([
    ['a comparison', 'vm_stop_force_state(RUN_STATE_PAUSED) < 0', 'ret < 0'],
    ['a comparison the other way round', '0 > vm_stop_force_state(RUN_STATE_PAUSED)', '0 > ret'],
    ['a negation', '!vm_stop_force_state(RUN_STATE_PAUSED)', '!ret'],
    ['the left side of an and', 'vm_stop_force_state(RUN_STATE_PAUSED) && s->x', 'ret && s->x'],
    ['parentheses', '(vm_stop_force_state(RUN_STATE_PAUSED))', '(ret)'],
  ])('works in %s', (_, condition, expected) => {
    expect(hoisted('if (vm_stop_force_state(RUN_STATE_PAUSED)) {', `if (${condition}) {`)).toContain(
      `    if (${expected}) {\n`,
    );
  });

  it('takes another local where the first name is in use', () => {
    const text = hoisted('    QEMUFile *fb;\n', '    QEMUFile *fb;\n    int ret = 0;\n');
    expect(text).toContain('    int ret = 0;\n    int stopped;\n');
    expect(text).toContain('    stopped = vm_stop_force_state(RUN_STATE_PAUSED);\n');
  });

  it('takes another local where a parameter has the first name', () => {
    const text = hoisted('bg_migration_thread(void *opaque)', 'bg_migration_thread(void *opaque, int ret)');
    expect(text).toContain('    int stopped;\n');
  });

  it('declares the local in a paragraph of its own where there are no declarations', () => {
    const tree = bgThread(
      '    MigrationState *s = opaque;\n    QEMUFile *fb;\n\n    fb = qemu_file_new(s);\n',
      '    fb = qemu_file_new(s);\n',
    );
    expect(portedFunction(tree, 'src-vm-stopped', 'bg_migration_thread')).toContain(
      '\n{\n    int ret;\n\n    fb = ',
    );
  });

  const where = (tree: SmallTree, snippet: string, code = 'no-place') => [
    { code, file: PATHS.migration, line: lineOf(tree.migration, snippet), function: 'bg_migration_thread' },
  ];

  it.each([
    ['a loop', 'while (vm_stop_force_state(RUN_STATE_PAUSED)) {'],
    ['an else-if', 'if (s->x) {\n        y();\n    } else if (vm_stop_force_state(RUN_STATE_PAUSED)) {'],
    ['a condition that first tests something else', 'if (s->x && vm_stop_force_state(RUN_STATE_PAUSED)) {'],
    ['a condition that first calls something else', 'if (y(vm_stop_force_state(RUN_STATE_PAUSED))) {'],
    ['a switch', 'switch (vm_stop_force_state(RUN_STATE_PAUSED)) {\n    case 1:'],
    ['the head of a for', 'for (i = vm_stop_force_state(RUN_STATE_PAUSED); i; i--) {'],
    ['a conditional expression', 'if (s->x ? vm_stop_force_state(RUN_STATE_PAUSED) : 0) {'],
  ])('is refused from %s', (_, head) => {
    // Of an else-if the first condition is in the way already.
    const near = head.includes('else') ? 'if (s->x) {' : 'vm_stop_force_state(RUN_STATE_PAUSED)';
    const tree = bgThread('if (vm_stop_force_state(RUN_STATE_PAUSED)) {', head);
    expectRefused(tree, where(tree, near), { only: ['src-vm-stopped'] });
  });

  it('is refused where all names for the local are in use', () => {
    const tree = bgThread('    QEMUFile *fb;\n', '    QEMUFile *fb;\n    int ret, stopped;\n');
    expectRefused(tree, where(tree, 'vm_stop_force_state(RUN_STATE_PAUSED)', 'local-taken'), {
      only: ['src-vm-stopped'],
    });
  });
});

describe('giving braces to a body without', () => {
  const braced = (body: string): string => {
    const tree = changed(
      oldTree,
      'migration',
      '    if (s->state == MIG_STATE_COMPLETED) {\n        s->downtime = clock_now() - start_time;\n        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      body,
    );
    return portedFunction(tree, 'src-downtime-end', 'migration_thread');
  };
  const CALL = '        trace_vmstate_downtime_checkpoint("src-downtime-end");\n';
  const STORE = '        s->downtime = clock_now() - start_time;\n';

  it('marks the braces with a blank line before the call', () => {
    expect(braced(`    if (s->state == MIG_STATE_COMPLETED)\n${STORE}`)).toContain(
      `    if (s->state == MIG_STATE_COMPLETED) {\n${STORE}\n${CALL}    }\n    return`,
    );
  });

  it('keeps an else behind it', () => {
    expect(braced(`    if (s->state == MIG_STATE_COMPLETED)\n${STORE}    else\n        x();\n`)).toContain(
      `    if (s->state == MIG_STATE_COMPLETED) {\n${STORE}\n${CALL}    } else\n        x();\n`,
    );
  });

  it('refuses an else that a comment stands before, for a revert could not give that back', () => {
    const from = oldTree.migration.indexOf('    if (s->state == MIG_STATE_COMPLETED)');
    const migration = `${oldTree.migration.slice(0, from)}    if (s->state == MIG_STATE_COMPLETED)\n${STORE}    /* not yet */\n    else\n        x();\n    return NULL;\n}\n`;
    expectRefused(
      { ...oldTree, migration },
      [
        {
          code: 'crowded-line',
          file: PATHS.migration,
          line: lineOf(migration, '/* not yet */') + 1,
          function: 'migration_thread',
        },
      ],
      { only: ['src-downtime-end'] },
    );
  });

  it('works in an else', () => {
    expect(braced(`    if (s->state == ACTIVE)\n        x();\n    else\n${STORE}`)).toContain(
      `    else {\n${STORE}\n${CALL}    }\n`,
    );
  });

  it('leaves the comment on the condition’s line behind the brace', () => {
    expect(braced(`    if (s->state == MIG_STATE_COMPLETED) /* well */\n${STORE}`)).toContain(
      `    if (s->state == MIG_STATE_COMPLETED) { /* well */\n${STORE}\n${CALL}    }\n`,
    );
  });

  it('is refused for a place before such a body', () => {
    const tree = changed(
      oldTree,
      'migration',
      '            start_time = clock_now();\n',
      '            if (s->x)\n                start_time = clock_now();\n',
    );
    expectRefused(
      tree,
      [
        {
          code: 'no-place',
          file: PATHS.migration,
          line: lineOf(tree.migration, '            if (s->x)'),
          function: 'migration_thread',
        },
      ],
      { only: ['src-downtime-start'] },
    );
  });
});

describe('a returned call', () => {
  it('moves to a local that is returned behind the checkpoint', () => {
    expect(portedFunction(helperTree, 'src-vm-stopped', 'migration_stop_vm')).toBe(c`
      int migration_stop_vm(RunState state)
      {
          int ret = vm_stop_force_state(state);

          trace_vmstate_downtime_checkpoint("src-vm-stopped");

          return ret;
      }
    `);
  });

  it('is refused where it is only part of what is returned', () => {
    const tree = changed(
      helperTree,
      'migration',
      'return vm_stop_force_state(state);',
      'return -vm_stop_force_state(state);',
    );
    expectRefused(
      tree,
      [
        {
          code: 'no-place',
          file: PATHS.migration,
          line: lineOf(tree.migration, 'return -vm_stop_force_state(state);'),
          function: 'migration_stop_vm',
        },
      ],
      { only: ['src-vm-stopped'] },
    );
  });
});

describe('giving the older tracepoint’s calls the new name', () => {
  it('changes the name and the string, and nothing around them', () => {
    const tree = changed(newTree, 'savevm', 'bh("after announce");', 'bh( /* a */ "after announce" ) ; // b');
    expect(ported(tree).savevm).toContain(
      '    trace_vmstate_downtime_checkpoint( /* a */ "dst-postcopy-bh-announced" ) ; // b\n',
    );
  });

  const refusedAt = (tree: SmallTree, snippet: string, code: string, only: string): void =>
    expectRefused(
      tree,
      [
        {
          code,
          file: PATHS.savevm,
          line: lineOf(tree.savevm, snippet),
          function: 'loadvm_postcopy_handle_run_bh',
        },
      ],
      { only: [only] },
    );

  it('is refused where a call is at another moment than upstream had it', () => {
    const call = '    trace_loadvm_postcopy_handle_run_bh("enter");\n\n';
    const without = changed(newTree, 'savevm', call, '');
    const tree = changed(without, 'savevm', '_post_init();\n\n', `_post_init();\n\n${call}`);
    const [first] = refusalOf(planned(tree));
    expect(first).toEqual({
      code: 'misplaced',
      file: PATHS.savevm,
      line: lineOf(tree.savevm, 'bh("enter")'),
      function: 'loadvm_postcopy_handle_run_bh',
    });
  });

  it('is refused where a call is there twice', () => {
    const call = '    trace_loadvm_postcopy_handle_run_bh("after announce");\n';
    const tree = changed(newTree, 'savevm', call, call + call);
    const line = lineOf(newTree.savevm, call.trim()) + 1;
    const place = { file: PATHS.savevm, line, function: 'loadvm_postcopy_handle_run_bh' };
    expectRefused(tree, [{ code: 'no-place', ...place }], { only: ['dst-postcopy-bh-announced'] });
  });

  it('is refused where a call is part of another statement', () => {
    const tree = changed(
      newTree,
      'savevm',
      'trace_loadvm_postcopy_handle_run_bh("after announce");',
      'a = 1, trace_loadvm_postcopy_handle_run_bh("after announce");',
    );
    refusedAt(tree, 'a = 1, trace_loadvm', 'no-place', 'dst-postcopy-bh-announced');
  });

  it('is refused where one of the five calls is missing', () => {
    const tree = changed(
      newTree,
      'savevm',
      '    trace_loadvm_postcopy_handle_run_bh("after announce");\n\n',
      '',
    );
    refusedAt(tree, 'qemu_announce_self', 'older-call-missing', 'dst-postcopy-bh-announced');
  });

  it('is refused where neither this tracepoint nor those before it tell the generation', () => {
    const tree = changed(treeOf62, 'savevm', '    trace_loadvm_postcopy_handle_run_cpu_sync();\n', '');
    refusedAt(tree, 'qemu_announce_self', 'unknown-generation', 'dst-postcopy-bh-announced');
  });
});
