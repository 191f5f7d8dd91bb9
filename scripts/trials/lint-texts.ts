import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { Finding } from '../../src/lint/finding.js';
import { lintTree } from '../../src/lint/lint-tree.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import type { TreeMemory } from '../../src/port/tree-memory.js';

/** What lint finds in a tree's texts, with its own severities. */
export function lintTexts(
  texts: TreeTexts,
  memory?: TreeMemory,
  rivals: readonly string[] = [],
): readonly Finding[] {
  const settings = { severities: [], baseline: new Map() };
  return lintTree({ tree: '.', version: null, texts, rivals }, [defaultRecipe], settings, memory).findings;
}

export function errorsIn(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** A finding in a line of a table. */
export function findingText({ rule, checkpoint, file, line, function: fn, message }: Finding): string {
  const name = checkpoint === undefined ? '' : ` ${checkpoint}`;
  const at = line === undefined ? file : `${file}:${line}`;
  return `[${rule}]${name} ${at}${fn === undefined ? '' : ` (${fn})`}: ${message}`;
}
