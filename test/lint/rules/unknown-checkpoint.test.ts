import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import { planPort } from '../../../src/port/plan.js';
import { call, changedIn, changedTexts } from '../../support/changed-texts.js';
import { errorOf, errorsOf, ofSeverity, portedFixture } from '../../support/linted.js';

const STOP = 'vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';

describe('unknown-checkpoint', () => {
  const renamed = (name: string, role: 'migration' | 'savevm', from: string, to: string) =>
    changedTexts(portedFixture(name), role, `"${from}"`, `"${to}"`);

  it.each(['vm-stopped', 'SRC-VM-STOPPED', 'Src-Vm-Stoped'])('takes %s for src-vm-stopped', (spelt) => {
    const finding = errorOf(renamed('C-2.4', 'migration', 'src-vm-stopped', spelt), 'unknown-checkpoint');
    expect(finding.checkpoint).toBe('src-vm-stopped');
  });

  it.each([
    ['K-8.2', 'src-downtime-end', 'src-downtime-stop'],
    ['M-10.0', 'dst-precopy-loadvm-completed', 'dst-precopy-loadvm-completes'],
  ] as const)('explains in %s that upstream’s message spells %s otherwise', (tree, name, spelt) => {
    const finding = errorOf(renamed(tree, 'migration', name, spelt), 'unknown-checkpoint');
    expect(finding).toMatchObject({
      checkpoint: name,
      message: `"${spelt}" is none of the 14 names; the message of upstream’s commit spells ${name} so, its code does not`,
      source: `    ${call(spelt)}`,
    });
    expect(finding.next).toContain(`write ${name}`);
  });

  it('gives the nearest name of a slip', () => {
    const texts = renamed('C-2.4', 'migration', 'src-vm-stopped', 'src-vm-stoped');
    expect(errorOf(texts, 'unknown-checkpoint').message).toBe(
      '"src-vm-stoped" is none of the 14 names; the nearest is src-vm-stopped',
    );
    expect(errorsOf(texts)).toEqual([
      `missing-checkpoint src-vm-stopped in migration_thread at rc = ${STOP}`,
      `unknown-checkpoint src-vm-stopped in migration_thread at ${call('src-vm-stoped')}`,
    ]);
  });

  it('tells of a tracepoint that is misspelt, which apply does not put another call beside', () => {
    const misspelt = call('src-vm-stopped').replace('checkpoint', 'chekpoint');
    const texts = changedIn(
      portedFixture('C-2.4'),
      'migration',
      'migration_thread',
      call('src-vm-stopped'),
      misspelt,
    );
    expect(errorOf(texts, 'unknown-checkpoint')).toMatchObject({
      checkpoint: 'src-vm-stopped',
      message:
        'a call of trace_vmstate_downtime_chekpoint, which is nearly trace_vmstate_downtime_checkpoint',
    });
    expect(
      planPort(texts, defaultRecipe, { selected: () => true, fixes: false }).problems.map(({ code }) => code),
    ).toEqual(['unknown-tracepoint']);
  });

  it('leaves names alone that somebody chose, wherever they stand', () => {
    const own = ['fleet-dirty-log-synced', 'src-ram-handed-over', 'stopped', ''];
    for (const name of own) {
      const texts = changedIn(
        portedFixture('C-2.4'),
        'migration',
        'migration_thread',
        call('src-vm-stopped'),
        `${call('src-vm-stopped')}\n                ${call(name)}`,
      );
      expect([...errorsOf(texts), ...ofSeverity(texts, 'warning')]).toEqual([]);
    }
  });
});
