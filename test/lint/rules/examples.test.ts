import { describe, expect, it } from 'vitest';
import { ruleTexts } from '../../../src/commands/rule-texts.js';
import { rules } from '../../../src/lint/rules/index.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { call, changedIn, changedTexts, withoutFunction, withText } from '../../support/changed-texts.js';
import { fixtureTexts } from '../../support/fixture-texts.js';
import { linted, portedFixture } from '../../support/linted.js';

/** A tree in which the code of a rule's example stands. */
interface Planted {
  /** The tree as it was before. */
  readonly from: TreeTexts;
  readonly texts: TreeTexts;
  /** How the fixture spells what the example says in fewer words: lines of the example, by what the tree has for them. */
  readonly spelt?: Readonly<Record<string, string>>;
}

const EVENT = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
const STAMP = '    mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);\n';
const START = '    migration_downtime_start(mig);\n';
const STOP = 'rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);';
const PRECOPY = 'migration_completion_precopy';

const PLANTED: Readonly<Record<string, Planted>> = {
  'missing-checkpoint': planted('I-7.2', (from) =>
    changedIn(from, 'migration', 'migration_completion', call('src-vm-stopped'), ''),
  ),
  'wrong-function': planted('I-7.2', (from) =>
    appended(
      from,
      'savevm',
      `static int loadvm_postcopy_handle_advise(MigrationIncomingState *mis, uint16_t len)\n{\n    ${call('src-non-iterable-saved')}\n    return 0;\n}\n`,
    ),
  ),
  misplaced: planted('I-7.2', (from) => {
    const without = changedIn(from, 'migration', 'migration_completion', call('src-vm-stopped'), '');
    return changedIn(
      without,
      'migration',
      'migration_completion',
      STOP,
      `${call('src-vm-stopped')}\n            ${STOP}`,
    );
  }),
  'wrong-order': planted('L-9.0', (from) =>
    changedIn(
      from,
      'migration',
      PRECOPY,
      'rc = migration_stop_vm(',
      'migration_downtime_end(mig);\n    rc = migration_stop_vm(',
    ),
  ),
  'fires-twice': planted('K-8.2', (from) => from),
  'missing-on-path': planted('L-9.0', (from) =>
    changedIn(
      from,
      'migration',
      'migration_stop_vm',
      START,
      `    if (mig->stopped_already) {\n        return 0;\n    }\n${START}`,
    ),
  ),
  'wrong-path': planted('K-8.2', (from) =>
    changedIn(
      from,
      'migration',
      'bg_migration_thread',
      '    cpu_synchronize_all_states();\n',
      '    qemu_savevm_state_complete_precopy_iterable(saved, false);\n    cpu_synchronize_all_states();\n',
    ),
  ),
  unreachable: planted('K-8.2', (from) => {
    const fn = 'qemu_savevm_state_complete_precopy_iterable';
    const without = changedIn(from, 'savevm', fn, `    ${call('src-iterable-saved')}\n`, '');
    return changedIn(
      without,
      'savevm',
      fn,
      '    return 0;\n',
      `    return 0;\n    ${call('src-iterable-saved')}\n`,
    );
  }),
  duplicate: planted('K-8.2', (from) =>
    changedTexts(
      from,
      'savevm',
      call('dst-postcopy-bh-enter'),
      `${call('dst-postcopy-bh-enter')}\n    ${call('dst-postcopy-bh-enter')}`,
    ),
  ),
  'unknown-checkpoint': planted('K-8.2', (from) =>
    changedTexts(from, 'migration', call('src-downtime-end'), call('src-downtime-stop')),
  ),
  'no-place': planted(
    'I-7.2',
    (from) =>
      changedIn(
        from,
        'migration',
        'migration_completion',
        `    ${STAMP}`,
        `        if (mig->my_fleet_option) {\n        ${STAMP}        }\n`,
      ),
    fixtureTexts('I-7.2'),
  ),
  'helper-not-called': {
    ...planted('K-8.2', (from) => changedIn(from, 'migration', PRECOPY, START, STAMP)),
    spelt: {
      'static int migration_completion_precopy(…)':
        'static int migration_completion_precopy(MigrationState *mig,',
    },
  },
  'helper-misplaced': planted('K-8.2', (from) =>
    changedIn(
      from,
      'migration',
      'bg_migration_vm_start_bh',
      '    vm_start();\n    migration_downtime_end(mig);\n',
      '    migration_downtime_end(mig);\n    vm_start();\n',
    ),
  ),
  'helper-undefined': planted('K-8.2', (from) =>
    withoutFunction(from, 'migration', 'migration_downtime_end'),
  ),
  'helper-unused': {
    ...planted('I-7.2', (from) =>
      appended(
        from,
        'migration',
        `static void migration_downtime_start(MigrationState *mig)\n{\n${STAMP}}\n`,
      ),
    ),
    spelt: {
      'static void migration_downtime_start(MigrationState *s) { … }':
        'static void migration_downtime_start(MigrationState *mig)',
    },
  },
  'stopped-twice': planted('K-8.2', (from) =>
    changedIn(
      from,
      'migration',
      PRECOPY,
      '    rc = migration_stop_vm(',
      `    ${STOP}\n    rc = migration_stop_vm(`,
    ),
  ),
  'beside-helper': planted('K-8.2', (from) => changedIn(from, 'migration', PRECOPY, START, START + STAMP)),
  'event-missing': {
    ...planted('I-7.2', (from) => changedTexts(from, 'events', `${EVENT}\n`, '')),
    spelt: {
      'vmstate_load(const char *idstr, const char *vmsd_name) "%s, %s"':
        'vmstate_load(const char *device, const char *kind) "%s (%s)"',
    },
  },
  'event-misspelt': planted('I-7.2', (from) =>
    changedTexts(from, 'events', EVENT, EVENT.replace('checkpoint', 'chekpoint')),
  ),
  'event-unused': planted(
    'C-2.4',
    (from) => ({ ...from, events: portedFixture('C-2.4').events }),
    fixtureTexts('C-2.4'),
  ),
  'event-format': planted('K-8.2', (from) =>
    changedTexts(from, 'events', EVENT, EVENT.replace('%s', 'checkpoint=%s')),
  ),
  'event-doubled': planted('K-8.2', (from) => changedTexts(from, 'events', EVENT, `${EVENT}\n${EVENT}`)),
  'event-leftover': planted('I-7.2', (from) =>
    changedTexts(from, 'events', EVENT, `loadvm_postcopy_handle_run_bh(const char *str) "%s"\n${EVENT}`),
  ),
  'include-missing': planted('K-8.2', (from) => changedTexts(from, 'migration', '#include "trace.h"\n', '')),
  'conflict-marker': planted('K-8.2', (from) =>
    appended(from, 'savevm', '<<<<<<< HEAD\n=======\n>>>>>>> 3e5f3bcdc2\n'),
  ),
  'not-analysable': planted('K-8.2', (from) =>
    changedTexts(
      from,
      'migration',
      `    ${call('src-vm-stopped')}\n`,
      `#ifdef CONFIG_FLEET\n    ${call('src-vm-stopped')}\n#endif\n`,
    ),
  ),
  'suppression-without-reason': planted('K-8.2', (from) =>
    changedTexts(
      from,
      'migration',
      call('src-downtime-end'),
      `// qemu-downtime-ignore fires-twice\n    ${call('src-downtime-end')}`,
    ),
  ),
  'suppression-unused': planted('K-8.2', (from) =>
    changedTexts(
      from,
      'migration',
      call('src-vm-stopped'),
      `// qemu-downtime-ignore misplaced: our stop call comes first\n    ${call('src-vm-stopped')}`,
    ),
  ),
};

