import { prepareParser } from '../csource/ready-parser.js';
import { type LintDocument, lintDocument } from '../documents/lint.js';
import { staleIn } from '../lint/baseline.js';
import type { LintResult } from '../lint/finding.js';
import { lintTree } from '../lint/lint-tree.js';
import type { RuleSetting, Settings } from '../lint/settings.js';
import { treeTexts } from '../port/tree-texts.js';
import type { Problem } from '../problem/problem.js';
import { openFolderTree } from '../tree/folder-tree.js';
import { rivalSources } from '../tree/layout.js';
import { checkCall, type OptionKinds, records, texts } from './check-call.js';
import { lintEachRevision } from './lint-revisions.js';
import { type RecipeName, recipeChoice } from './recipe-name.js';
import { checkRuleSettings } from './rule-settings.js';
import { selectRecipes } from './select.js';

/** What {@link lint} can be told. */
export interface LintOptions {
  /** Revisions of the repository, or patterns of refs, to look at in place of a tree in a folder. */
  readonly revisions?: readonly string[];
  /** How grave the findings of rules are meant to be; of several that fit, the last one counts. */
  readonly rules?: readonly RuleSetting[];
  /** Findings that are known, such as those of an earlier result, and are left out. */
  readonly baseline?: readonly KnownFinding[];
  /** What to look for; the checkpoints without it. */
  readonly recipes?: readonly RecipeName[];
}

/** What a finding is known by. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
}

const KINDS: OptionKinds<LintOptions> = {
  revisions: texts,
  rules: records(['rule', 'severity'], ['checkpoint', 'scenario']),
  baseline: records(['fingerprint', 'rule']),
  recipes: texts,
};

/**
 * Says what is wrong with the checkpoints of a QEMU tree, or of revisions of a repository. Nothing is written.
 * @param tree its top folder; with `revisions` the git repository, bare or not
 * @returns the findings; revisions that could not be looked at are among them with the reason
 * @throws Refusal where the folder is no QEMU tree or no repository; WrongUsage for names of nothing; EnvironmentLack where
 * git or the parser is missing
 */
export async function lint(tree: string, options: LintOptions = {}): Promise<LintDocument> {
  checkCall('lint', { name: 'tree', value: tree }, options, KINDS);
  const { revisions, rules = [], baseline = [] } = options;
  const recipes = selectRecipes(recipeChoice(options.recipes).recipe);
  checkRuleSettings(rules, recipes);
  const settings: Settings = {
    severities: rules,
    baseline: new Map(baseline.map(({ fingerprint, rule }) => [fingerprint, rule])),
  };
  await prepareParser();
  const results: LintResult[] = [];
  const refused: { revision: string; problems: readonly Problem[] }[] = [];
  if (revisions === undefined) {
    const opened = openFolderTree(tree);
    const rivals = rivalSources(opened.layout, (path) => opened.has(path));
    const subject = { tree, version: opened.version, texts: treeTexts(opened), rivals };
    results.push(lintTree(subject, recipes, settings));
  } else
    for await (const one of lintEachRevision(tree, revisions, recipes, settings)) {
      if ('result' in one) results.push(one.result);
      else refused.push({ revision: one.revision, problems: one.failure.problems });
    }
  // What a refused revision has of the baseline nobody knows.
  const stale = refused.length > 0 ? [] : staleIn(settings.baseline, results);
  return lintDocument({ results, refused, stale });
}
