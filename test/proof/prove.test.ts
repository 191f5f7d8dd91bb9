import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { readTexts } from '../../src/placement/sources.js';
import { survey } from '../../src/placement/survey.js';
import { prove } from '../../src/proof/prove.js';
import { lineOf } from '../support/c-text.js';
import { callsIn, expectRefused, PATHS, planned, ported, textsOf } from '../support/ported-tree.js';
import { changed, helperTree, newTree, oldTree, type SmallTree, treeOf62 } from '../support/small-tree.js';

/** What the proof says of a tree as it is. */
function disproof(
  tree: SmallTree,
  selected: (name: string) => boolean = () => true,
  order = defaultRecipe.order,
) {
  const { sources, events } = readTexts(textsOf(tree));
  return prove(survey(sources, { ...defaultRecipe, order }), events, selected).map(({ code, place }) => ({
    code,
    ...place,
  }));
}

const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;
const oldPorted = ported(oldTree);

describe('prove', () => {
  it.each([
    ['9', oldTree, 9],
    ['20', newTree, 20],
    ['20', treeOf62, 20],
    ['14', helperTree, 14],
  ])('finds nothing wrong with a port of %s calls', (_, tree, count) => {
    const after = ported(tree);
    expect(disproof(after)).toEqual([]);
    expect([...callsIn(after.migration), ...callsIn(after.savevm)]).toHaveLength(count);
  });

  const names = [...new Set([...callsIn(oldPorted.migration), ...callsIn(oldPorted.savevm)])];

  it.each(names)('misses %s when its call is taken out', (name) => {
    const role = oldPorted.migration.includes(call(name)) ? 'migration' : 'savevm';
    const codes = disproof(changed(oldPorted, role, call(name), '')).map((problem) => problem.code);
    expect(codes).toEqual(['no-place']);
  });

  it('asks of nothing that is not selected', () => {
    expect(
      disproof(
        changed(oldPorted, 'migration', call('src-vm-stopped'), ''),
        (name) => name !== 'src-vm-stopped',
      ),
    ).toEqual([]);
  });

  it('misses the event', () => {
    const tree = { ...oldPorted, events: oldTree.events };
    expect(disproof(tree)).toEqual([{ code: 'event-missing', file: PATHS.events }]);
  });

  it('does not ask for the event without a call', () => {
    expect(disproof(oldTree, () => false)).toEqual([]);
  });

  it('rejects two calls that changed places', () => {
    const swapped = oldPorted.migration
      .replace('bh-announced', 'bh-TEMPORARY')
      .replace('bh-vm-started', 'bh-announced')
      .replace('bh-TEMPORARY', 'bh-vm-started');
    const codes = disproof({ ...oldPorted, migration: swapped }).map((problem) => problem.code);
    expect(codes.sort()).toEqual(['misplaced', 'misplaced', 'no-place', 'no-place']);
  });
});

describe('the order within a function, without looking at runs', () => {
  const ORDERED = ['src-downtime-start', 'src-vm-stopped'];
  const codesOf = (tree: SmallTree) =>
    disproof(tree, (name) => ORDERED.includes(name)).map(({ code, line }) => [code, line]);
  const start = `            ${call('src-downtime-start')}\n`;
  const clock = '            start_time = clock_now();\n';

  it('is wrong within a round of the loop, though the next round comes from the later to the earlier', () => {
    const late = changed(
      changed(oldPorted, 'migration', `${start}${clock}`, ''),
      'migration',
      `            ${call('src-vm-stopped')}\n`,
      `            ${call('src-vm-stopped')}\n${start}${clock}`,
    );
    expect(codesOf(late)).toEqual([['wrong-order', lineOf(late.migration, call('src-vm-stopped'))]]);
  });

  it('says nothing of calls in two files, wherever in theirs they stand', () => {
    const before = oldPorted.migration.indexOf('int64_t start_time');
    for (const at of [before, oldPorted.migration.indexOf('return NULL;')]) {
      const { savevm } = oldPorted;
      const length = at - savevm.indexOf(call('src-iterable-saved'));
      const tree = { ...oldPorted, savevm: `/*${'*'.repeat(length - 5)}*/\n${savevm}` };
      expect(tree.savevm.indexOf(call('src-iterable-saved'))).toBe(at);
      expect(disproof(tree, () => true, [['src-vm-stopped', 'src-iterable-saved']])).toEqual([]);
    }
  });
});

describe('the order within a function', () => {
  const refusedAt = (tree: SmallTree, snippet: string, fn: string): void =>
    expectRefused(tree, [
      { code: 'wrong-order', file: PATHS.migration, line: lineOf(tree.migration, snippet), function: fn },
    ]);

  it('is refused where the guest is stopped before the clock starts, by the line of the file as it is', () => {
    const start = '            start_time = clock_now();\n';
    const tree = changed(
      changed(oldTree, 'migration', start, ''),
      'migration',
      '            if (ret >= 0) {\n',
      `${start}            if (ret >= 0) {\n`,
    );
    refusedAt(tree, 'ret = vm_stop_force_state', 'migration_thread');
  });

  it('is refused where the later moment is in another arm than the earlier', () => {
    const start = '    s->downtime_start = clock_now();\n    ret = vm_stop_force_state';
    const tree = changed(
      newTree,
      'migration',
      start,
      '    if (ret) {\n        s->downtime_start = clock_now();\n    } else {\n        ret = vm_stop_force_state',
    );
    const closed = changed(
      tree,
      'migration',
      '    trace_migration_completion_vm_stop(ret);\n',
      '    }\n    trace_migration_completion_vm_stop(ret);\n',
    );
    refusedAt(closed, '        ret = vm_stop_force_state', 'migration_completion');
  });

  it('holds where the earlier moment is in an arm that the later one follows', () => {
    const tree = changed(
      newTree,
      'migration',
      '    s->downtime_start = clock_now();\n    ret = ',
      '    if (ret) {\n        s->downtime_start = clock_now();\n    }\n    ret = ',
    );
    expect(planned(tree).problems).toEqual([]);
  });

  it('follows from the order of the moments between: loaded comes before started', () => {
    const announce =
      '    qemu_announce_self();\n\n    bdrv_invalidate_cache_all();\n    if (autostart) {\n        vm_start();\n    } else {\n        runstate_set(RUN_STATE_PAUSED);\n    }\n';
    const tree = changed(
      changed(oldTree, 'migration', announce, ''),
      'migration',
      '    ret = qemu_loadvm_state(f);\n',
      `${announce}\n    ret = qemu_loadvm_state(f);\n`,
    );
    const codes = planned(tree).problems.map(
      ({ code, found }) => `${code} ${/comes to (\S+)/.exec(found)?.[1]}`,
    );
    expect(codes.sort()).toEqual([
      'wrong-order dst-precopy-bh-announced',
      'wrong-order dst-precopy-bh-enter',
      'wrong-order dst-precopy-bh-vm-started',
    ]);
  });
});