function planted(
  name: string,
  change: (texts: TreeTexts) => TreeTexts,
  from: TreeTexts = portedFixture(name),
): Planted {
  return { from, texts: change(from) };
}

function appended(texts: TreeTexts, role: keyof TreeTexts, text: string): TreeTexts {
  return withText(texts, role, `${texts[role].text}\n${text}`);
}

/** The lines of an example that are code, or what lint reads as such. */
function codeLines(example: string): string[] {
  return example
    .split('\n')
    .map((line) => (line.includes('qemu-downtime-ignore') ? line : line.replace(/\s*\/\/.*$/, '')).trim())
    .filter((line) => /\w|^[<=>]{7}/.test(line));
}

/** As the fixtures call the same things. */
function inFixtureWords(line: string): string {
  return line
    .replace(/\bs\b/g, 'mig')
    .replace(/\bret\b/g, 'rc')
    .replace(/\bfb\b/g, 'saved')
    .replace(/\bnow\b/g, 'end')
    .replace(/\bstate\b/g, 'target');
}

// The rules for recipes of changes have trees of their own: change-rules.test.ts.
const ofCheckpoints = new Set(rules.filter(({ check }) => check).map(({ id }) => id));
const explained = ruleTexts().filter(({ id }) => ofCheckpoints.has(id) || id.startsWith('suppression'));

describe('the example of each rule', () => {
  it('has a tree in which it stands', () => {
    expect(Object.keys(PLANTED)).toEqual(explained.map(({ id }) => id));
  });

  it.each(explained)('yields $id', ({ id, example }) => {
    const { from, texts, spelt = {} } = PLANTED[id] ?? planted('K-8.2', (same) => same);
    const lines = new Set(
      Object.values(texts).flatMap(({ text }) => text.split('\n').map((line: string) => line.trim())),
    );
    const missing = codeLines(example.text).filter(
      (line) => !lines.has(line) && !lines.has(spelt[line] ?? inFixtureWords(line)),
    );
    expect(missing, 'lines of the example that the tree does not have').toEqual([]);
    const found = (tree: TreeTexts): number => linted(tree).findings.filter(({ rule }) => rule === id).length;
    expect(found(texts)).toBeGreaterThan(texts === from ? 0 : found(from));
  });
});
