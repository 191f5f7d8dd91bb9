import { describe, expect, it } from 'vitest';
import { lineOf } from '../support/c-text.js';
import { PATHS, ported, refusalOf, reverted, revertPlanned } from '../support/ported-tree.js';
import { changed, helperTree, newTree, oldTree, type SmallTree, treeOf62 } from '../support/small-tree.js';

const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;

const codes = (tree: SmallTree): string[] => refusalOf(revertPlanned(tree)).map((told) => told.code);

describe('a revert', () => {
  it.each([
    ['of the old shape', oldTree],
    ['with the older tracepoint', newTree],
    ['with the tracepoints before that', treeOf62],
  ])('gives a tree %s back', (_, tree) => {
    expect(reverted(ported(tree))).toEqual(tree);
    expect(reverted(ported(tree, { fixes: true }))).toEqual(tree);
  });

  it.each([
    ['a moved call', 'src-vm-stopped'],
    ['an inserted one', 'src-downtime-start'],
    ['a renamed one', 'dst-postcopy-bh-announced'],
  ])('gives a tree back to which only %s was ported', (_, name) => {
    expect(reverted(ported(newTree, { only: [name] }))).toEqual(newTree);
  });

  it('takes out what is selected and leaves the rest', () => {
    const only = ['src-vm-stopped', 'dst-postcopy-bh-enter'];
    const rest = reverted(ported(newTree), { only });
    expect(ported(rest)).toEqual(ported(newTree));
    for (const name of only) expect(rest.migration + rest.savevm).not.toContain(call(name));
    expect(rest.events).toContain('vmstate_downtime_checkpoint(');
  });

  it('tells what it takes out, and where it was', () => {
    const { removed } = revertPlanned(ported(oldTree));
    const after = ported(oldTree).migration;
    expect(removed.map(({ name }) => name)).toEqual([
      'src-downtime-start',
      'src-vm-stopped',
      'src-iterable-saved',
      'src-non-iterable-saved',
      'src-downtime-end',
      'dst-precopy-loadvm-completed',
      'dst-precopy-bh-enter',
      'dst-precopy-bh-announced',
      'dst-precopy-bh-vm-started',
    ]);
    expect(removed.find((one) => one.name === 'src-vm-stopped')?.sites).toEqual([
      expect.objectContaining({
        file: PATHS.migration,
        line: lineOf(after, call('src-vm-stopped')),
        function: 'migration_thread',
      }),
    ]);
  });

  it('has nothing to do in a tree without a port', () => {
    expect(revertPlanned(oldTree)).toMatchObject({ removed: [], problems: [] });
    expect(reverted(oldTree)).toEqual(oldTree);
  });

  it('has nothing to do where nothing of what is selected is there', () => {
    const tree = ported(newTree, { only: ['src-vm-stopped'] });
    expect(reverted(tree, { only: ['dst-postcopy-bh-enter'] })).toEqual(tree);
  });

  it.each([
    [
      'a body that got braces',
      '    if (s->state == MIG_STATE_COMPLETED) {\n        s->downtime = clock_now() - start_time;\n        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      '    if (s->state == MIG_STATE_COMPLETED)\n        s->downtime = clock_now() - start_time;\n',
    ],
    ...['while (!s->downtime)', 'for (; !s->downtime;)'].map((loop) => [
      `the body of a loop that got braces: ${loop}`,
      '    if (s->state == MIG_STATE_COMPLETED) {\n        s->downtime = clock_now() - start_time;\n        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      `    ${loop}\n        s->downtime = clock_now() - start_time;\n`,
    ]),
    [
      'a body without braces that got them before an else',
      '    if (s->state == MIG_STATE_COMPLETED) {\n        s->downtime = clock_now() - start_time;\n        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      '    if (s->state == MIG_STATE_COMPLETED)\n        s->downtime = clock_now() - start_time;\n    else\n        x();\n',
    ],
    [
      'a block before an else',
      '        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      '    } else\n        x();\n',
    ],
    [
      'a block that has a blank line at its end',
      '        runstate_set(RUN_STATE_POSTMIGRATE);\n    }\n',
      '\n    }\n',
    ],
    [
      'a loaded stream in a condition',
      '    int ret;\n\n    ret = qemu_loadvm_state(f);\n    qemu_fclose(f);\n    if (ret < 0) {',
      '\n    if (qemu_loadvm_state(f) < 0) {',
    ],
    [
      'a loaded stream in a condition without declarations',
      '    QEMUFile *f = opaque;\n    int ret;\n\n    ret = qemu_loadvm_state(f);\n    qemu_fclose(f);\n    if (ret < 0) {',
      '    if (qemu_loadvm_state(opaque) < 0) {',
    ],
    [
      'a blank line between the stop and the test of its result',
      'ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n',
      'ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n\n',
    ],
    [
      'blank lines with blanks in them',
      '    qemu_announce_self();\n\n',
      '    qemu_announce_self();\n  \n\t\n',
    ],
  ])('gives a tree back with %s', (_, from, to) => {
    const tree = changed(oldTree, 'migration', from, to);
    expect(ported(tree)).not.toEqual(tree);
    expect(reverted(ported(tree))).toEqual(tree);
  });

  it.each([
    ['a section of its own', 'a(void) ""\n'],
    ['a section of its own, and no final line end', 'a(void) ""'],
    ['a section of its own, and CR LF', 'a(void) ""\r\n'],
    ['no final line end', 'a(void) ""\nsavevm_section_end(void) ""'],
    ['CR LF', 'savevm_section_end(void) ""\r\na(void) ""\r\n'],
  ])('gives an events file back with %s', (_, events) => {
    const tree = { ...oldTree, events };
    expect(reverted(ported(tree))).toEqual(tree);
  });

  it('gives an events file back whose older event was the last line', () => {
    const events =
      'vmstate_load(int a) ""\nloadvm_postcopy_handle_run(void) ""\nloadvm_postcopy_handle_run_bh(const char *str) "%s"';
    expect(reverted(ported({ ...newTree, events }))).toEqual({ ...newTree, events });
  });
});

