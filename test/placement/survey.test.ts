import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { readTexts } from '../../src/placement/sources.js';
import { survey } from '../../src/placement/survey.js';
import { lineOf } from '../support/c-text.js';
import {
  expectRefused,
  PATHS,
  planned,
  ported,
  refusalOf,
  type Told,
  textsOf,
} from '../support/ported-tree.js';
import { changed, extended, helperTree, newTree, oldTree, type SmallTree } from '../support/small-tree.js';

const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;
const oldPorted = ported(oldTree);

/** A problem in a file at the line that holds a snippet. */
const at = (code: string, tree: SmallTree, role: keyof SmallTree, snippet: string, fn?: string): Told => ({
  code,
  file: PATHS[role],
  line: lineOf(tree[role], snippet),
  ...(fn === undefined ? {} : { function: fn }),
});

describe('survey', () => {
  const answer = survey(readTexts(textsOf(newTree)).sources, defaultRecipe);

  it('finds a place for each path, and says which', () => {
    const stopped = answer.checkpoints.find((one) => one.checkpoint.name === 'src-vm-stopped');
    expect(stopped?.sites.map((site) => [site.function.name, site.form, site.paths])).toEqual([
      ['migration_completion', 'between', ['precopy']],
      ['postcopy_start', 'between', ['postcopy']],
      ['bg_migration_thread', 'hoist', ['background-snapshot']],
    ]);
  });

  it('takes a helper for the place of every path that calls it', () => {
    const helpers = survey(readTexts(textsOf(helperTree)).sources, defaultRecipe);
    const stopped = helpers.checkpoints.find((one) => one.checkpoint.name === 'src-vm-stopped');
    expect(stopped?.sites.map((site) => [site.function.name, site.paths])).toEqual([
      ['migration_stop_vm', ['precopy', 'postcopy', 'background-snapshot']],
    ]);
  });

  it('says what does not apply to a tree without postcopy', () => {
    const old = survey(readTexts(textsOf(oldTree)).sources, defaultRecipe);
    const absent = old.checkpoints
      .filter((one) => one.status === 'not-applicable')
      .map((one) => one.checkpoint.name);
    expect(absent).toEqual([
      'dst-postcopy-bh-enter',
      'dst-postcopy-bh-cpu-synced',
      'dst-postcopy-bh-announced',
      'dst-postcopy-bh-cache-invalidated',
      'dst-postcopy-bh-vm-started',
    ]);
  });
});

describe('a place is refused', () => {
  it('behind a label that other paths jump to', () => {
    const end = '    return 0;\n}\n\nint qemu_savevm_state_complete_precopy_non_iterable';
    const tree = changed(newTree, 'savevm', end, `out:\n${end}`);
    expectRefused(tree, [
      at('no-place', tree, 'savevm', 'out:', 'qemu_savevm_state_complete_precopy_iterable'),
    ]);
  });

  it('in a loop inside the main loop', () => {
    const stop = 'ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';
    const tree = changed(
      oldTree,
      'migration',
      stop,
      `do {\n                ${stop}\n            } while (ret);`,
    );
    expectRefused(tree, [at('no-place', tree, 'migration', 'do {', 'migration_thread')]);
  });

  it.each(['enter', 'after announce'])('where only some builds have the older tracepoint (%s)', (moment) => {
    const older = `    trace_loadvm_postcopy_handle_run_bh("${moment}");\n`;
    const tree = changed(newTree, 'savevm', older, `#ifdef CONFIG_X\n${older}#endif\n`);
    expectRefused(tree, [at('no-place', tree, 'savevm', older.trim(), 'loadvm_postcopy_handle_run_bh')]);
  });
});

