import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { FilePlan, Plan } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { factsOf } from '../support/fixture-trees.js';
import { refusalOf } from '../support/ported-tree.js';

const everything = (): boolean => true;

type Role = keyof TreeTexts;
type Edit = readonly [role: Role, from: string, to: string];

/** A fixture tree as somebody downstream has changed it; each text must be in its file exactly once. */
function downstream(name: string, ...edits: readonly Edit[]): TreeTexts {
  const texts = { ...fixtureTexts(name) };
  for (const [role, from, to] of edits) {
    const parts = texts[role].text.split(from);
    expect(parts.length - 1, `occurrences in ${role} of ${name} of: ${from}`).toBe(1);
    texts[role] = { ...texts[role], text: parts.join(to) };
  }
  return texts;
}

function planOf(texts: TreeTexts, only?: string, fixes = false): Plan {
  const selected = (name: string): boolean => only === undefined || name === only;
  return planPort(texts, defaultRecipe, { selected, fixes });
}

/** Fails unless the tree is refused, whether all is to be ported or only the checkpoint in question. */
function expectRefused(texts: TreeTexts, checkpoint: string): void {
  refusalOf(planOf(texts));
  refusalOf(planOf(texts, checkpoint));
}

/** The texts of a plan's result. */
function textsAfter(texts: TreeTexts, files: readonly FilePlan[]): TreeTexts {
  const text = (path: string): string => files.find((file) => file.path === path)?.after ?? '';
  return {
    migration: { ...texts.migration, text: text(texts.migration.path) },
    savevm: { ...texts.savevm, text: text(texts.savevm.path) },
    events: { ...texts.events, text: text(texts.events.path) },
  };
}

/** The texts of a port, which must succeed. */
function ported(texts: TreeTexts, fixes = false): TreeTexts {
  const plan = planOf(texts, undefined, fixes);
  expect(plan.problems).toEqual([]);
  return textsAfter(texts, plan.files);
}

/** Fails unless the port is refused, or can be taken out again to the byte. */
function expectRefusedOrReversible(texts: TreeTexts): void {
  const plan = planOf(texts);
  if (plan.problems.length > 0) {
    refusalOf(plan);
    return;
  }
  const after = textsAfter(texts, plan.files);
  const revert = planRevert(after, defaultRecipe, everything);
  expect(revert.problems).toEqual([]);
  expect(textsAfter(after, revert.files)).toEqual(texts);
}

const CLOCK = 'qemu_clock_get_ms(QEMU_CLOCK_REALTIME)';
const WAKEUP = '        qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);\n';

/** The statements of I-7.2’s migration_completion(). */
const STAMP = `        mig->downtime_start = ${CLOCK};\n${WAKEUP}`;
const STOP =
  '            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n' +
  '            trace_migration_completion_vm_stop(rc);\n';
const [stampLine = '', stopLine = ''] = [STAMP, STOP].map((text) => `${text.split('\n')[0]}\n`);
const TRACE_STOP = STOP.slice(stopLine.length);

const stampAs = (to: string): TreeTexts => downstream('I-7.2', ['migration', STAMP, `${to}${WAKEUP}`]);
const stopAs = (to: string): TreeTexts => downstream('I-7.2', ['migration', STOP, `${to}${TRACE_STOP}`]);

describe('the checkpoints that came with upstream’s commit', () => {
  it.each(
    ['K-8.2', 'L-9.0', 'M-10.0'].flatMap((name) =>
      Object.keys(factsOf(name).sites).map((checkpoint) => ({ name, checkpoint })),
    ),
  )('$name: $checkpoint alone is not reverted', ({ name, checkpoint }) => {
    const revert = planRevert(fixtureTexts(name), defaultRecipe, (one) => one === checkpoint);
    expect(refusalOf(revert).map(({ code }) => code)).toEqual(['upstreams-own']);
  });

  it.each(['K-8.2', 'L-9.0', 'M-10.0'])('%s: those of one side alone are not reverted', (name) => {
    for (const side of ['src-', 'dst-']) {
      const revert = planRevert(fixtureTexts(name), defaultRecipe, (one) => one.startsWith(side));
      expect(refusalOf(revert).map(({ code }) => code)).toEqual(['upstreams-own']);
    }
  });
});

