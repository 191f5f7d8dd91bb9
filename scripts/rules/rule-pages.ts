import type { Scenario } from '../../src/catalogue/flow.js';
import type { DocumentedRule } from './rule-texts.js';

/** The data that the program ships for `lint --explain`. */
export function rulesJson(rules: readonly DocumentedRule[]): string {
  return `${JSON.stringify(rules, null, 2)}\n`;
}

/** The page for people. @param scenarios the kinds of migration that are followed */
export function rulesPage(rules: readonly DocumentedRule[], scenarios: readonly Scenario[]): string {
  const rows = rules.map(({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${summary} |`);
  const sections = rules.flatMap(({ id, severity, codes = [], explanation, example }) => [
    `## ${id}`,
    '',
    `Default: ${severity}.${codes.length === 0 ? '' : ` \`apply\` has codes of their own for some: ${codes.map((code) => `\`${code}\``).join(', ')}.`}`,
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
    '<!-- Made from the comments in src/lint/rules/ and from the catalogue by `npm run rules`. -->',
    '',
    '| rule | default | what is wrong |',
    '| --- | --- | --- |',
    ...rows,
    '',
    ...sections,
    ...scenarioSection(scenarios),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function scenarioSection(scenarios: readonly Scenario[]): string[] {
  const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
  return [
    '## The scenarios',
    '',
    'The kinds of migration that are followed, each from the first of these functions that the tree has. Where one ends well, each of its checkpoints fires once, in this order, and no other. A name can stand after a rule: `--rule fires-twice:src-downtime-end:postcopy=off`.',
    '',
    '| scenario | a migration | begins in | fires |',
    '| --- | --- | --- | --- |',
    ...scenarios.map(
      ({ id, title, entries, fires }) => `| \`${id}\` | ${title} | ${code(entries)} | ${code(fires)} |`,
    ),
    '',
  ];
}
