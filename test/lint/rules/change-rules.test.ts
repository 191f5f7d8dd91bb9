import { describe, expect, it } from 'vitest';
import { perDevice } from '../../../src/catalogue/per-device/index.js';
import type { Finding } from '../../../src/lint/finding.js';
import { lintTree } from '../../../src/lint/lint-tree.js';
import { rules } from '../../../src/lint/rules/index.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import { planPort } from '../../../src/port/plan.js';
import { textsAfter } from '../../../src/port/plan-recipes.js';
import { deviceTree, GENERATIONS, type Generation } from '../../support/device-tree.js';

function found(texts: TreeTexts): readonly Finding[] {
  const settings = { severities: [], baseline: new Map() };
  return lintTree({ tree: '.', version: null, texts }, [perDevice], settings).findings;
}

function portOf(generation: Generation): TreeTexts {
  const texts = deviceTree(generation);
  return textsAfter(texts, planPort(texts, perDevice, { selected: () => true, fixes: false }));
}

/** A port in which one function is changed. */
function changed(generation: Generation, name: string, change: (body: string) => string): TreeTexts {
  const texts = portOf(generation);
  const { text } = texts.savevm;
  const start = new RegExp(`^[\\w* ]*\\b${name}\\(`, 'm').exec(text)?.index ?? -1;
  const end = text.indexOf('\n}\n', start);
  const body = text.slice(start, end);
  const now = change(body);
  if (start < 0 || now === body) throw new Error(`nothing changes in ${name}`);
  return { ...texts, savevm: { ...texts.savevm, text: text.slice(0, start) + now + text.slice(end) } };
}

const ITERABLE = 'qemu_savevm_state_complete_precopy_iterable';
const DEVICES = 'qemu_savevm_state_complete_precopy_non_iterable';
const FULL = 'qemu_loadvm_section_start_full';
const END = 'qemu_loadvm_section_part_end';

const SAVE_EVENT = / +trace_vmstate_downtime_save\([^;]*;\n/;
const SAVE_STAMP = / +start_ts_each = .*\n/;
const LOAD_STAMP = / +if \(trace_downtime\) \{\n +start_ts = .*\n +\}\n\n/;
const LOAD_EVENT = / +if \(trace_downtime\) \{\n +end_ts = [^}]*\}\n\n/;

/** Takes something out and gives it, so that it can be put elsewhere. */
function cut(text: string, part: RegExp): { rest: string; taken: string } {
  const taken = part.exec(text)?.[0] ?? '';
  return { rest: text.replace(taken, ''), taken };
}

const moved =
  (part: RegExp, before: string) =>
  (body: string): string => {
    const { rest, taken } = cut(body, part);
    return rest.replace(before, () => taken + before);
  };

