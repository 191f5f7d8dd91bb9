import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../../src/catalogue/recipes.js';
import { diffText } from '../../../../src/documents/parts.js';
import { lintTree } from '../../../../src/lint/lint-tree.js';
import type { TreeTexts } from '../../../../src/placement/sources.js';
import { planPort } from '../../../../src/port/plan.js';
import { fixtureTexts } from '../../../support/fixture-texts.js';
import { fixtureNames } from '../../../support/fixture-trees.js';
import { reportOf } from './report-of.js';

interface Replacement {
  readonly deletedRegion: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  readonly insertedContent: { readonly text: string };
}

interface Fix {
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly Replacement[];
  }[];
}

/** Applies replacements as a viewer of SARIF does, from the last to the first. */
function replaced(text: string, replacements: readonly Replacement[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = (line: number, column: number): number => {
    const start = starts[line - 1];
    if (start === undefined) throw new Error(`there is no line ${line}`);
    const end = text.slice(start).search(/\r?\n|$/);
    if (column - 1 > end) throw new Error(`line ${line} has no column ${column}`);
    return start + column - 1;
  };
  return [...replacements]
    .sort((a, b) => b.deletedRegion.startLine - a.deletedRegion.startLine)
    .reduce((rest, { deletedRegion: at, insertedContent }) => {
      const [from, to] = [offset(at.startLine, at.startColumn), offset(at.endLine, at.endColumn)];
      return rest.slice(0, from) + insertedContent.text + rest.slice(to);
    }, text);
}

/** The fixes of a tree's SARIF, each once: all findings that `--fix` mends have the same one. */
function fixesOf(texts: TreeTexts): Fix[] {
  const settings = { severities: [], baseline: new Map() };
  const result = lintTree({ tree: '.', version: null, texts }, [defaultRecipe], settings);
  const { runs } = JSON.parse(reportOf('sarif', [result]));
  const fixes: Fix[] = runs[0].results.flatMap((one: { fixes?: Fix[] }) => one.fixes ?? []);
  return [...new Map(fixes.map((fix) => [JSON.stringify(fix), fix])).values()];
}

const withEach = (texts: TreeTexts, change: (text: string) => string): TreeTexts => ({
  migration: { ...texts.migration, text: change(texts.migration.text) },
  savevm: { ...texts.savevm, text: change(texts.savevm.text) },
  events: { ...texts.events, text: change(texts.events.text) },
});

const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with CRLF': (text) => text.replaceAll('\n', '\r\n'),
  'without a last line end': (text) => text.replace(/\n+$/, ''),
  // One character a byte, as sources are read.
  'with UTF-8': (text) => text.replace(/;$/gm, '; // \u00c3\u00a9 \u00e2\u0082\u00ac'),
  'with other bytes': (text) => text.replace(/;$/gm, '; // \u00e9'),
};

const portable = fixtureNames.filter((name) => !/^[KLM]/.test(name));
/** Of each layout and each manner of the event. */
const SOME = ['A-1.0', 'C-2.4', 'F-4.1', 'I-7.2'];

describe('the fixes, applied to the tree, give what apply gives', () => {
  describe.each(Object.entries(CHANGES))('%s', (label, change) => {
    it.each(label === 'as it is' ? portable : SOME)('%s', (name) => {
      const texts = withEach(fixtureTexts(name), change);
      const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
      expect(plan.problems).toEqual([]);
      const [fix, ...others] = fixesOf(texts);
      expect(others).toEqual([]);
      const changes = new Map(
        fix?.artifactChanges.map(({ artifactLocation, replacements }) => [
          artifactLocation.uri,
          replacements,
        ]),
      );
      for (const { path, before, after } of plan.files)
        expect(replaced(diffText(before), changes.get(path) ?? [])).toBe(diffText(after));
    });
  });
});

it('there are none where apply would refuse the tree', () => {
  const texts = fixtureTexts('I-7.2');
  const misplaced = texts.migration.text.replace(
    /^( *)(\w.*vm_stop_force_state\(RUN_STATE_FINISH)/m,
    '$1trace_vmstate_downtime_checkpoint("src-iterable-saved");\n$1$2',
  );
  expect(misplaced).not.toBe(texts.migration.text);
  expect(fixesOf({ ...texts, migration: { ...texts.migration, text: misplaced } })).toEqual([]);
});
