import type { Finding, LintResult, RecipeState } from '../../../lint/finding.js';
import { diffText, jsonText, problemJson } from '../json.js';
import { count, type LintReporter } from './reporter.js';

/** The document of the contract; see templates/schemas/lint.schema.json. */
export const json: LintReporter = ({ results, refused, stale, diff }) =>
  jsonText({
    schema: 'qemu-downtime/lint@1',
    results: results.map(resultJson),
    ...(refused.length === 0
      ? {}
      : {
          refused: refused.map(({ revision, problems }) => ({
            revision,
            problems: problems.map(problemJson),
          })),
        }),
    ...(stale.length === 0 ? {} : { stale }),
    ...(diff === undefined ? {} : { diff: diffText(diff) }),
  });

function resultJson(result: LintResult) {
  const { tree, version, revision, suppressed, known, findings } = result;
  return {
    tree,
    version: version ?? null,
    revision: revision ?? null,
    errors: count([result], 'error'),
    warnings: count([result], 'warning'),
    notes: count([result], 'note'),
    suppressed,
    known,
    ...(result.recipes ? { recipes: result.recipes.map(recipeJson) } : {}),
    findings: findings.map(findingJson),
  };
}

function recipeJson({ recipe, isRight, reason, sites }: RecipeState) {
  return {
    recipe,
    status: isRight ? 'present' : 'refused',
    ...(reason === undefined ? {} : { reason }),
    sites,
  };
}

function findingJson(finding: Finding) {
  const { rule, severity, checkpoint, file, line, column, message, next, path, fix, fingerprint } = finding;
  return {
    rule,
    severity,
    checkpoint: checkpoint ?? null,
    scenarios: finding.scenarios,
    file,
    line: line ?? null,
    column: column ?? null,
    function: finding.function ?? null,
    message,
    next,
    path: path.map((step) => `${step.function}:${step.line}`),
    steps: path.map((step) => ({ file: step.file, line: step.line, function: step.function })),
    fix: fix ?? null,
    fingerprint,
  };
}
