import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { planPort } from '../../../src/port/plan.js';
import { call, changedIn, changedTexts } from '../../support/changed-texts.js';
import { errorOf, errorsOf, lintedBy, ofSeverity, portedFixture } from '../../support/linted.js';

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
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'unknown-checkpoint')).toMatchObject({
      checkpoint: 'src-vm-stopped',
      next: 'write trace_vmstate_downtime_checkpoint instead',
      message:
        'a call of trace_vmstate_downtime_chekpoint, which is nearly trace_vmstate_downtime_checkpoint',
    });
    expect(
      planPort(texts, defaultRecipe, { selected: () => true, fixes: false }).problems.map(({ code }) => code),
    ).toEqual(['unknown-checkpoint']);
  });

  it('is the one finding where tracepoint and name have a slip', () => {
    const texts = changedIn(
      portedFixture('C-2.4'),
      'migration',
      'migration_thread',
      call('src-vm-stopped'),
      'trace_vmstate_downtime_chekpoint("src-vm-stoped");',
    );
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'unknown-checkpoint')).toMatchObject({
      checkpoint: 'src-vm-stopped',
      next: 'write trace_vmstate_downtime_checkpoint("src-vm-stopped") instead',
    });
  });

  /** The tree with what is advised of one call done, by the line that is named. */
  const written = (texts: TreeTexts, spelt: string, right: string): TreeTexts =>
    changedTexts(texts, 'migration', call(spelt), right);

  it.each([
    ['at its place', 'C-2.4', 'src-vm-stopped', 'src-vm-stoped'],
    ['by upstream’s message', 'K-8.2', 'src-downtime-end', 'src-downtime-stop'],
  ])('has one advice %s, which makes the tree right', (_, tree, name, spelt) => {
    const texts = renamed(tree, 'migration', name, spelt);
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'unknown-checkpoint').next).toBe(`write ${name} instead`);
    expect(errorsOf(written(texts, spelt, call(name)))).toEqual([]);
  });

  it('is to be deleted where the checkpoint has its call: a right name would make a double', () => {
    const texts = changedIn(
      portedFixture('C-2.4'),
      'migration',
      'migration_thread',
      call('src-vm-stopped'),
      `${call('src-vm-stopped')}\n                ${call('src-vm-stoped')}`,
    );
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'unknown-checkpoint').next).toMatch(/^delete the call, or give it another name: /);
  });

  it('says where to move it where the right name would stand wrong', () => {
    const texts = changedTexts(
      changedTexts(portedFixture('C-2.4'), 'migration', call('src-vm-stopped'), ''),
      'migration',
      '    qemu_announce_self();\n',
      `    ${call('src-vm-stoped')}\n    qemu_announce_self();\n`,
    );
    const stop = texts.migration.text.indexOf(`rc = ${STOP}`);
    const line = texts.migration.text.slice(0, stop).split('\n').length;
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'unknown-checkpoint').next).toBe(
      `write src-vm-stopped instead, and move the call right after line ${line} (migration_thread), or delete it: apply then puts one there`,
    );
  });

  it('tells of the missing call again where slips are not looked for', () => {
    const texts = renamed('C-2.4', 'migration', 'src-vm-stopped', 'src-vm-stoped');
    const severities = [{ rule: 'unknown-checkpoint', severity: 'off' }] as const;
    expect(lintedBy(texts, { severities }).findings.map(({ rule }) => rule)).toEqual(['missing-checkpoint']);
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
