import {
  type CommandWords,
  flagsWithoutValue,
  type OptionWords,
  type ProgramWords,
  type Value,
} from './words.js';

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
  const plain = flagsWithoutValue(commands).join('|');
  return `#compdef ${name}
# zsh completion of ${name}; made by: ${name} completion zsh

# The repository of the line: that of --repo, else the folder that is its argument, wherever it stands; else the present one.
_qemu_downtime_repository() {
  local -i at
  local word before
  repository=
  for ((at = 2; at <= $#words; at++)); do
    ((at != CURRENT)) || continue
    # As it was typed.
    before=$words[at-1] word=\${(Q)words[at]}
    [[ $word != --repo=* ]] || before=--repo word=\${word#--repo=}
    word=\${word/#\\~\\//$HOME/}
    case $before in
      (--repo) repository=$word; return ;;
      (${plain}|*=*) ;;
      (-*) continue ;;
    esac
    [[ -n $repository || ! -d $word ]] || repository=$word
  done
}

_qemu_downtime_revisions() {
  local repository
  local -a revisions
  _qemu_downtime_repository
  revisions=(\${(f)"$(git -C "\${repository:-.}" for-each-ref --format='%(refname:short)' 2>/dev/null)"})
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