describe('a conditional branch that ends in half a statement', () => {
  const half = (text: string): string => `#ifdef CONFIG_A\n${text}#endif\n`;

  it.each([
    ['if', half('            if (runstate_is_running())\n')],
    ['while', half('            while (runstate_is_running())\n')],
    ['else', half('            if (rc) {\n                rc = 0;\n            } else\n')],
    ['if in the hidden branch', half('            rc = 0;\n#else\n            if (runstate_is_running())\n')],
  ])('is refused before the stop call: %s', (_, before) => {
    expectRefused(stopAs(before + stopLine), 'src-vm-stopped');
  });

  it.each([
    ['if', half('        if (!mig->downtime_start)\n')],
    [
      'if in the hidden branch',
      half('        mig->downtime = 0;\n#else\n        if (!mig->downtime_start)\n'),
    ],
  ])('is refused before the store of downtime_start: %s', (_, before) => {
    expectRefused(stampAs(before + stampLine), 'src-downtime-start');
  });
});

describe('the event’s line without any call', () => {
  const EVENT = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"\n';
  const { events } = fixtureTexts('I-7.2');
  const lines = events.text.match(/.*\n/g) ?? [];

  it.each([
    ...lines.flatMap((line, index) =>
      /^(?:vmstate_|# vmstate|migration_thread)/.test(line)
        ? [[`behind ${line.trim()}`, index + 1] as const]
        : [],
    ),
  ])('%s: is refused, or is still there after apply and revert', (_, index) => {
    const text = [...lines.slice(0, index), EVENT, ...lines.slice(index)].join('');
    expectRefusedOrReversible({ ...fixtureTexts('I-7.2'), events: { ...events, text } });
  });
});

describe('the older tracepoint', () => {
  const OLDER = 'loadvm_postcopy_handle_run_bh';
  const announced = `    trace_${OLDER}("after announce");\n`;

  it.each([
    [
      'the hidden branch of #ifdef',
      `#ifdef CONFIG_A\n    (void)0;\n#else\n    trace_${OLDER}("no a");\n#endif\n`,
    ],
    ['#if 0', `#if 0\n    trace_${OLDER}("not yet");\n#endif\n`],
  ])('keeps its event’s line, or is refused, when it is called once more in %s', (_, more) => {
    const texts = downstream('I-7.2', ['savevm', announced, announced + more]);
    const plan = planOf(texts);
    if (plan.problems.length > 0) refusalOf(plan);
    else expect(textsAfter(texts, plan.files).events.text).toContain(`\n${OLDER}(const char *str) "%s"\n`);
  });

  it('keeps its event’s line, or is refused, when another function’s hidden branch calls it', () => {
    const from = '    trace_loadvm_postcopy_handle_run();\n';
    const texts = downstream('I-7.2', [
      'savevm',
      from,
      `${from}#ifdef CONFIG_A\n    (void)0;\n#else\n    trace_${OLDER}("no a");\n#endif\n`,
    ]);
    const plan = planOf(texts);
    if (plan.problems.length > 0) refusalOf(plan);
    else expect(textsAfter(texts, plan.files).events.text).toContain(`\n${OLDER}(const char *str) "%s"\n`);
  });
});

describe.each(['J4-93bdf888fa', 'K-8.2'])('%s: the helpers', (name) => {
  const precopy =
    '    qemu_mutex_lock_iothread();\n    migration_downtime_start(mig);\n' +
    '    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);\n';
  const withStart = (to: string): Edit => [
    'migration',
    precopy,
    precopy.replace('    migration_downtime_start(mig);\n', () => to),
  ];
  const HELPER = '    migration_downtime_start(mig);\n';
  const BY_HAND = `    mig->downtime_start = ${CLOCK};\n`;

  it('are refused when precopy takes the time by hand and nobody calls the helper for it', () => {
    expectRefused(downstream(name, withStart(BY_HAND)), 'src-downtime-start');
  });

  it('are refused when precopy takes the time by hand and another function calls the helper', () => {
    const from = '    int rc = -1;\n\n    if (mig->state == MIGRATION_STATUS_ACTIVE) {\n';
    const texts = downstream(name, withStart(BY_HAND), [
      'migration',
      from,
      from.replace('\n\n', `\n\n${HELPER}`),
    ]);
    expectRefused(texts, 'src-downtime-start');
  });

  it('are refused when one branch calls the helper and the other takes the time by hand', () => {
    const branches = (first: string, second: string): string =>
      `    if (migrate_colo()) {\n    ${first}    } else {\n    ${second}    }\n`;
    expectRefused(downstream(name, withStart(branches(BY_HAND, HELPER))), 'src-downtime-start');
    expectRefused(downstream(name, withStart(branches(HELPER, BY_HAND))), 'src-downtime-start');
  });

  it('are refused when the start is called twice in a row', () => {
    expectRefused(downstream(name, withStart(HELPER + HELPER)), 'src-downtime-start');
  });

  it('are refused when the stop is called twice in a row', () => {
    const from =
      '    rc = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);\n    trace_migration_completion_vm_stop(rc);\n';
    const texts = downstream(name, ['migration', from, `${from.split('\n')[0]}\n${from}`]);
    expectRefused(texts, 'src-vm-stopped');
  });

  it('are refused when the end is called twice in a row', () => {
    const from = '    migration_downtime_end(mig);\n    mig->total_time';
    const texts = downstream(name, ['migration', from, `    migration_downtime_end(mig);\n${from}`]);
    expectRefused(texts, 'src-downtime-end');
  });
});

describe('H-6.2: the bottom half of postcopy', () => {
  const END = '    qemu_bh_delete(incoming->bh);\n}\n';
  const FAIL =
    '    qemu_bh_delete(incoming->bh);\n    return;\n\nfail:\n' +
    '    error_report("no resume");\n    qemu_bh_delete(incoming->bh);\n}\n';
  const RESUME = '    dirty_bitmap_mig_before_vm_start();\n\n    if (autostart) {\n';
  const checkpoint = 'dst-postcopy-bh-vm-started';

  it('is refused when it ends in a label for those who jump past the resume', () => {
    const texts = downstream(
      'H-6.2',
      ['savevm', END, FAIL],
      [
        'savevm',
        RESUME,
        RESUME.replace('\n\n', '\n    if (!fixture_guest_ran()) {\n        goto fail;\n    }\n\n'),
      ],
    );
    expectRefused(texts, checkpoint);
  });

  it('is refused when it ends in a label for a failed activation', () => {
    const from = '        failure = NULL;\n    }\n\n    trace_loadvm_postcopy_handle_run_cpu_sync();';
    const texts = downstream(
      'H-6.2',
      ['savevm', END, FAIL],
      ['savevm', from, from.replace('= NULL;\n', '= NULL;\n        goto fail;\n')],
    );
    expectRefused(texts, checkpoint);
  });

  it('is refused when it returns early behind the resume', () => {
    const early = '    qemu_bh_delete(incoming->bh);\n    if (!autostart) {\n        return;\n    }\n';
    expectRefused(downstream('H-6.2', ['savevm', END, `${early}    incoming->bh = NULL;\n}\n`]), checkpoint);
  });

  it('is refused when one branch of the resume returns', () => {
    const from = '        runstate_set(RUN_STATE_PAUSED);\n    }\n\n    qemu_bh_delete(incoming->bh);\n}\n';
    expectRefused(
      downstream('H-6.2', [
        'savevm',
        from,
        from.replace('PAUSED);\n', 'PAUSED);\n        qemu_bh_delete(incoming->bh);\n        return;\n'),
      ]),
      checkpoint,
    );
  });
});

describe('F-4.1: the completion of precopy', () => {
  const FLUSH = '    qjson_destroy(description);\n\n    qemu_fflush(stream);\n    return 0;\n';

  it('is refused when what only iterates jumps to the flush at the end', () => {
    const texts = downstream(
      'F-4.1',
      [
        'savevm',
        '    if (iterable_only) {\n        return 0;\n    }\n',
        '    if (iterable_only) {\n        goto flush;\n    }\n',
      ],
      ['savevm', FLUSH, FLUSH.replace('\n\n', '\n\nflush:\n')],
    );
    expectRefused(texts, 'src-non-iterable-saved');
  });
});

describe('I-7.2: the iterable part', () => {
  const GUARD = '    if (!in_postcopy || iterable_only) {\n';
  const CALL = '        ret = qemu_savevm_state_complete_precopy_iterable(stream, in_postcopy);\n';

  it.each([
    ['at its start', '    int ret;\n\n    if (!migrate_use_ram()) {\n        return 0;\n    }\n'],
    [
      'deeper',
      '    int ret;\n\n    if (in_postcopy) {\n        if (!migrate_use_ram()) {\n            return 0;\n        }\n    }\n',
    ],
  ])('is refused when it has another “return 0” %s', (_, to) => {
    const head = 'bool in_postcopy)\n{\n    SaveStateEntry *section;\n';
    expectRefused(downstream('I-7.2', ['savevm', `${head}    int ret;\n`, head + to]), 'src-iterable-saved');
  });

  it('is refused when its loop has another “return 0”', () => {
    const from = '            qemu_file_set_error(stream, ret);\n            return -1;\n        }\n';
    expectRefused(
      downstream('I-7.2', [
        'savevm',
        from,
        `${from}        if (ret > 1) {\n            return 0;\n        }\n`,
      ]),
      'src-iterable-saved',
    );
  });

  it.each([
    ['under “if (true)”', `    if (true) {\n${CALL}    }\n`],
    ['without a guard', CALL.slice(4)],
    ['under another guard', `    if (!iterable_only) {\n${CALL}    }\n`],
  ])('is refused when it is called %s', (_, to) => {
    expectRefused(downstream('I-7.2', ['savevm', `${GUARD}${CALL}    }\n`, to]), 'src-iterable-saved');
  });
});

describe('I-7.2: the stop of the guest', () => {
  const indented = (text: string): string => `    ${text}`;

  it.each([
    ['do … while', `            do {\n${indented(stopLine)}            } while (rc == -EAGAIN);\n`],
    [
      'while (… = …)',
      '            while ((rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE)) == -EAGAIN) {\n                continue;\n            }\n',
    ],
    [
      'for',
      `            for (int tries = 0; tries < 3; tries++) {\n${indented(stopLine)}                if (rc >= 0) {\n                    break;\n                }\n            }\n`,
    ],
  ])('is refused in a loop that tries again: %s', (_, to) => {
    expectRefused(stopAs(to), 'src-vm-stopped');
  });

  it('is refused under a guard of its own', () => {
    const guarded = `            if (mig->vm_was_running) {\n${indented(stopLine)}            }\n`;
    expectRefused(stopAs(guarded), 'src-vm-stopped');
  });

  it('is refused when a hidden branch of the function stops the guest too', () => {
    const hidden = `#ifdef CONFIG_A\n${WAKEUP}#else\n        vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);\n#endif\n`;
    expectRefused(downstream('I-7.2', ['migration', STAMP, stampLine + hidden]), 'src-vm-stopped');
  });

  it('is refused when a hidden branch has the stop in another form', () => {
    const hidden = `#ifdef CONFIG_A\n${stopLine}#else\n            rc = vm_stop_force_state(RUN_STATE_PAUSED);\n#endif\n`;
    expectRefused(stopAs(hidden), 'src-vm-stopped');
  });

  it('is refused when the function stops the guest through a macro too', () => {
    const head = 'static void migration_completion(MigrationState *mig)\n{\n';
    const stored = '        rc = global_state_store();\n\n        if (!rc) {\n';
    const texts = downstream(
      'I-7.2',
      ['migration', head, `#define STOP_GUEST() vm_stop_force_state(RUN_STATE_FINISH_MIGRATE)\n${head}`],
      [
        'migration',
        stored,
        stored.replace(
          '\n\n',
          '\n        if (migrate_colo_enabled()) {\n            STOP_GUEST();\n        }\n\n',
        ),
      ],
    );
    expectRefused(texts, 'src-vm-stopped');
  });

  it('is refused when a macro of several lines stops the guest', () => {
    const head = 'static void migration_completion(MigrationState *mig)\n{\n';
    const macro =
      '#define STOP_GUEST() do { \\\n        vm_stop_force_state(RUN_STATE_FINISH_MIGRATE); \\\n    } while (0)\n';
    const texts = downstream(
      'I-7.2',
      ['migration', head, macro + head],
      ['migration', STAMP, `${STAMP}        STOP_GUEST();\n`],
    );
    expectRefused(texts, 'src-vm-stopped');
  });
});

describe('I-7.2: the times', () => {
  it('are refused when the start is stored under a guard', () => {
    const guarded = `        if (!mig->downtime_start) {\n    ${stampLine}        }\n`;
    expectRefused(stampAs(guarded), 'src-downtime-start');
  });

  it.each([false, true])('are the same with “downtime == 0” as with “!downtime”, fixes %s', (fixes) => {
    const [from, to] = ['    if (!mig->downtime) {\n', '    if (mig->downtime == 0) {\n'] as const;
    const plain = ported(fixtureTexts('I-7.2'), fixes);
    const other = ported(downstream('I-7.2', ['migration', from, to]), fixes);
    expect(other).toEqual({
      ...plain,
      migration: { ...plain.migration, text: plain.migration.text.replace(from, to) },
    });
  });
});

describe('the resume under a condition', () => {
  it.each(['C-1.5', 'C-2.3'])('%s: is refused when only a load without error is announced', (name) => {
    const { text } = fixtureTexts(name).migration;
    const body =
      /( {4}if \(ret < 0\) \{\n[^}]*\n {4}\}\n)( {4}qemu_announce_self\(\);\n(?:.*\n)*?)(\}\n)/.exec(text);
    const [whole = '', , resume = ''] = body ?? [];
    expect(whole).toContain('vm_start();');
    const wrapped = `    if (ret >= 0) {\n${resume.replace(/^(?=.)/gm, '    ')}    }\n}\n`;
    expectRefused(downstream(name, ['migration', whole, wrapped]), 'dst-precopy-bh-enter');
  });
});

describe('A-1.0: a declaration in the middle of process_incoming_migration()', () => {
  it.each([
    ['behind the announcement', '    qemu_announce_self();\n', 'after'],
    ['before the announcement', '    qemu_announce_self();\n', 'before'],
    ['before the load', '    if (qemu_loadvm_state(stream) < 0) {\n', 'before'],
    ['before the resume', '    if (autostart) {\n', 'before'],
  ])('%s: is refused, or the port can be taken out again', (_, from, side) => {
    for (const declared of [
      '    int x = 0;\n    (void)x;\n',
      '    int ret = 0;\n    (void)ret;\n',
      '    int x;\n\n',
    ]) {
      expectRefusedOrReversible(
        downstream('A-1.0', ['migration', from, side === 'after' ? from + declared : declared + from]),
      );
    }
  });
});
