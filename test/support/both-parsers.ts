import { perDevice } from '../../src/catalogue/per-device/index.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { upstreamSeries } from '../../src/catalogue/upstream-series/index.js';
import { type ParserKind, prepareParser } from '../../src/csource/ready-parser.js';
import { SourceFile } from '../../src/csource/source-file.js';
import type { SyntaxNode } from '../../src/csource/syntax.js';
import { lintTree } from '../../src/lint/lint-tree.js';
import type { SeriesTexts } from '../../src/placement/sources.js';
import { planRecipes } from '../../src/port/plan-recipes.js';

/** What each of the two parsers makes of something, the native one first; it is in use again at the end. */
export async function withBothParsers<T>(work: () => T): Promise<[native: T, wasm: T]> {
  const by = async (kind: ParserKind): Promise<T> => {
    await prepareParser(kind);
    return work();
  };
  try {
    return [await by('native'), await by('wasm')];
  } finally {
    await prepareParser('native');
  }
}

/** Everything that is worked out of a tree: the plans of all recipes, with their edits, and what lint says. */
export function workedOut(texts: SeriesTexts) {
  const plans = [[defaultRecipe], [perDevice, defaultRecipe], upstreamSeries].flatMap((recipes) =>
    [false, true].map((fixes) => planRecipes(texts, recipes, { selected: () => true, fixes })),
  );
  const subject = { tree: '.', version: null, texts };
  const linted = lintTree(subject, [perDevice, defaultRecipe], { severities: [], baseline: new Map() });
  return {
    plans: plans.map((plan) => ({
      edits: plan.plans.flatMap(({ files }) => files.map(({ path, edits }) => ({ path, edits }))),
      verdicts: plan.plans.map(({ verdicts }) => verdicts),
      files: plan.files,
      problems: plan.problems,
    })),
    findings: linted.findings,
  };
}

/** The trees of all functions of a file, one line a node, with where the grammar gave up. */
export function syntaxOf(path: string, text: string): string[] {
  const file = new SourceFile(path, text);
  return file.functions.flatMap((span) => {
    const parsed = file.parse(span);
    return 'bodyNode' in parsed
      ? [span.name, ...lines(parsed.bodyNode)]
      : [`${span.name} breaks at ${parsed.offset}`];
  });
}

function lines({ type, field, start, end, children }: SyntaxNode): string[] {
  return [`${field ?? ''} ${type} ${start}-${end}`, ...children.flatMap(lines)];
}