describe('a call that is there already', () => {
  it('is left where it is, and the rest is added', () => {
    const some = ported(newTree, { only: ['src-vm-stopped', 'dst-precopy-bh-enter', 'src-iterable-saved'] });
    expect(ported(some)).toEqual(ported(newTree));
  });

  it('makes a second port change nothing', () => {
    const after = ported(newTree);
    expect(ported(after)).toEqual(after);
  });

  it('counts in a form of its own at the right place', () => {
    const tree = changed(
      oldPorted,
      'migration',
      `\n    ${call('dst-precopy-bh-announced')}\n`,
      `    ${call('dst-precopy-bh-announced')} /* ours */\n`,
    );
    expect(ported(tree)).toEqual(tree);
  });

  it('does not count in a comment or in a string', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    qemu_announce_self();\n',
      `    qemu_announce_self(); /* ${call('dst-precopy-bh-announced')} */\n    log("trace_vmstate_downtime_checkpoint(");\n`,
    );
    expect(
      planned(tree).verdicts.find((verdict) => verdict.name === 'dst-precopy-bh-announced')?.status,
    ).toBe('inserted');
  });

  it('is doubled where a second one stands beside it', () => {
    const tree = changed(
      oldPorted,
      'migration',
      call('src-vm-stopped'),
      `${call('src-vm-stopped')}\n                /* again */ ${call('src-vm-stopped')}`,
    );
    expectRefused(tree, [at('duplicate', tree, 'migration', '/* again */', 'migration_thread')]);
  });

  it('is misplaced elsewhere in the right function', () => {
    const line = `            ${call('src-vm-stopped')}\n`;
    const tree = changed(
      changed(oldPorted, 'migration', line, ''),
      'migration',
      '            ret = vm_stop',
      `${line}            ret = vm_stop`,
    );
    expectRefused(tree, [at('misplaced', tree, 'migration', call('src-vm-stopped'), 'migration_thread')]);
  });

  it('is misplaced under a condition that is none of the catalogue’s', () => {
    const tree = changed(
      oldPorted,
      'migration',
      `            ${call('src-vm-stopped')}`,
      `            if (ret) {\n                ${call('src-vm-stopped')}\n            }`,
    );
    expectRefused(tree, [at('misplaced', tree, 'migration', call('src-vm-stopped'), 'migration_thread')]);
  });

  it('is misplaced under the condition of another checkpoint', () => {
    const tree = changed(
      oldPorted,
      'migration',
      `            ${call('src-vm-stopped')}`,
      `            if (!in_postcopy || iterable_only) {\n                ${call('src-vm-stopped')}\n            }`,
    );
    expectRefused(tree, [at('misplaced', tree, 'migration', call('src-vm-stopped'), 'migration_thread')]);
  });

  it('is in the wrong function', () => {
    const tree = extended(
      oldTree,
      'migration',
      `\nvoid colo_stop(void)\n{\n    vm_stop_force_state(RUN_STATE_COLO);\n    ${call('src-vm-stopped')}\n}\n`,
    );
    expectRefused(tree, [at('wrong-function', tree, 'migration', call('src-vm-stopped'), 'colo_stop')]);
  });

  it('is in a function of the wrong file', () => {
    const tree = extended(
      oldTree,
      'savevm',
      `\nvoid save_snapshot(void)\n{\n    ${call('src-vm-stopped')}\n}\n`,
    );
    expectRefused(tree, [at('wrong-function', tree, 'savevm', call('src-vm-stopped'), 'save_snapshot')]);
  });

  it('is wrong in a tree to which its checkpoint does not apply', () => {
    const tree = extended(
      oldTree,
      'savevm',
      `\nvoid resume(void)\n{\n    ${call('dst-postcopy-bh-enter')}\n}\n`,
    );
    expectRefused(tree, [at('wrong-function', tree, 'savevm', call('dst-postcopy-bh-enter'), 'resume')]);
  });

  it('is unreachable behind a return', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    return NULL;\n',
      `    return NULL;\n    ${call('src-downtime-end')}\n`,
    );
    expectRefused(tree, [at('unreachable', tree, 'migration', call('src-downtime-end'), 'migration_thread')]);
  });

  it('is unreachable at its right place when that cannot be reached', () => {
    const tree = changed(
      oldPorted,
      'savevm',
      '    qemu_put_byte(f, QEMU_VM_EOF);\n',
      '    qemu_put_byte(f, QEMU_VM_EOF);\n    return;\n',
    );
    expectRefused(tree, [
      at('unreachable', tree, 'savevm', call('src-non-iterable-saved'), 'qemu_savevm_state_complete'),
      at('wrong-order', tree, 'savevm', call('src-non-iterable-saved'), 'qemu_savevm_state_complete'),
    ]);
  });

  it.each(['#if 0', '#ifdef CONFIG_X'])('cannot be judged inside %s', (directive) => {
    const tree = changed(
      oldTree,
      'migration',
      '        runstate_set(RUN_STATE_POSTMIGRATE);\n',
      `${directive}\n        ${call('src-downtime-end')}\n#endif\n        runstate_set(RUN_STATE_POSTMIGRATE);\n`,
    );
    expectRefused(tree, [
      at('not-analysable', tree, 'migration', call('src-downtime-end'), 'migration_thread'),
    ]);
  });

  it('cannot be judged with a name that is no string', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    return NULL;\n',
      '    trace_vmstate_downtime_checkpoint(s->stage);\n    return NULL;\n',
    );
    expectRefused(tree, [at('not-analysable', tree, 'migration', 's->stage', 'migration_thread')]);
  });

  it('cannot be judged in a macro', () => {
    const tree = changed(
      oldTree,
      'migration',
      '#include "trace.h"\n',
      `#include "trace.h"\n#define STOPPED() ${call('src-vm-stopped')}\n`,
    );
    expectRefused(
      tree,
      [at('not-analysable', tree, 'migration', '#define')].map((told) => ({ ...told, function: undefined })),
    );
  });
});

