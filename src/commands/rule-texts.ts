import { readFileSync } from 'node:fs';
import type { Severity } from '../lint/finding.js';
import { packageFolder } from '../package-folder.js';

/** A rule as `lint --explain` shows it. */
export interface RuleText {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly explanation: string;
  readonly example: { readonly language: string; readonly text: string };
}

/** The texts that the package ships, made from the rules' own comments. */
export function ruleTexts(): readonly RuleText[] {
  return JSON.parse(readFileSync(new URL('templates/rules.json', packageFolder), 'utf8')) as RuleText[];
}

/** What `--explain` shows. */
export function explanationText({ id, severity, summary, explanation, example }: RuleText): string {
  const body = example.text.replace(/^/gm, '    ').replace(/[ \t]+$/gm, '');
  return `${id} (${severity}): ${summary}\n\n${folded(explanation, 80)}\n\n${body}\n`;
}

/** Words in lines of at most so many columns. */
function folded(text: string, columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
