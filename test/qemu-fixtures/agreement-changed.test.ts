import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { SourceFile } from '../../src/csource/source-file.js';
import { flowOf } from '../../src/proof/flow-findings.js';
import { replaceIn, targetsOf } from '../support/fixture-trees.js';
import { compile, play, scenariosIn } from '../support/play-fixture.js';
import { portedFixture } from '../support/ported-fixture.js';
import { preprocessed } from '../support/preprocessed-fixture.js';
import { ProofAndRun, type Shown, shownBy } from '../support/proof-and-run.js';
import { scratchSpace } from '../support/scratch-space.js';

/** Where somebody changed a port by hand, the proof says what compiling and running it shows. */
const space = scratchSpace();

const TREE = 'K-8.2';
const call = (name: string): string => `trace_vmstate_downtime_checkpoint("${name}");`;

interface Change {
  readonly title: string;
  readonly file: 'migration' | 'savevm';
  readonly fn: string;
  /** Each text by another, in turn. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** What the proof finds then and did not before, as `rule scenario checkpoint`. */
  readonly finds: readonly string[];
  /** What it found before and does not then. */
  readonly mends?: readonly string[];
}

const everywhere = (kind: string, checkpoint: string): string[] =>
  ['precopy', 'postcopy', 'background-snapshot'].map((scenario) => `${kind} ${scenario} ${checkpoint}`);

const START = call('src-downtime-start');
const STOPPED = call('src-vm-stopped');
const ITERABLE = call('src-iterable-saved');
const DEVICES = call('src-non-iterable-saved');
const END = call('src-downtime-end');
const LOADED = call('dst-precopy-loadvm-completed');
const ENTER = call('dst-precopy-bh-enter');
const ANNOUNCED = call('dst-precopy-bh-announced');
const STARTED = call('dst-precopy-bh-vm-started');
const SYNCED = call('dst-postcopy-bh-cpu-synced');
const INVALIDATED = call('dst-postcopy-bh-cache-invalidated');
const RUNS = call('dst-postcopy-bh-vm-started');

