import type { Scenario } from '../catalogue/flow.js';
import { counted } from '../counted.js';
import { requireRule } from '../library/rule-settings.js';
import { selectRecipes } from '../library/select.js';
import { ruleOfCode } from '../lint/rules/index.js';
import { exitCode } from './exit-code.js';
import type { LintOptions } from './lint-options.js';
import { requireOutput, writeResult } from './result.js';
import { explanationText, type RuleText, ruleTexts } from './rule-texts.js';

/**
 * `lint --explain`: of a rule what it is about; of `all` the same of every rule; of `scenarios` the kinds of migration that
 * are followed. Without a name a list of rules and scenarios.
 * @returns the exit code
 */
export function explain(what: string | true, { output: [output] = [], recipe }: LintOptions): number {
  const texts = ruleTexts();
  const scenarios = selectRecipes(recipe).flatMap((one) =>
    one.kind === 'checkpoints' ? one.flow.scenarios : [],
  );
  const asked = typeof what === 'string' ? ruleOfCode(what) : undefined;
  if (what !== true && what !== 'all' && what !== 'scenarios') requireRule(asked ?? what);
  const path = output === '-' ? undefined : output;
  requireOutput(path);
  const chosen = texts.filter(({ id }) => what === 'all' || id === (asked ?? what));
  const lead = asked === undefined ? '' : `${what} is what apply calls a fault of ${asked}\n\n`;
  const text =
    what === true
      ? `${ruleList(texts)}\n${scenarioList(scenarios)}`
      : what === 'scenarios'
        ? scenarioList(scenarios)
        : lead + chosen.map(explanationText).join('\n');
  writeResult(Buffer.from(text), path);
  return exitCode.done;
}

function ruleList(texts: readonly RuleText[]): string {
  const width = Math.max(...texts.map(({ id }) => id.length));
  const sorted = [...texts].sort((one, other) => (one.id < other.id ? -1 : 1));
  const lines = sorted.map(
    ({ id, severity, summary }) => `  ${id.padEnd(width)}  ${severity.padEnd('warning'.length)}  ${summary}`,
  );
  return [
    'rules, by name (--explain RULE says more; --rule RULE=off|note|warning|error sets how grave it is)',
    ...lines,
    '',
  ].join('\n');
}

function scenarioList(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  const lines = scenarios.map(({ id, title, entries: [entry = ''], fires }) => {
    const amount = counted(fires.length, 'checkpoint');
    return `  ${id.padEnd(width)}  ${title}: from ${entry} on, ${amount}`;
  });
  return [
    'scenarios that are followed (--rule RULE[:CHECKPOINT][:SCENARIO]=off is about one of them alone)',
    ...lines,
    '',
  ].join('\n');
}
