import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downtimeCheckpoints } from '../../src/catalogue/downtime-checkpoints/index.js';
import { perDevice } from '../../src/catalogue/per-device/index.js';
import type { SeriesTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { planRecipes, textsAfter } from '../../src/port/plan-recipes.js';
import { planRevert } from '../../src/port/revert.js';
import { planReverts } from '../../src/port/revert-recipes.js';
import { deviceSource, deviceTree, GENERATIONS, type Generation } from '../support/device-tree.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { noises, noisy } from '../support/whitespace-noise.js';

const ALL = { selected: () => true, fixes: false };

/** The tree with the recipe, which must take it. */
function portedWith(texts: SeriesTexts): SeriesTexts {
  const plan = planPort(texts, perDevice, ALL);
  expect(plan.problems).toEqual([]);
  return textsAfter(texts, plan);
}

const changed = (texts: SeriesTexts, change: (savevm: string) => string): SeriesTexts => {
  const text = change(texts.savevm.text);
  expect(text).not.toBe(texts.savevm.text);
  return { ...texts, savevm: { ...texts.savevm, text } };
};

const replaced = (texts: SeriesTexts, from: string, to: string): SeriesTexts =>
  changed(texts, (text) => text.replace(from, to));

const problemsOf = (texts: SeriesTexts) =>
  planPort(texts, perDevice, ALL).problems.map(({ code, place, found }) => ({
    code,
    function: place?.function,
    found,
  }));

/** The lines that a port adds to savevm.c, without their indentation. */
function added(before: string, after: string): string[] {
  const rest = before.split('\n');
  return after
    .split('\n')
    .filter((line) => {
      if (line !== rest[0]) return true;
      rest.shift();
      return false;
    })
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('what a tree lacks', () => {
  const texts = deviceTree('completer');

  it('is told once for each file, however many changes want it', () => {
    const bare = replaced(texts, '#include "trace.h"\n', '');
    const without = { ...bare, events: { ...bare.events, text: '# nothing here\n' } };
    expect(problemsOf(without)).toEqual([
      { code: 'include-missing', function: undefined, found: 'none' },
      { code: 'events-file-missing', function: undefined, found: expect.stringContaining('none of them') },
    ]);
    const [, lines] = planPort(without, perDevice, ALL).problems;
    // The events themselves are no way to know the file by.
    expect(lines?.expected).not.toContain('vmstate_downtime');
  });
});

describe.each(GENERATIONS)('the events of devices in code of the generation %s', (generation) => {
  const texts = deviceTree(generation);

  it('are placed, each once', () => {
    const plan = planPort(texts, perDevice, ALL);
    expect(plan.problems).toEqual([]);
    expect(plan.verdicts.map(({ name, status, sites }) => [name, status, sites.length])).toEqual([
      ['save-iterable', 'inserted', 1],
      ['save-non-iterable', 'inserted', 1],
      ['load-non-iterable', 'inserted', 1],
      ['load-iterable', 'inserted', 1],
    ]);
    const lines = textsAfter(texts, plan).savevm.text.split('\n');
    for (const { sites } of plan.verdicts)
      for (const { line } of sites) expect(lines[line - 1]).toMatch(/trace_vmstate_downtime_(?:save|load)\(/);
  });

  it('take a time before and after, of one clock', () => {
    const { text } = portedWith(texts).savevm;
    expect(text.match(/(?:start|end)_ts(?:_each)? = /g)).toHaveLength(8);
    expect(text.match(/= qemu_clock_get_us\(QEMU_CLOCK_REALTIME\);/g)).toHaveLength(8);
  });

  it('leave the loops that look alike as they are', () => {
    const { text } = portedWith(texts).savevm;
    const of = (source: string): string | undefined =>
      /^void qemu_savevm_state_complete_postcopy[\s\S]*?^\}[\s\S]*?^\}/m.exec(source)?.[0];
    expect(of(text)).toBe(of(texts.savevm.text));
    expect(of(text)).toContain('qemu_save_device_state');
  });

  it('are declared behind vmstate_load, saving first', () => {
    expect(
      portedWith(texts)
        .events.text.split('\n')
        .map((line) => line.split('(')[0]),
    ).toEqual([
      '# savevm.c',
      'vmstate_load',
      'vmstate_downtime_save',
      'vmstate_downtime_load',
      'postcopy_pause',
      '',
    ]);
  });

  it('are there when asked for again', () => {
    const plan = planPort(portedWith(texts), perDevice, ALL);
    expect(plan.verdicts.map(({ status }) => status)).toEqual(Array(4).fill('present'));
    expect(plan.files.every(({ before, after }) => before === after)).toBe(true);
  });

  it('go again without a trace, whatever blanks, comments, tabs and line ends are in the code', () => {
    let taken = 0;
    fc.assert(
      fc.property(noises(6), (noise) => {
        const source = deviceTree(generation, noisy(deviceSource(generation), noise));
        const plan = planPort(source, perDevice, ALL);
        // Noise may take the room for a line, which is refused.
        if (plan.problems.length > 0) return;
        taken++;
        const after = textsAfter(source, plan);
        const back = planRevert(after, perDevice, () => true);
        expect(back.problems).toEqual([]);
        expect(back.files.map((file) => file.after)).toEqual(plan.files.map(({ before }) => before));
      }),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(30);
  });

  it('meet the checkpoints in the events file only, whichever comes first', () => {
    // The small tree has no checkpoints' places: their line stands for them.
    const line = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
    const events = {
      ...texts.events,
      text: texts.events.text.replace('postcopy_pause', `${line}\npostcopy_pause`),
    };
    expect(portedWith({ ...texts, events }).events.text).toMatch(
      /vmstate_load.*\nvmstate_downtime_save.*\nvmstate_downtime_load.*\nvmstate_downtime_checkpoint/,
    );
  });
});

describe('the load of a section', () => {
  const guards: Readonly<Record<Generation, string>> = {
    switch: 'if (section_type == QEMU_VM_SECTION_END) {',
    entry: 'if (trace_downtime) {',
    device: 'if (trace_downtime) {',
    saver: 'if (trace_downtime) {',
    completer: 'if (trace_downtime) {',
  };

  it.each(GENERATIONS)('has an event only where it is the last of its kind (%s)', (generation) => {
    const texts = deviceTree(generation);
    const lines = added(texts.savevm.text, portedWith(texts).savevm.text);
    expect(lines).toContain(guards[generation]);
  });

  it.each([
    ['switch', 'le->se->idstr'],
    ['entry', 'le->se->idstr'],
    ['device', 'se->idstr'],
  ] as const)('names the device that is set there (%s: %s)', (generation, name) => {
    const { text } = portedWith(deviceTree(generation)).savevm;
    const events = [...text.matchAll(/trace_vmstate_downtime_load\("[\w-]+", ([\w>-]+),/g)];
    expect(events.map(([, device]) => device)).toEqual([name, name]);
  });

  it('is told its type by the only caller', () => {
    const { text } = portedWith(deviceTree('device')).savevm;
    expect(text).toContain('qemu_loadvm_section_start_full(f, mis, section_type)');
    expect(text).toContain('qemu_loadvm_section_part_end(f, mis, section_type)');
    expect(text).toContain(
      'qemu_loadvm_section_start_full(QEMUFile *f, MigrationIncomingState *mis,\n                               uint8_t type)',
    );
  });
});

describe('the clock', () => {
  it('is the one of the time before 1.7 where the code has that', () => {
    const old = changed(deviceTree('switch'), (text) =>
      text.replaceAll('qemu_clock_get_ms(QEMU_CLOCK_REALTIME)', 'qemu_get_clock_ms(rt_clock)'),
    );
    expect(portedWith(old).savevm.text.match(/= qemu_get_clock_ns\(rt_clock\) \/ SCALE_US;/g)).toHaveLength(
      8,
    );
  });

  it('is not guessed', () => {
    const none = changed(deviceTree('device'), (text) =>
      text.replaceAll('qemu_clock_get_ms(QEMU_CLOCK_REALTIME)', '0'),
    );
    expect(problemsOf(none)[0]).toMatchObject({ code: 'change-unplaced' });
  });
});

describe('a port of the events is refused', () => {
  const texts = deviceTree('device');

  it('where another function calls what gets a parameter, by its name', () => {
    const third = changed(
      texts,
      (text) =>
        `${text}\nint qemu_remote_loadvm(QEMUFile *f)\n{\n    return qemu_loadvm_section_start_full(f, NULL);\n}\n`,
    );
    expect(problemsOf(third)).toContainEqual({
      code: 'change-blocked',
      function: 'qemu_remote_loadvm',
      found: expect.stringContaining('is used by qemu_remote_loadvm as well'),
    });
  });

  it.each([
    ['a time without an event', /^ +end_ts_each = [\s\S]*?;\n.*\n.*\n/m, 'change-half-made'],
    ['an event without its time', /^ +start_ts_each = .*\n/m, 'change-half-made'],
    ['a test of the type left out', /^ +bool trace_downtime = .*\n/m, 'change-blocked'],
  ])('where a change is half made: %s', (_, part, code) => {
    const half = changed(portedWith(texts), (text) => text.replace(part, ''));
    expect(problemsOf(half).map((one) => one.code)).toContain(code);
  });

  it('where the variables are there and nothing uses them', () => {
    const left = replaced(
      texts,
      '{\n    SaveStateEntry *se;\n    int ret;\n\n    QTAILQ',
      '{\n    int64_t start_ts_each, end_ts_each;\n    SaveStateEntry *se;\n    int ret;\n\n    QTAILQ',
    );
    expect(problemsOf(left).map(({ code }) => code)).toEqual(['change-leftover']);
  });

  it('where an event stands elsewhere', () => {
    const stray = changed(portedWith(texts), (text) =>
      text.replace(
        '    return 0;\n}\n\nint qemu_savevm_state_complete_precopy_iterable',
        '    trace_vmstate_downtime_save("x", "y", 0, 0);\n    return 0;\n}\n\nint qemu_savevm_state_complete_precopy_iterable',
      ),
    );
    expect(problemsOf(stray)).toContainEqual({
      code: 'event-misplaced',
      function: 'qemu_save_device_state',
      found: expect.stringContaining('at none of its places'),
    });
  });

  it.each([
    [
      'a name that is taken',
      'uint32_t section_id;\n    SaveStateEntry',
      'uint32_t section_id, type;\n    SaveStateEntry',
    ],
    [
      'a name of its variables',
      'uint32_t section_id;\n    SaveStateEntry',
      'uint32_t section_id, start_ts;\n    SaveStateEntry',
    ],
  ])('for %s', (_, from, to) => {
    expect(problemsOf(replaced(texts, from, to)).map(({ code }) => code)).toContain('change-blocked');
  });

  it.each([
    [
      'two loads in one function',
      'ret = vmstate_load(f, se);',
      'ret = vmstate_load(f, se);\n    ret = vmstate_load(f, se);',
    ],
    [
      'a load in a condition',
      'ret = vmstate_load(f, se);\n    if (ret < 0) {',
      'if ((ret = vmstate_load(f, se)) < 0) {',
    ],
    [
      'no check behind the load',
      '    if (ret < 0) {\n        error_report("cannot load");\n        return -EINVAL;\n    }\n',
      '',
    ],
    [
      'a loop that goes on without an error check',
      '        if (ret < 0) {\n            qemu_file_set_error(f, ret);\n            return -1;\n        }\n',
      '',
    ],
    [
      'a preprocessor branch around the load',
      '    ret = vmstate_load(f, se);',
      '#ifdef CONFIG_X\n    ret = vmstate_load(f, se);\n#endif',
    ],
    [
      'a second loop of the kind',
      'int qemu_savevm_state_complete_precopy_iterable(QEMUFile *f, bool in_postcopy)\n{\n    SaveStateEntry *se;\n    int ret;\n',
      'int qemu_savevm_state_complete_precopy_iterable(QEMUFile *f, bool in_postcopy)\n{\n    SaveStateEntry *se;\n    int ret;\n    QTAILQ_FOREACH(se, &list, entry) { put(QEMU_VM_SECTION_END); se->ops->save_live_complete_precopy(f); }\n',
    ],
  ])('for %s', (_, from, to) => {
    expect(problemsOf(replaced(texts, from, to)).map(({ code }) => code)).toContain('change-unplaced');
  });

  it('without a line of the events file to go by', () => {
    const events = { ...texts.events, text: 'other(void) ""\n' };
    expect(problemsOf({ ...texts, events }).map(({ code }) => code)).toContain('events-file-missing');
  });

  it('and nothing of it changes', () => {
    const plan = planPort(
      replaced(texts, 'ret = vmstate_load(f, se);', 'ret = vmstate_load(f, se), 0;;'),
      perDevice,
      ALL,
    );
    if (plan.problems.length > 0)
      expect(plan.files.every(({ before, after }) => before === after)).toBe(true);
  });
});

describe('a revert of the events', () => {
  it('leaves what no port of ours looks like', () => {
    const other = changed(portedWith(deviceTree('device')), (text) =>
      text.replace('    start_ts_each = qemu_clock', '\n    start_ts_each = qemu_clock'),
    );
    expect(planRevert(other, perDevice, () => true).problems).not.toEqual([]);
  });

  it('does nothing where there is nothing', () => {
    const plan = planRevert(deviceTree('device'), perDevice, () => true);
    expect([plan.problems, plan.removed]).toEqual([[], []]);
  });
});

describe('several recipes', () => {
  const small = fixtureTexts('I-7.2');

  it('are all refused where one is', () => {
    // The fixture loads devices in a way of its own.
    const plan = planRecipes(small, [downtimeCheckpoints, perDevice], ALL);
    expect(plan.problems).not.toEqual([]);
    expect(plan.plans.map(({ problems }) => problems.length > 0)).toEqual([false, true]);
    expect(plan.files.every(({ before, after }) => before === after)).toBe(true);
  });

  it('give the lines of the last text', () => {
    const both = planRecipes(small, [downtimeCheckpoints], ALL);
    const lines = textsAfter(small, { files: both.files }).migration.text.split('\n');
    for (const { sites } of both.plans.flatMap(({ verdicts }) => verdicts))
      for (const { file, line } of sites)
        if (file === small.migration.path)
          expect(lines[line - 1]).toContain('trace_vmstate_downtime_checkpoint');
  });

  it('go again, the last first', () => {
    const texts = deviceTree('device');
    const after = portedWith(texts);
    const back = planReverts(after, [perDevice, downtimeCheckpoints], () => true);
    expect(back.problems).toEqual([]);
    expect(back.files.map((file) => file.after)).toEqual([
      texts.migration.text,
      texts.savevm.text,
      texts.events.text,
    ]);
  });
});
