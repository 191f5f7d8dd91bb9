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
      'a call that an if without braces holds',
      changedIn(
        changedIn(ported, 'migration', 'migration_completion', STOPPED, ''),
        'migration',
        'migration_completion',
        STOP,
        `            if (quick)\n    ${STOPPED}${STOP}`,
      ),
      /or delete it: apply then puts one there; "if \(quick\)" in line \d+ has no braces and would take in the next statement: delete it as well if it is there for this call alone, else leave \{\} in its place$/,
    ],
    [
      'a call in another function that an if with an else holds',
      changedIn(
        ported,
        'migration',
        'migration_completion',
        STOP,
        `            if (quick)\n                ${call('src-iterable-saved')}\n            else\n                slow();\n${STOP}`,
      ),
      /then run the command again; "if \(quick\)" in line \d+ has no braces: leave \{\} in the place of the call$/,
    ],
    [
      'a call behind a return that an if holds',
      changedIn(
        ported,
        'migration',
        'migration_completion',
        STOPPED,
        `${STOPPED}            if (fatal) {\n                return;\n                if (quick)\n        ${STOPPED}            }\n`,
      ),
      /"if \(quick\)" in line \d+ has no braces/,
    ],
    [
      'a misspelt name of one that is at its place, which an else holds',
      changedIn(
        ported,
        'migration',
        'migration_completion',
        STOPPED,
        `${STOPPED}            if (quick) {\n            } else\n                ${call('src-vm-stoped')}\n`,
      ),
      /one too many; "else" in line \d+ has no braces/,
    ],
    [
      'a name that is no string, which a loop holds',
      changedIn(
        ported,
        'migration',
        'migration_completion',
        STOPPED,
        `${STOPPED}            while (quick)\n                trace_vmstate_downtime_checkpoint(stage);\n`,
      ),
      /"while \(quick\)" in line \d+ has no braces/,
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
