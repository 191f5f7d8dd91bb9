import type { CommandWords, OptionWords, ProgramWords, Value } from './words.js';

/** A text between single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A text inside of a specification of _arguments, in which brackets and colons have a meaning. */
const described = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');

/** What makes the choices for a value. */
function choices(value: Value): string {
  switch (value.kind) {
    case 'words':
      return `(${value.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'revision':
      return '_qemu_downtime_revisions';
    case 'anything':
      return ' ';
  }
}

function optionLine({ short, long, description, value, repeatable }: OptionWords): string {
  const both = short === undefined ? [long] : [short, long];
  const others = repeatable ? '*' : `(${both.join(' ')})`;
  // With the sign the value may be a word of its own, or come behind it.
  const flags = both.map((flag) => (value && flag.startsWith('--') ? `${flag}=` : flag));
  const behind = value ? `${value.optional ? '::' : ':'}${described(value.title)}:${choices(value)}` : '';
  const rest = quoted(`[${described(description)}]${behind}`);
  return flags.length === 1
    ? `${quoted(others)}${flags.join('')}${rest}`
    : `${quoted(others)}{${flags.join(',')}}${rest}`;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const lines = [
    ...options.map(optionLine),
    ...(argument ? [quoted(`::${described(argument.title)}:${choices(argument)}`)] : []),
  ];
  return `    ${name})\n      _arguments -s \\\n${lines.map((line) => `        ${line}`).join(' \\\n')}\n      ;;`;
}

/** The script for zsh: to be sourced, or as a file _qemu-downtime in a folder of fpath. */
export function zshCompletion({ name, options, commands }: ProgramWords): string {
  return `#compdef ${name}
# zsh completion of ${name}; made by: ${name} completion zsh

_qemu_downtime_revisions() {
  local -a revisions
  revisions=(\${(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"})
  compadd -a revisions
}

_qemu_downtime_commands() {
  local -a commands=(
${commands.map((one) => `    ${quoted(`${one.name}:${one.description}`)}`).join('\n')}
  )
  _describe command commands
}

_qemu_downtime() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${options.map((option) => `    ${optionLine(option)} \\`).join('\n')}
    '1:command:_qemu_downtime_commands' \\
    '*::argument:->argument'
  [[ $state == argument ]] || return
  case $line[1] in
${commands.map(commandCase).join('\n')}
  esac
}

if [[ $funcstack[1] == _${name} ]]; then
  _qemu_downtime "$@"
else
  compdef _qemu_downtime ${name}
fi
`;
}
