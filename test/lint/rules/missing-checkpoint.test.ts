import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { planPort } from '../../../src/port/plan.js';
import { call, changedIn, changedTexts, withoutCall, withText } from '../../support/changed-texts.js';
import { fixtureTexts } from '../../support/fixture-texts.js';
import { errorOf, errorsOf, linted, portedFixture } from '../../support/linted.js';

const STOP = 'vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';

describe('missing-checkpoint', () => {
  it.each([
    [
      'A-1.0',
      'migration',
      'src-vm-stopped',
      'migrate_fd_put_ready',
      'vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
    ],
    ['C-1.5', 'migration', 'src-vm-stopped', 'migration_thread', STOP],
    ['C-2.4', 'migration', 'src-vm-stopped', 'migration_thread', `rc = ${STOP}`],
    ['I-7.2', 'savevm', 'src-iterable-saved', 'qemu_savevm_state_complete_precopy_iterable', 'return 0;'],
    [
      'K-8.2',
      'migration',
      'src-vm-stopped',
      'migration_stop_vm',
      'int stopped = vm_stop_force_state(target);',
    ],
    [
      'M-10.0',
      'migration',
      'dst-precopy-bh-enter',
      'process_incoming_migration_bh',
      'qemu_announce_self(&incoming->announce_timer, migrate_announce_params());',
    ],
  ] as const)('tells the statement beside the place in %s', (name, role, checkpoint, fn, at) => {
    const texts = withoutCall(portedFixture(name), role, checkpoint);
    expect(errorsOf(texts)).toEqual([`missing-checkpoint ${checkpoint} in ${fn} at ${at}`]);
  });

  it('says what is wanted, why there, and what mends it', () => {
    const texts = withoutCall(portedFixture('C-2.3'), 'migration', 'src-vm-stopped');
    expect(errorOf(texts, 'missing-checkpoint')).toMatchObject({
      severity: 'error',
      message: 'src-vm-stopped is missing in migration_thread: it belongs after the guest stopped',
      file: 'migration/migration.c',
      fix: '--fix',
      path: [],
    });
  });

  describe('promises nothing that apply refuses', () => {
    const refusals = (texts: TreeTexts): string[] =>
      planPort(texts, defaultRecipe, { selected: () => true, fixes: false }).problems.map(({ code }) => code);
    const missingOf = (texts: TreeTexts) =>
      linted(texts).findings.filter(({ rule }) => rule === 'missing-checkpoint');

    it('where the calls that a port had renamed are all gone', () => {
      const ported = portedFixture('I-7.2');
      const lost = ported.savevm.text.replace(/^.*"dst-postcopy-[\w-]+".*\n/gm, '');
      const texts = withText(ported, 'savevm', lost);
      expect(refusals(texts)).toEqual(Array(5).fill('unknown-generation'));
      expect(missingOf(texts).map(({ message }) => /without (\S+\(".*?"\)), or /.exec(message)?.[1])).toEqual(
        [
          'trace_loadvm_postcopy_handle_run_bh("enter")',
          'trace_loadvm_postcopy_handle_run_bh("after cpu sync")',
          'trace_loadvm_postcopy_handle_run_bh("after announce")',
          'trace_loadvm_postcopy_handle_run_bh("after invalidate cache")',
          'trace_loadvm_postcopy_handle_run_bh("return")',
        ],
      );
      for (const { next, fix } of missingOf(texts)) {
        expect(next).toMatch(
          /^bring back the calls that were taken out of this function, .*with git checkout or/,
        );
        expect(fix).toBeUndefined();
      }
    });

    it('where one of the older calls is gone', () => {
      const plain = fixtureTexts('I-7.2');
      const line = /^.*trace_loadvm_postcopy_handle_run_bh\("after announce"\);\n/m;
      const texts = withText(plain, 'savevm', plain.savevm.text.replace(line, ''));
      expect(refusals(texts)).toEqual(['older-call-missing']);
      expect(
        missingOf(texts).find(({ checkpoint }) => checkpoint === 'dst-postcopy-bh-announced'),
      ).toMatchObject({
        message:
          'dst-postcopy-bh-announced is missing in loadvm_postcopy_handle_run_bh: it belongs after the announcement, and apply refuses to put it there without the older tracepoint’s call "after announce", which becomes dst-postcopy-bh-announced',
        next: 'restore the missing call, or delete all calls of the older tracepoint and its event',
      });
    });
  });

  it('tells the place as it is in this tree, and the older tracepoint’s call that stands there', () => {
    const plain = fixtureTexts('I-7.2');
    const of = (texts: typeof plain) =>
      linted(texts).findings.find(({ checkpoint }) => checkpoint === 'dst-postcopy-bh-vm-started');
    expect(of(plain)).toMatchObject({
      message:
        'dst-postcopy-bh-vm-started is missing in loadvm_postcopy_handle_run_bh: it belongs where the bottom half ends',
      source: '    trace_loadvm_postcopy_handle_run_bh("return");',
      next: expect.stringMatching(
        /^put it in the place of trace_loadvm_postcopy_handle_run_bh\("return"\), as /,
      ),
    });
    const early = changedTexts(
      plain,
      'savevm',
      '    qemu_bh_delete(incoming->bh);\n',
      `    ${call('dst-postcopy-bh-vm-started')}\n    qemu_bh_delete(incoming->bh);\n`,
    );
    expect(of(early)).toMatchObject({
      rule: 'misplaced',
      message: expect.stringMatching(/it belongs where the bottom half ends$/),
      next: expect.stringMatching(/in the place of the older tracepoint/),
    });
  });

  it('asks for a checkpoint at each of its places: 7.2 stops the guest in three functions', () => {
    const texts = changedIn(
      portedFixture('I-7.2'),
      'migration',
      'postcopy_start',
      `    ${call('src-vm-stopped')}\n`,
      '',
    );
    expect(errorsOf(texts)).toEqual([`missing-checkpoint src-vm-stopped in postcopy_start at rc = ${STOP}`]);
  });

  it.each([
    ['A-1.0', 9],
    ['C-2.4', 9],
    ['D-2.5', 17],
    ['H-6.2', 20],
    ['J0-62f5da7dd1-parent', 20],
    ['J4-93bdf888fa', 14],
  ])('asks of %s, which has none, for %i calls and nothing else', (name, count) => {
    const { findings } = linted(fixtureTexts(name));
    expect(new Set(findings.map(({ rule, severity, fix }) => `${severity} ${rule} ${fix}`))).toEqual(
      new Set(['error missing-checkpoint --fix']),
    );
    expect(findings).toHaveLength(count);
  });

  it('does not count a name that is written in another function, or not as a call', () => {
    const bare = withoutCall(portedFixture('K-8.2'), 'migration', 'src-vm-stopped');
    const texts = changedIn(
      bare,
      'migration',
      'migration_stop_vm',
      '    return',
      '    /* src-vm-stopped */\n    return',
    );
    expect(errorsOf(texts)).toEqual([
      'missing-checkpoint src-vm-stopped in migration_stop_vm at int stopped = vm_stop_force_state(target);',
    ]);
  });
});
