import type { DocumentedRule } from './rule-texts.js';

/** The data that the program ships for `lint --explain`. */
export function rulesJson(rules: readonly DocumentedRule[]): string {
  return `${JSON.stringify(rules, null, 2)}\n`;
}

/** The page for people. */
export function rulesPage(rules: readonly DocumentedRule[]): string {
  const rows = rules.map(({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${summary} |`);
  const sections = rules.flatMap(({ id, severity, explanation, example }) => [
    `## ${id}`,
    '',
    `Default: ${severity}.`,
    '',
    explanation,
    '',
    `\`\`\`${example.language}`,
    example.text,
    '```',
    '',
  ]);
  return [
    '# Rules of `qemu-downtime lint`',
    '',
    '<!-- Made from the comments in src/lint/rules/ by `npm run rules`. -->',
    '',
    '| rule | default | what is wrong |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...sections,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
