import type { CommandManual, Term } from './command-manual.js';

/** What the part of a page stands between that is made from the definitions. */
const BEGIN = '<!-- Made from the definition of the command by `npm run man`. -->';
const END = '<!-- The rest is written by hand. -->';

/**
 * A page of docs/commands/ with what `--help` says of the command as it is now.
 * @throws Error for a page that has no part for it
 */
export function withReference(page: string, program: string, command: CommandManual): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`the page of ${command.name} has no part between ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${referenceBlock(program, command)}\n${END}${after}`;
}

function referenceBlock(program: string, command: CommandManual): string {
  return [
    '```sh',
    `${program} ${command.usage}`,
    '```',
    '',
    ...table(['argument or option', 'what it is'], [...command.arguments, ...command.options].map(row)),
    ...table(
      ['exit code', 'what it means'],
      command.exitCodes.map(([code, meaning]) => [code, cellText(meaning)]),
    ),
    ...command.notes.flatMap((note) => [plainText(note.replaceAll('\n', ' ')), '']),
  ].join('\n');
}

function row({ term, meaning }: Term): readonly [string, string] {
  return [`\`${term.replaceAll('|', '\\|')}\``, cellText(meaning)];
}

function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line), ''];
}

function cellText(text: string): string {
  return plainText(text).replaceAll('|', '\\|');
}

/** Text without anything that Markdown would take for markup. */
function plainText(text: string): string {
  return text.replace(/[\\`*_<>[\]]/g, '\\$&');
}
