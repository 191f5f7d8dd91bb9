import type { CommandWords, OptionWords, ProgramWords, Value } from './words.js';

/** A text between single quotes. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const REVISIONS = "(git for-each-ref --format='%(refname:short)' 2>/dev/null)";

/** How the choices for a value are given. */
function choices(value: Value): string {
  switch (value.kind) {
    case 'words':
      return `-a ${quoted(value.words.join(' '))}`;
    case 'file':
      return '-F';
    case 'folder':
      return "-a '(__fish_complete_directories)'";
    case 'revision':
      return `-a ${quoted(REVISIONS)}`;
    case 'anything':
      return '';
  }
}

function optionLine(condition: string, { short, long, description, value }: OptionWords): string {
  return [
    condition,
    short === undefined ? '' : `-s ${short.replace('-', '')}`,
    `-l ${long.replace('--', '')}`,
    value ? (value.optional ? '' : value.kind === 'file' ? '-r' : '-x') : '',
    value ? choices(value) : '',
    `-d ${quoted(description)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The script for fish: to be sourced, or as a file qemu-downtime.fish in its folder of completions. */
export function fishCompletion({ name, options, commands }: ProgramWords): string {
  const line = (condition: string) => `complete -c ${name} -n ${quoted(condition)}`;
  const atFirst = line('__fish_use_subcommand');
  const inCommand = (command: CommandWords): string[] => {
    const condition = line(`__fish_seen_subcommand_from ${command.name}`);
    return [
      ...command.options.map((option) => optionLine(condition, option)),
      // What may be left out fish takes for a value only behind a sign of equality.
      ...command.options.flatMap(({ long, value }) =>
        value?.optional
          ? [
              `${line(`__fish_seen_subcommand_from ${command.name}; and __fish_prev_arg_in ${long}`)} ${choices(value)}`,
            ]
          : [],
      ),
      ...(command.argument ? [`${condition} ${choices(command.argument)}`] : []),
    ];
  };
  return [
    `# fish completion of ${name}; made by: ${name} completion fish`,
    `complete -c ${name} -f`,
    ...options.map((option) => optionLine(atFirst, option)),
    ...commands.map((one) => `${atFirst} -a ${one.name} -d ${quoted(one.description)}`),
    ...commands.flatMap(inCommand),
    '',
  ].join('\n');
}