describe('a revert is refused', () => {
  const oldPorted = ported(oldTree);

  it('where upstream’s own shape is there', () => {
    const tree = ported(helperTree);
    expect(refusalOf(revertPlanned(tree))).toEqual([
      expect.objectContaining({
        code: 'upstreams-own',
        file: PATHS.migration,
        function: 'migration_stop_vm',
      }),
    ]);
  });

  it.each([
    [
      'a blank line above it alone',
      `    ${call('dst-precopy-bh-enter')}\n`,
      `\n    ${call('dst-precopy-bh-enter')}\n`,
    ],
    ['other spacing', call('dst-precopy-bh-enter'), call('dst-precopy-bh-enter').replace('(', ' (')],
    ['a comment', call('dst-precopy-bh-enter'), `${call('dst-precopy-bh-enter')} /* mine */`],
  ])('where a call has %s', (_, from, to) => {
    const tree = changed(oldPorted, 'migration', from, to);
    const problem = refusalOf(revertPlanned(tree))[0];
    expect(problem).toMatchObject({ code: 'not-reversible', file: PATHS.migration });
    // The call's own line, or one beside it.
    const at = lineOf(tree.migration, 'dst-precopy-bh-enter');
    expect([at - 1, at, at + 1]).toContain(problem?.line);
  });

  it.each([
    [
      'a local that is used elsewhere as well',
      changed(oldPorted, 'migration', 'MIG_STATE_ACTIVE, MIG_STATE_ERROR', 'MIG_STATE_ACTIVE, ret'),
    ],
    [
      'a local of an inner block',
      changed(
        changed(oldPorted, 'migration', 'start_time = 0;\n    int ret;\n', 'start_time = 0;\n'),
        'migration',
        `            ${call('src-downtime-start')}\n`,
        `            int ret;\n            ${call('src-downtime-start')}\n`,
      ),
    ],
  ])('where a call looks moved out of a condition by the blank line behind it, but for %s', (_, tree) => {
    const line = `            ${call('src-vm-stopped')}\n`;
    const apart = changed(tree, 'migration', line, `${line}\n`);
    expect(refusalOf(revertPlanned(apart))).toEqual([
      expect.objectContaining({
        code: 'not-reversible',
        line: lineOf(apart.migration, call('src-vm-stopped')),
      }),
    ]);
  });

  it('where a call is wrong', () => {
    const tree = changed(
      oldPorted,
      'migration',
      '    return NULL;\n',
      `    return NULL;\n    ${call('src-vm-stopped')}\n`,
    );
    expect(codes(tree)).toEqual(['unreachable']);
  });

  it('where a call cannot be seen', () => {
    const tree = changed(
      oldPorted,
      'migration',
      '    return NULL;\n',
      `#ifdef X\n    ${call('src-vm-stopped')}\n#endif\n    return NULL;\n`,
    );
    expect(codes(tree)).toEqual(['not-analysable']);
  });

  it('where the event’s line was moved', () => {
    const tree = {
      ...oldPorted,
      events: `${oldPorted.events.replace(/vmstate_downtime_checkpoint.*\n/, '')}vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n`,
    };
    expect(refusalOf(revertPlanned(tree))[0]).toMatchObject({
      code: 'not-reversible',
      file: PATHS.events,
      line: lineOf(oldPorted.events, 'vmstate_downtime_checkpoint'),
    });
  });

  it('where a call of one’s own is in the way, and names its line', () => {
    const tree = changed(
      oldPorted,
      'migration',
      call('dst-precopy-bh-announced'),
      `${call('dst-precopy-bh-announced')}\n    ${call('fleet-foo')}`,
    );
    expect(refusalOf(revertPlanned(tree))).toEqual([
      expect.objectContaining({ code: 'not-reversible', line: lineOf(tree.migration, 'fleet-foo') }),
    ]);
  });

  it('where a file is damaged', () => {
    const tree = { ...oldPorted, savevm: `${oldPorted.savevm}\0` };
    expect(codes(tree)).toEqual(['nul-byte']);
  });
});