describe('a name that is none of the fourteen', () => {
  const named = (name: string): SmallTree =>
    changed(oldTree, 'migration', '    return NULL;\n', `    ${call(name)}\n    return NULL;\n`);

  it.each([
    ['a slip of the finger', 'src-vm-stoped', 'src-vm-stopped'],
    ['two slips', 'src-iterabel-saved', 'src-iterable-saved'],
    ['upstream’s own misspelling', 'src-downtime-stop', 'src-downtime-end'],
    ['upstream’s other misspelling', 'dst-precopy-loadvm-completes', 'dst-precopy-loadvm-completed'],
  ])('is refused as %s', (_, name, meant) => {
    const tree = named(name);
    expectRefused(tree, [at('unknown-checkpoint', tree, 'migration', call(name), 'migration_thread')]);
    expect(planned(tree).problems[0]?.next).toContain(meant);
  });

  it('may be somebody’s own', () => {
    expect(planned(named('my-own-moment')).problems).toEqual([]);
  });
});

describe('a helper', () => {
  it('is bypassed by a path that does not call it', () => {
    const tree = changed(
      helperTree,
      'migration',
      '    migration_downtime_start(s);\n    ret = migration_stop_vm',
      '    s->downtime_start = clock_now();\n    ret = migration_stop_vm',
    );
    expectRefused(tree, [
      at(
        'helper-not-called',
        tree,
        'migration',
        'migration_completion_precopy(Mig',
        'migration_completion_precopy',
      ),
    ]);
  });

  it('may be called through another helper', () => {
    const without = {
      ...helperTree,
      migration: helperTree.migration.replace(
        /(\n\w[^\n]*\n\{\n(?:[^}]*\n)?) {4}migration_downtime_start\((?:ms|s)\);\n/g,
        '$1',
      ),
    };
    const tree = changed(
      without,
      'migration',
      'int migration_stop_vm(RunState state)\n{\n',
      'int migration_stop_vm(MigrationState *s, RunState state)\n{\n    migration_downtime_start(s);\n',
    );
    expect(tree.migration.match(/migration_downtime_start\(/g)).toHaveLength(2);
    expect(planned(tree).problems).toEqual([]);
  });

  it('is missing where it is called and not defined', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    return NULL;\n',
      '    migration_downtime_end(s);\n    return NULL;\n',
    );
    expectRefused(tree, [
      at('helper-undefined', tree, 'migration', 'migration_downtime_end', 'migration_thread'),
    ]);
  });

  it('is not missing where only its prototype is there', () => {
    const tree = changed(
      oldTree,
      'migration',
      '#include "trace.h"\n',
      '#include "trace.h"\nvoid migration_downtime_end(MigrationState *s);\n',
    );
    expect(planned(tree).problems).toEqual([]);
  });

  it('does not stop the guest alone where a caller stops it as well', () => {
    const tree = changed(
      helperTree,
      'migration',
      '    migration_downtime_start(s);\n    ret = ',
      '    migration_downtime_start(s);\n    vm_stop_force_state(RUN_STATE_PAUSED);\n    ret = ',
    );
    expectRefused(tree, [
      at(
        'stopped-twice',
        tree,
        'migration',
        'vm_stop_force_state(RUN_STATE_PAUSED)',
        'migration_completion_precopy',
      ),
    ]);
  });

  it('is refused without its anchor, whatever else there is', () => {
    const tree = changed(
      helperTree,
      'migration',
      '    s->downtime_start = clock_now();\n',
      '    set_downtime_start(s);\n',
    );
    expectRefused(tree, [
      at('no-place', tree, 'migration', 'static void migration_downtime_start', 'migration_downtime_start'),
    ]);
  });
});

