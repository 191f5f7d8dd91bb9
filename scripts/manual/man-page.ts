import type { CommandManual, ProgramManual, Term } from './command-manual.js';
import { MAN_PAGE_TEXTS } from './man-page-texts.js';
import { bold, italic, roffText, usageText } from './roff.js';

/**
 * The man page of the program with all its commands, in man(7).
 * @param date the day it was last changed, as `2026-01-31`
 */
export function manPage(
  { name, description, version, options, commands }: ProgramManual,
  date: string,
): string {
  const { environment, files, seeAlso } = MAN_PAGE_TEXTS;
  return [
    `.\\" Made from the definitions in src/command-line/ by \`npm run man\`.`,
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 ${date} "${roffText(`${name} ${version}`)}"`,
    // No hyphenation and no stretched blanks: names are to be found and copied.
    '.nh',
    '.ad l',
    '.SH NAME',
    `${roffText(name)} \\- ${roffText(lowerFirst(description))}`,
    '.SH SYNOPSIS',
    ...commands.flatMap(({ usage }, index) => [...(index > 0 ? ['.br'] : []), synopsis(name, usage)]),
    '.SH DESCRIPTION',
    ...section(MAN_PAGE_TEXTS.description),
    '.SH OPTIONS',
    ...options.flatMap(tagged),
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandSection(name, command)),
    '.SH EXIT STATUS',
    ...section(MAN_PAGE_TEXTS.exitStatus),
    '.SH ENVIRONMENT',
    ...environment.flatMap(tagged),
    '.SH FILES',
    ...files.flatMap(tagged),
    '.SH SEE ALSO',
    `${seeAlso.map(([page, section]) => `${bold(page)}(${section})`).join(',\n')}`,
    '',
  ].join('\n');
}

/** The day that a page says it was last changed. */
export function dateOf(page: string): string | undefined {
  return /^\.TH \S+ \d (\d{4}-\d\d-\d\d) /m.exec(page)?.[1];
}

function commandSection(program: string, command: CommandManual): string[] {
  return [
    `.SS ${roffText(command.name)}`,
    synopsis(program, command.usage),
    ...paragraphs([`${upperFirst(command.description)}.`]),
    ...command.arguments.flatMap(({ term, meaning }) => ['.TP', italic(term), roffText(meaning)]),
    ...command.options.flatMap(tagged),
    ...paragraphs(command.notes),
    ...paragraphs(['Examples:']),
    ...command.examples.flatMap(({ line, meaning }) => [
      '.PP',
      `${roffText(upperFirst(meaning))}:`,
      '.PP',
      '.RS 4',
      '.EX',
      roffText(line),
      '.EE',
      '.RE',
    ]),
    ...paragraphs(['Exit codes:']),
    ...command.exitCodes.flatMap(([code, meaning], index) => [
      '.TP 5',
      // Only the first stands apart from what is before.
      ...(index === 0 ? ['.PD 0'] : []),
      roffText(code),
      roffText(meaning),
    ]),
    '.PD',
  ];
}

function synopsis(program: string, usage: string): string {
  return `${bold(program)} ${usageText(usage)}`;
}

function tagged({ term, meaning }: Term): string[] {
  return ['.TP', usageText(term), roffText(meaning)];
}

function paragraphs(texts: readonly string[]): string[] {
  return texts.flatMap((text) => ['.PP', roffText(text)]);
}

/** The paragraphs of a section, of which the first follows its heading. */
function section(texts: readonly string[]): string[] {
  return paragraphs(texts).slice(1);
}

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
