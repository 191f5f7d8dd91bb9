import {
  type CommandWords,
  flagsWithoutValue,
  type OptionWords,
  type ProgramWords,
  type Value,
} from './words.js';

/** A text between single quotes. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const REVISIONS = '(__qemu_downtime_revisions)';

/** Lists refs of the repository of the line: that of --repo, else the folder that is its argument; else the present one. */
function revisionsFunction(commands: readonly CommandWords[]): string {
  return `function __qemu_downtime_revisions
    set -l words (commandline -opc)
    set -l repository
    while set -q words[3]
        set -l before $words[2]
        set -l word (string replace -r '^~/' "$HOME/" -- $words[3])
        set -e words[2]
        if string match -q -- '--repo=*' $word
            set before --repo
            set word (string replace -- --repo= '' $word)
        end
        if test $before = --repo
            set repository $word
            break
        end
        if contains -- $before ${flagsWithoutValue(commands).join(' ')}; or not string match -qr '^-[^=]*$' -- $before
            if not set -q repository[1]; and test -d $word
                set repository $word
            end
        end
    end
    set -q repository[1]; or set repository .
    git -C $repository for-each-ref --format='%(refname:short)' 2>/dev/null
end`;
}

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
    revisionsFunction(commands),
    `complete -c ${name} -f`,
    ...options.map((option) => optionLine(atFirst, option)),
    ...commands.map((one) => `${atFirst} -a ${one.name} -d ${quoted(one.description)}`),
    ...commands.flatMap(inCommand),
    '',
  ].join('\n');
}