/** A tree for each rule, as in its example. */
const TREES: Readonly<Record<string, () => TreeTexts>> = {
  'event-missing': () => withEvents((text) => text.replace(/^vmstate_downtime_load.*\n/m, '')),
  'event-misspelt': () =>
    withEvents((text) => text.replace('vmstate_downtime_load(', 'vmstate_downtime_laod(')),
  'event-unused': () => ({ ...deviceTree('device'), events: portOf('device').events }),
  'event-format': () => withEvents((text) => text.replace('type=%s idstr', 'kind=%s idstr')),
  'event-doubled': () => withEvents((text) => text.replace(/^vmstate_downtime_save.*\n/m, '$&$&')),
  'include-missing': () => {
    const texts = portOf('device');
    return {
      ...texts,
      savevm: { ...texts.savevm, text: texts.savevm.text.replace('#include "trace.h"\n', '') },
    };
  },
  'change-missing': () => deviceTree('device'),
  'change-unplaced': () =>
    changed('device', FULL, (body) =>
      body
        .replace(LOAD_STAMP, '')
        .replace(LOAD_EVENT, '')
        .replace('ret = vmstate_load(f, se);\n    if (ret < 0) {', 'if ((ret = vmstate_load(f, se)) < 0) {'),
    ),
  'change-half-made': () =>
    changed('device', FULL, (body) => body.replace(LOAD_STAMP, '').replace(LOAD_EVENT, '')),
  'event-misplaced': () =>
    changed('device', 'qemu_save_device_state', (body) =>
      body.replace(
        '    return 0;',
        '    start_ts_each = end_ts_each = qemu_clock_get_us(0);\n    trace_vmstate_downtime_save("iterable", se->idstr, 0, end_ts_each - start_ts_each);\n    return 0;',
      ),
    ),
  'event-on-skipped': () => changed('device', DEVICES, moved(SAVE_EVENT, '        if (!se->vmsd)')),
  'event-on-failed': () => changed('device', END, moved(LOAD_EVENT, '    if (ret < 0)')),
  'event-without-stamp': () => changed('device', END, (body) => body.replace(LOAD_STAMP, '')),
  'stamp-without-event': () => changed('device', ITERABLE, (body) => body.replace(SAVE_EVENT, '')),
  'unset-entry': () =>
    changed('switch', 'qemu_loadvm_state', (body) => {
      const at = body.lastIndexOf('le->se->idstr');
      return `${body.slice(0, at)}se->idstr${body.slice(at + 'le->se->idstr'.length)}`;
    }),
  'untyped-section': () =>
    changed('device', END, (body) =>
      body
        .replace(/if \(trace_downtime\) \{\n +(start_ts = .*)\n +\}/, '$1')
        .replace(/if \(trace_downtime\) \{\n/, '{\n'),
    ),
  'save-without-load': () => {
    const texts = changed('device', FULL, (body) => body.replace(LOAD_STAMP, '').replace(LOAD_EVENT, ''));
    return {
      ...texts,
      savevm: { ...texts.savevm, text: texts.savevm.text.replace(LOAD_STAMP, '').replace(LOAD_EVENT, '') },
    };
  },
  'load-without-save': () => {
    const texts = changed('device', ITERABLE, (body) => body.replace(SAVE_EVENT, ''));
    return { ...texts, savevm: { ...texts.savevm, text: texts.savevm.text.replace(SAVE_EVENT, '') } };
  },
  'caller-left': () =>
    changed('device', 'qemu_loadvm_state_main', (body) => body.replace('mis, section_type', 'mis')),
  'narrow-window': () => changed('device', DEVICES, moved(SAVE_STAMP, '        vmstate_save(f, se);')),
  'conflict-marker': () => withEvents((text) => `<<<<<<< ours\n${text}`),
  'not-analysable': () => {
    const texts = portOf('device');
    return { ...texts, savevm: { ...texts.savevm, text: `${texts.savevm.text}/* open` } };
  },
};

function withEvents(change: (text: string) => string): TreeTexts {
  const texts = portOf('device');
  return { ...texts, events: { ...texts.events, text: change(texts.events.text) } };
}

describe('a rule for recipes of changes', () => {
  it('has a tree that yields it', () => {
    const ids = rules.filter(({ checkChanges }) => checkChanges).map(({ id }) => id);
    expect(Object.keys(TREES).sort()).toEqual([...ids].sort());
  });

  it.each(Object.keys(TREES))('%s is found there, and not in the port', (id) => {
    const own = found(TREES[id]?.() ?? portOf('device')).filter(({ rule }) => rule === id);
    expect(own.length).toBeGreaterThan(0);
    for (const { message, next } of own) expect([message, next].every((text) => text !== '')).toBe(true);
    expect(found(portOf('device'))).toEqual([]);
  });
});

describe('a function that does not parse', () => {
  it.each([
    ['a statement', 'ret = 0;'],
    ['an event', 'end_ts_each - start_ts_each);'],
  ])('is told once, where %s lost its semicolon, and not that its events stand wrong', (_, statement) => {
    const texts = changed('device', ITERABLE, (body) =>
      body.includes(statement)
        ? body.replace(statement, statement.slice(0, -1))
        : body.replace(/;(?=\n)/, ''),
    );
    expect(found(texts).map(({ rule, function: fn }) => [rule, fn])).toEqual([['not-analysable', ITERABLE]]);
  });
});

it.each(GENERATIONS)('the port of the generation %s is right', (generation) => {
  expect(found(portOf(generation))).toEqual([]);
});

describe('a part of a port that is', () => {
  /** The lines that a port adds, each by its number in the ported text. */
  function addedLines(generation: Generation): { texts: TreeTexts; lines: string[]; added: number[] } {
    const texts = portOf(generation);
    const lines = texts.savevm.text.split('\n');
    const before = deviceTree(generation).savevm.text.split('\n');
    let at = 0;
    const added = lines.flatMap((line, index) => {
      if (line === before[at]) {
        at++;
        return [];
      }
      return line.trim() === '' || /^\s*\}$/.test(line) ? [] : [index];
    });
    return { texts, lines, added };
  }

  const withLines = (texts: TreeTexts, lines: readonly string[]): TreeTexts => ({
    ...texts,
    savevm: { ...texts.savevm, text: lines.join('\n') },
  });

  /** Those that are a whole statement or declaration, or the first line of one. */
  const statements = (lines: readonly string[], at: number): boolean =>
    /^\s*(?:start_ts|end_ts|trace_vmstate|int64_t|bool)/.test(lines[at] ?? '');

  const cases = GENERATIONS.flatMap((generation) => {
    const { texts, lines, added } = addedLines(generation);
    return added
      .filter((at) => statements(lines, at))
      .flatMap((at) => {
        const end = lines.findIndex((line, index) => index >= at && line.trimEnd().endsWith(';'));
        const own = lines.slice(at, end + 1);
        const rest = [...lines.slice(0, at), ...lines.slice(end + 1)];
        const name = `${generation}, ${(own[0] ?? '').trim()} (line ${at + 1})`;
        const endBehind = (from: number): number =>
          rest.findIndex((line, index) => index >= from && line.trimEnd().endsWith(';'));
        return [
          { name: `deleted: ${name}`, texts: withLines(texts, rest) },
          {
            name: `doubled: ${name}`,
            texts: withLines(texts, [...lines.slice(0, end + 1), ...own, ...lines.slice(end + 1)]),
          },
          {
            name: `moved behind the next statement: ${name}`,
            texts: withLines(texts, [
              ...rest.slice(0, endBehind(at) + 1),
              ...own,
              ...rest.slice(endBehind(at) + 1),
            ]),
          },
        ];
      });
  });

  // A declaration may stand anywhere among others; one that is deleted or doubled does not compile.
  const wanted = cases.filter(({ name }) => !/^moved.*(?:int64_t|bool)/.test(name));

  it.each(wanted)('$name, is found', ({ texts }) => {
    expect(found(texts)).not.toEqual([]);
  });

  it('of every kind', () => expect(wanted.length).toBeGreaterThan(100));
});
