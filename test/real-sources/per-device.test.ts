import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { downtimeCheckpoints } from '../../src/catalogue/downtime-checkpoints/index.js';
import { perDevice } from '../../src/catalogue/per-device/index.js';
import { Lines } from '../../src/csource/lines.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { lintTree } from '../../src/lint/lint-tree.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { planRecipes, textsAfter } from '../../src/port/plan-recipes.js';
import type { Plan } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';
import { planReverts } from '../../src/port/revert-recipes.js';
import { NEWER_TREES, OLDER_TREES, realTexts } from './real-tree.js';

interface GoldenSite {
  readonly site: string;
  readonly function?: string;
  readonly line: number;
}

/** The sites of the recipe, read in the releases' own code. */
const golden: Readonly<Record<string, { per_device: Readonly<Record<string, readonly GoldenSite[]>> }>> =
  JSON.parse(readFileSync(join(import.meta.dirname, '../golden/per-device-sites.json'), 'utf8')).releases;

const ALL = { selected: () => true, fixes: false };

function planned(texts: TreeTexts): Plan {
  const plan = planPort(texts, perDevice, ALL);
  expect(plan.problems).toEqual([]);
  return plan;
}

/** The lines of a file behind which a port puts or changes something. */
function touchedLines({ before, edits }: Plan['files'][number]): number[] {
  const lines = new Lines(before);
  const touched = edits.map(({ start }) =>
    start === lines.startOf(start) ? lines.numberAt(start) - 1 : lines.numberAt(start),
  );
  return [...new Set(touched)].sort((a, b) => a - b);
}

describe.each(['5.2', '7.2'])('the events of devices in QEMU %s.0', (release) => {
  test('stand at the lines that are known', () => {
    for (const file of planned(realTexts(release, 'unpatched')).files) {
      const sites = golden[`v${release}.0`]?.per_device[file.path] ?? [];
      const known = [...new Set(sites.map(({ line }) => line))].sort((a, b) => a - b);
      expect(touchedLines(file), file.path).toEqual(known);
    }
  });
});

describe.each(OLDER_TREES)('the events of devices in QEMU %s, %s', (release, kind) => {
  const texts = realTexts(release, kind);

  test('go in, are there, and go again without a trace', () => {
    const plan = planned(texts);
    const after = textsAfter(texts, plan);
    expect(plan.verdicts.map(({ status }) => status)).toEqual(Array(4).fill('inserted'));
    expect(planned(after).verdicts.map(({ status }) => status)).toEqual(Array(4).fill('present'));
    const back = planRevert(after, perDevice, () => true);
    expect(back.problems).toEqual([]);
    expect(back.files.map((file) => file.after)).toEqual(plan.files.map(({ before }) => before));
  });

  test('and the checkpoints give the same whichever comes first, and each goes alone', () => {
    const [one, other] = [
      planRecipes(texts, [perDevice, downtimeCheckpoints], ALL),
      planRecipes(texts, [downtimeCheckpoints, perDevice], ALL),
    ];
    expect([...one.problems, ...other.problems]).toEqual([]);
    expect(one.files.map(({ after }) => after)).toEqual(other.files.map(({ after }) => after));
    const both = textsAfter(texts, { files: one.files });
    const alone = planRevert(both, downtimeCheckpoints, () => true);
    expect(alone.files.map(({ after }) => after)).toEqual(planned(texts).files.map(({ after }) => after));
    const none = planReverts(both, [perDevice, downtimeCheckpoints], () => true);
    expect(none.files.map(({ after }) => after)).toEqual(one.files.map(({ before }) => before));
  });

  test('change five functions, and nothing outside them', () => {
    const [, savevm] = planned(texts).files;
    const [before, after] = [savevm?.before ?? '', savevm?.after ?? ''].map(
      (text) => new SourceFile('savevm.c', text),
    );
    if (!before || !after) throw new Error('no savevm.c');
    const changed = before.functions.flatMap((span, index) => {
      const now = after.functions[index];
      return now && before.slice(span) === after.slice(now) ? [] : [span.name];
    });
    expect(changed).toEqual([
      'qemu_savevm_state_complete_precopy_iterable',
      'qemu_savevm_state_complete_precopy_non_iterable',
      'qemu_loadvm_section_start_full',
      'qemu_loadvm_section_part_end',
      'qemu_loadvm_state_main',
    ]);
    expect(outside(after)).toEqual(outside(before));
  });

  test('lint clean', () => {
    const settings = { severities: [], baseline: new Map() };
    const after = textsAfter(texts, planned(texts));
    expect(lintTree({ tree: '.', version: null, texts: after }, [perDevice], settings).findings).toEqual([]);
  });
});

/** What lies between the functions of a file. */
function outside(file: SourceFile): string[] {
  const starts = [0, ...file.functions.map(({ end }) => end)];
  const ends = [...file.functions.map(({ start }) => start), file.text.length];
  return starts.map((start, index) => file.text.slice(start, ends[index]));
}

test.each(NEWER_TREES)('QEMU %s, %s, has them', (release, kind) => {
  const plan = planned(realTexts(release, kind));
  expect(plan.verdicts.map(({ status }) => status)).toEqual(Array(4).fill('present'));
});
