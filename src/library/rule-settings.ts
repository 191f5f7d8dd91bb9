import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { partsOf } from '../catalogue/recipe-parts.js';
import { nearestRule, rules } from '../lint/rules/index.js';
import { type RuleSetting, SEVERITIES } from '../lint/settings.js';
import { meantNames, nearestName } from '../near-names.js';
import { usageProblems } from '../problem/usage-problems.js';

/**
 * Reads `--rule ID[:CHECKPOINT][:SCENARIO]=SEVERITY`, several of them by commas.
 * @throws WrongUsage `rule-unfit`, `no-such-rule`, `no-such-narrowing`
 */
export function ruleSettings(
  texts: readonly string[] | undefined,
  recipes: readonly AnyRecipe[],
): RuleSetting[] {
  return (texts ?? []).flatMap((one) => one.split(',')).map((text) => ruleSetting(text, recipes));
}

function ruleSetting(text: string, recipes: readonly AnyRecipe[]): RuleSetting {
  const [left = '', right, ...more] = text.split('=').map((part) => part.trim());
  const choices = [...SEVERITIES, 'off'] as const;
  const severity = choices.find((one) => one === right);
  if (more.length > 0) throw usageProblems.ruleUnfit(text);
  if (severity === undefined) throw usageProblems.ruleUnfit(text, meantSeverity(right ?? '', choices));
  const [rule = '', ...narrowing] = left.split(':').map((part) => part.trim());
  requireRule(rule);
  const whole: RuleSetting = { rule, severity };
  return narrowing.reduce((setting, name) => narrowed(setting, name, text, recipes), whole);
}

/** The severity that may be meant: of short names the beginning, in letters of either case, or the nearest. */
function meantSeverity(typed: string, choices: readonly string[]): string | undefined {
  const [meant, other] = typed === '' ? [] : meantNames(typed, choices);
  return other === undefined ? meant : undefined;
}

/**
 * Holds settings that came as data against the names that there are.
 * @throws WrongUsage as {@link ruleSettings} does
 */
export function checkRuleSettings(settings: readonly RuleSetting[], recipes: readonly AnyRecipe[]): void {
  for (const { rule, checkpoint, scenario, severity } of settings) {
    requireRule(rule);
    const narrowing = [checkpoint, scenario].flatMap((name) => (name === undefined ? [] : [`:${name}`]));
    const text = `${rule}${narrowing.join('')}=${severity}`;
    const read = ruleSetting(text, recipes);
    // Their names alone tell the two apart.
    if (read.checkpoint !== checkpoint || read.scenario !== scenario)
      throw usageProblems.noSuchNarrowing(text, checkpoint ?? scenario ?? '', undefined);
  }
}

/** No checkpoint is called as a scenario is, so the name tells which of the two it is. */
function narrowed(
  setting: RuleSetting,
  name: string,
  text: string,
  recipes: readonly AnyRecipe[],
): RuleSetting {
  const checkpoints = recipes.flatMap(partsOf).map((one) => one.name);
  const scenarios = recipes.flatMap((one) =>
    one.kind === 'checkpoints' ? one.flow.scenarios.map(({ id }) => id) : [],
  );
  const kind = checkpoints.includes(name) ? 'checkpoint' : scenarios.includes(name) ? 'scenario' : undefined;
  if (kind === undefined) {
    const nearest = nearestName(name, [...checkpoints, ...scenarios]);
    throw usageProblems.noSuchNarrowing(text, name, nearest);
  }
  if (setting[kind] !== undefined) throw usageProblems.ruleUnfit(text);
  return { ...setting, [kind]: name };
}

/** @throws WrongUsage `no-such-rule` */
export function requireRule(id: string): void {
  const ids = rules.map((rule) => rule.id);
  if (!ids.includes(id)) throw usageProblems.noSuchRule(id, ids, nearestRule(id));
}