describe('a place', () => {
  const only = ['src-downtime-end'];
  const STORE = '        s->downtime = clock_now() - start_time;\n';

  it('is missing where the anchor is missing, and the reason names the function', () => {
    const tree = changed(oldTree, 'migration', STORE, '');
    expectRefused(
      tree,
      [at('no-place', tree, 'migration', 'static void *migration_thread', 'migration_thread')],
      { only },
    );
    expect(planned(tree, { only }).problems[0]?.found).toMatch(
      /migration_thread \(line \d+\) has no assignment to …->downtime/,
    );
  });

  it('is missing where the anchor is there twice', () => {
    const tree = changed(oldTree, 'migration', STORE, STORE + STORE);
    expectRefused(
      tree,
      [
        {
          code: 'no-place',
          file: PATHS.migration,
          line: lineOf(oldTree.migration, STORE.trim()) + 1,
          function: 'migration_thread',
        },
      ],
      { only },
    );
    expect(planned(tree, { only }).problems[0]?.found).toContain('has 2 places with an assignment');
  });

  it('is not mistaken for a reset to 0', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    int ret;\n\n    while',
      '    int ret;\n\n    s->downtime = 0;\n    while',
    );
    expect(planned(tree, { only }).problems).toEqual([]);
  });

  it('is missing where the function is missing', () => {
    const tree = changed(oldTree, 'migration', 'migration_thread(void', 'my_thread(void');
    expect(refusalOf(planned(tree, { only }))).toEqual([{ code: 'no-place', file: PATHS.migration }]);
  });

  it('is missing where one path of several is missing', () => {
    const tree = changed(newTree, 'migration', 'static int postcopy_start(', 'static int my_postcopy_start(');
    expect(refusalOf(planned(tree, { only }))).toEqual([{ code: 'no-place', file: PATHS.migration }]);
  });

  it('is refused in a function that is defined twice', () => {
    const tree = extended(
      oldTree,
      'migration',
      '\nstatic void *migration_thread(void *o) /* twin */\n{\n    return o;\n}\n',
    );
    expectRefused(tree, [at('defined-twice', tree, 'migration', '/* twin */', 'migration_thread')], { only });
  });

  it('is refused in a function that does not parse', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    if (s->state == MIG_STATE_COMPLETED) {\n',
      '    if (s completed) {\n',
    );
    expectRefused(tree, [at('not-analysable', tree, 'migration', 's completed', 'migration_thread')], {
      only,
    });
  });

  it('is not touched by a function beside it that does not parse', () => {
    const tree = extended(
      oldTree,
      'migration',
      '\nvoid f(void)\n{\n    a b c d;\n    if (e f) {\n    }\n}\n',
    );
    expect(planned(tree).problems).toEqual([]);
  });

  it.each([
    ['around the anchor', '#ifdef CONFIG_X', STORE, `#ifdef CONFIG_X\n${STORE}#endif\n`],
    // What only other builds see is not there to point at.
    [
      'around the anchor, in an #else',
      'static void *migration_thread',
      STORE,
      `#ifdef CONFIG_X\n        x();\n#else\n${STORE}#endif\n`,
    ],
  ])('is refused with a preprocessor branch %s', (_, near, from, to) => {
    const tree = changed(oldTree, 'migration', from, to);
    expectRefused(tree, [at('no-place', tree, 'migration', near, 'migration_thread')], { only });
  });

  it('is refused with a preprocessor branch that begins inside the statement', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    } else {\n        runstate_set(RUN_STATE_PAUSED);\n    }\n',
      '    }\n#ifdef CONFIG_X\n    else {\n        runstate_set(RUN_STATE_PAUSED);\n    }\n#endif\n',
    );
    const [first] = refusalOf(planned(tree, { only: ['dst-precopy-bh-vm-started'] }));
    expect(first).toMatchObject({ code: 'not-analysable', function: 'process_incoming_migration_co' });
  });

  it('is refused in a function under a conditional, at the end of the file too', () => {
    const start = oldTree.migration.indexOf('static void *migration_thread');
    const tree = {
      ...oldTree,
      migration: `${oldTree.migration.slice(0, start)}#ifdef CONFIG_X\n${oldTree.migration.slice(start)}#endif\n`,
    };
    expectRefused(
      tree,
      [at('no-place', tree, 'migration', 'static void *migration_thread', 'migration_thread')],
      { only },
    );
    expect(planned(tree, { only }).problems[0]?.found).toContain('#ifdef CONFIG_X');
  });

  it('is found behind an include guard', () => {
    const tree = {
      ...oldTree,
      migration: `#ifndef MIGRATION_C\n#define MIGRATION_C\n${oldTree.migration}#endif\n`,
    };
    expect(planned(tree).problems).toEqual([]);
  });

  it('does not keep others from being ported, if it is not selected', () => {
    const tree = changed(oldTree, 'migration', STORE, '');
    expect(planned(tree, { only: ['src-vm-stopped'] }).problems).toEqual([]);
  });

  it('is refused where the helper that holds it is called at another moment', () => {
    const tree = changed(
      helperTree,
      'migration',
      '    migration_downtime_end(opaque);',
      '    vm_wait();\n    migration_downtime_end(opaque);',
    );
    expectRefused(tree, [
      at('helper-misplaced', tree, 'migration', 'migration_downtime_end(opaque)', 'bg_migration_vm_start_bh'),
    ]);
    const [problem] = planned(tree).problems;
    expect(problem?.found).toMatch(
      /^migration_downtime_end is not called right after the guest was started, the moment of src-downtime-end; line \d+ is in between$/,
    );
  });

  it('is not searched for a second time by the wrong one of two stop calls', () => {
    const tree = changed(
      oldTree,
      'migration',
      '    return NULL;\n',
      '    vm_stop_force_state(RUN_STATE_PAUSED);\n    return NULL;\n',
    );
    expectRefused(
      tree,
      [at('stopped-twice', tree, 'migration', 'vm_stop_force_state(RUN_STATE_PAUSED)', 'migration_thread')],
      { only: ['src-vm-stopped'] },
    );
  });
});

describe('two stop calls in the arms of one if', () => {
  const STOP = '            ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n';
  const HEAD =
    '            if (s->paused) {\n                ret = vm_stop(RUN_STATE_PAUSED);\n            }';
  const only = ['src-vm-stopped'];

  it('have one checkpoint behind both', () => {
    const tree = changed(oldTree, 'migration', STOP, `${HEAD} else {\n    ${STOP}            }\n`);
    expect(ported(tree, { only }).migration).toContain(
      `            }\n            ${call('src-vm-stopped')}\n            if (ret >= 0)`,
    );
  });

  it('have one behind the second where they are no alternatives', () => {
    const tree = changed(oldTree, 'migration', STOP, `${HEAD}\n${STOP}`);
    expect(ported(tree, { only }).migration).toContain(`${STOP}            ${call('src-vm-stopped')}\n`);
  });
});