const CHANGES: readonly Change[] = [
  {
    title: 'a call doubled in a helper',
    file: 'migration',
    fn: 'migration_downtime_start',
    edits: [[START, `${START} ${START}`]],
    finds: everywhere('fires-twice', 'src-downtime-start'),
  },
  {
    title: 'a call in a loop',
    file: 'migration',
    fn: 'migration_downtime_start',
    edits: [[START, `for (int i = 0; i < 3; i++) { ${START} }`]],
    finds: everywhere('fires-twice', 'src-downtime-start'),
  },
  {
    title: 'a call behind a return',
    file: 'migration',
    fn: 'migration_downtime_start',
    edits: [
      [START, ''],
      ['REALTIME);', `REALTIME); return; ${START}`],
    ],
    finds: everywhere('missing-on-path', 'src-downtime-start'),
  },
  {
    title: 'the guard of upstream’s correction',
    file: 'migration',
    fn: 'migration_downtime_end',
    edits: [
      [END, ''],
      ['mig->downtime_start;', `mig->downtime_start; ${END}`],
    ],
    finds: ['fires-twice postcopy-zero-downtime src-downtime-end'],
    mends: ['fires-twice postcopy src-downtime-end', 'fires-twice background-snapshot src-downtime-end'],
  },
  {
    title: 'a call only where the step worked',
    file: 'migration',
    fn: 'migration_stop_vm',
    edits: [[STOPPED, `if (stopped >= 0) { ${STOPPED} }`]],
    finds: [],
  },
  {
    title: 'a call only where the step failed',
    file: 'migration',
    fn: 'migration_stop_vm',
    edits: [[STOPPED, `if (stopped < 0) { ${STOPPED} }`]],
    finds: everywhere('missing-on-path', 'src-vm-stopped'),
  },
  {
    title: 'a call under the flag of postcopy',
    file: 'savevm',
    fn: 'qemu_savevm_state_complete_precopy_iterable',
    edits: [[ITERABLE, `if (in_postcopy) { ${ITERABLE} }`]],
    finds: ['missing-on-path precopy src-iterable-saved', 'missing-on-path savevm src-iterable-saved'],
  },
  {
    title: 'the iterable part asked for twice in postcopy, as before 4.2',
    file: 'savevm',
    fn: 'qemu_savevm_state_complete_precopy',
    edits: [['!in_postcopy || iterable_only', 'true']],
    finds: ['fires-twice postcopy src-iterable-saved'],
  },
  {
    title: 'a call that postcopy passes by',
    file: 'savevm',
    fn: 'qemu_savevm_state_complete_precopy_non_iterable',
    edits: [[DEVICES, `if (!in_postcopy) { ${DEVICES} }`]],
    finds: ['missing-on-path postcopy src-non-iterable-saved'],
  },
  {
    title: 'devices saved before the iterable part is done',
    file: 'savevm',
    fn: 'qemu_savevm_state_complete_precopy_iterable',
    edits: [[ITERABLE, `${DEVICES} ${ITERABLE}`]],
    finds: ['precopy', 'postcopy', 'savevm'].flatMap((id) => [
      `fires-twice ${id} src-non-iterable-saved`,
      `wrong-order ${id} src-non-iterable-saved`,
    ]),
  },
  {
    title: 'a helper called twice',
    file: 'migration',
    fn: 'bg_migration_thread',
    edits: [
      ['migration_downtime_start(mig);', 'migration_downtime_start(mig); migration_downtime_start(mig);'],
    ],
    finds: ['fires-twice background-snapshot src-downtime-start'],
  },
  {
    title: 'a helper not called on one path',
    file: 'migration',
    fn: 'bg_migration_thread',
    edits: [['migration_downtime_start(mig);', '']],
    finds: ['missing-on-path background-snapshot src-downtime-start'],
  },
  {
    title: 'an end of the downtime that only postcopy’s completion has',
    file: 'migration',
    fn: 'postcopy_start',
    edits: [['migration_downtime_end(mig);', '']],
    // It fires once, and so late that it marks another moment.
    finds: [
      'missing-on-path postcopy src-downtime-end',
      'missing-on-path postcopy-zero-downtime src-downtime-end',
    ],
    mends: ['fires-twice postcopy src-downtime-end'],
  },
  {
    title: 'a call where postcopy gives up',
    file: 'migration',
    fn: 'postcopy_start',
    edits: [['fail:\n', `fail:\n    ${START}\n`]],
    finds: ['fires-twice postcopy src-downtime-start'],
  },
  {
    title: 'a call behind an early return',
    file: 'migration',
    fn: 'process_incoming_migration_co',
    edits: [
      [LOADED, ''],
      ['if (ret < 0) {', `${LOADED} if (ret < 0) {`],
    ],
    finds: [],
  },
  {
    title: 'a call only where the load worked',
    file: 'migration',
    fn: 'process_incoming_migration_co',
    edits: [
      [LOADED, ''],
      ['incoming->bh = qemu_bh_new', `${LOADED} incoming->bh = qemu_bh_new`],
    ],
    finds: [],
  },
  {
    title: 'two calls changed over',
    file: 'migration',
    fn: 'process_incoming_migration_bh',
    edits: [
      [ENTER, 'HERE'],
      [ANNOUNCED, ENTER],
      ['HERE', ANNOUNCED],
    ],
    finds: ['wrong-order load dst-precopy-bh-announced'],
  },
  {
    title: 'a call only where the guest starts at once',
    file: 'migration',
    fn: 'process_incoming_migration_bh',
    edits: [[STARTED, `if (autostart) { ${STARTED} }`]],
    finds: ['missing-on-path load dst-precopy-bh-vm-started'],
  },
  {
    title: 'a return before the end of a bottom half',
    file: 'savevm',
    fn: 'loadvm_postcopy_handle_run_bh',
    edits: [['qemu_bh_delete(', 'if (!autostart) { return; } qemu_bh_delete(']],
    finds: ['missing-on-path postcopy-resume dst-postcopy-bh-vm-started'],
  },
  {
    title: 'a call in the branch of success',
    file: 'savevm',
    fn: 'loadvm_postcopy_handle_run_bh',
    edits: [
      [INVALIDATED, ''],
      ['failure = NULL;\n    }', `failure = NULL;\n    } else { ${INVALIDATED} }`],
    ],
    finds: [],
  },
  {
    title: 'a call of another path',
    file: 'migration',
    fn: 'bg_migration_thread',
    edits: [['cpu_synchronize_all_states();', `cpu_synchronize_all_states(); ${ITERABLE}`]],
    finds: ['wrong-path background-snapshot src-iterable-saved'],
  },
  {
    title: 'a call at a label of failure that success comes to as well',
    file: 'migration',
    fn: 'bg_migration_thread',
    edits: [['fail:\n', `fail:\n    ${STOPPED}\n`]],
    finds: ['fires-twice background-snapshot src-vm-stopped'],
  },
  {
    title: 'a case that falls through',
    file: 'savevm',
    fn: 'loadvm_postcopy_handle_run_bh',
    edits: [[SYNCED, `switch ((int)autostart) { case 0: ${SYNCED} /* fall through */ default: ${SYNCED} }`]],
    finds: ['fires-twice postcopy-resume dst-postcopy-bh-cpu-synced'],
  },
  {
    title: 'a call once more in the end',
    file: 'savevm',
    fn: 'loadvm_postcopy_handle_run_bh',
    edits: [[RUNS, `${RUNS} ${SYNCED}`]],
    finds: ['fires-twice postcopy-resume dst-postcopy-bh-cpu-synced'],
  },
];

async function playAll(tree: string, program: string): Promise<Map<string, Shown>> {
  await compile(tree, program);
  const all = new Map<string, Shown>();
  for (const scenario of await scenariosIn(program))
    all.set(scenario, shownBy(await play(program, scenario)));
  return all;
}

function findingsOf(files: readonly SourceFile[]): string[] {
  return flowOf(files, defaultRecipe).map(({ kind, scenario, checkpoint }) =>
    [kind, scenario, checkpoint].join(' '),
  );
}

const original = (async () => {
  const root = portedFixture(TREE, join(space, 'original'));
  return {
    shown: await playAll(root, join(space, 'original.program')),
    findings: findingsOf(preprocessed(root)),
  };
})();

describe.concurrent('proof and run agree on a port with', () => {
  it.each(CHANGES.map((change, index) => ({ ...change, index })))(
    '$title',
    { timeout: 120_000 },
    async ({ index, file, fn, edits, finds, mends = [] }) => {
      const root = portedFixture(TREE, join(space, String(index)));
      for (const [from, to] of edits) replaceIn(root, targetsOf(root)[file], fn, from, to);
      const shown = await playAll(root, join(space, `${index}.program`));
      const before = await original;
      expect(JSON.stringify([...shown]), 'the change shows').not.toBe(JSON.stringify([...before.shown]));
      const files = preprocessed(root);
      const both = new ProofAndRun(files, shown);
      expect(both.undecided()).toEqual([]);
      expect(both.unforeseen()).toEqual([]);
      const after = findingsOf(files);
      expect(after.filter((one) => !before.findings.includes(one)).sort()).toEqual([...finds].sort());
      expect(before.findings.filter((one) => !after.includes(one)).sort()).toEqual([...mends].sort());
    },
  );
});
