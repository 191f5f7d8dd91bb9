import { describe, expect, it } from 'vitest';
import { downtimeCheckpoints } from '../../src/catalogue/downtime-checkpoints/index.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { call, changedIn, changedTexts, withoutCall } from '../support/changed-texts.js';
import { linted, portedFixture } from '../support/linted.js';

/** What `apply` advises of a tree that it refuses, by place. */
function advised(texts: TreeTexts): string[] {
  const { problems } = planPort(texts, downtimeCheckpoints, { selected: () => true, fixes: false });
  return problems.map(({ place, next }) => `${place?.file}:${place?.line}: ${next}`).sort();
}

/** What `lint` advises at those places. */
function lintAdvises(texts: TreeTexts): string[] {
  return linted(texts)
    .findings.filter(({ severity, fix, rule }) => {
      return severity === 'error' && fix === undefined && rule !== 'missing-checkpoint';
    })
    .map(({ file, line, next }) => `${file}:${line}: ${next}`)
    .sort();
}

const STOP = '            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n';
const STOPPED = `            ${call('src-vm-stopped')}\n`;
const ported = portedFixture('I-7.2');
const EVENT = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n';

describe('apply and lint give one advice for one fault', () => {
  it.each<[string, TreeTexts, RegExp]>([
    [
      'a call before its moment',
      changedIn(
        changedIn(ported, 'migration', 'migration_completion', STOPPED, ''),
        'migration',
        'migration_completion',
        STOP,
        STOPPED + STOP,
      ),
      /move the call right after line \d+, or delete it: apply then puts one there$/,
    ],
    [
      'a call in another function',
      changedIn(
        withoutCall(ported, 'savevm', 'src-iterable-saved'),
        'migration',
        'migration_completion',
        STOP,
        `            ${call('src-iterable-saved')}\n${STOP}`,
      ),
      /move the call right before line \d+ of migration\/savevm\.c \(qemu_savevm_state_complete_precopy_iterable\), or delete it: apply then puts one there$/,
    ],
    [
      'a call in another function, of one that is at its place',
      changedIn(
        ported,
        'migration',
        'migration_completion',
        STOP,
        `            ${call('src-iterable-saved')}\n${STOP}`,
      ),
      /delete the call, then run the command again$/,
    ],
    [
      'a call that is there twice',
      changedIn(ported, 'migration', 'migration_completion', STOPPED, STOPPED + STOPPED),
      /delete one of the two$/,
    ],
    [
      'a call under #if 0',
      changedIn(ported, 'migration', 'migration_completion', STOPPED, `#if 0\n${STOPPED}#endif\n`),
      /delete the call or move it out/,
    ],
    [
      'a misspelt name',
      changedIn(ported, 'migration', 'migration_completion', 'src-vm-stopped', 'src-vm-stoped'),
      /write src-vm-stopped instead$/,
    ],
    [
      'a line of the event that is there twice',
      changedTexts(ported, 'events', EVENT, EVENT + EVENT),
      /delete all lines but one$/,
    ],
  ])('of %s', (_, texts, words) => {
    const all = advised(texts);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatch(words);
    expect(lintAdvises(texts)).toEqual(all);
  });

  it('of a helper that a path does not call', () => {
    const texts = changedIn(
      portedFixture('J2-e22ffad03a'),
      'migration',
      'migration_completion_precopy',
      '    migration_downtime_start(mig);\n',
      '',
    );
    const all = advised(texts);
    expect(all.length).toBeGreaterThan(0);
    expect(lintAdvises(texts)).toEqual(expect.arrayContaining(all));
  });
});
