import {
  type CommandWords,
  flagsWithoutValue,
  type OptionWords,
  type ProgramWords,
  type Value,
} from './words.js';

/** What makes the choices for a value. */
function choices(value: Value): string {
  switch (value.kind) {
    case 'words':
      return `_qemu_downtime_words '${value.words.join(' ')}'`;
    case 'file':
      return '_qemu_downtime_paths -f';
    case 'folder':
      return '_qemu_downtime_paths -d';
    case 'revision':
      return '_qemu_downtime_revisions';
    case 'anything':
      return ':';
  }
}

const flagsOf = (options: readonly OptionWords[]): string =>
  options.flatMap(({ short, long }) => (short === undefined ? [long] : [short, long])).join(' ');

/** Branches of a `case`, one for all patterns that lead to the same. */
function branches(cases: readonly (readonly [pattern: string, action: string])[]): string {
  const patterns = new Map<string, string[]>();
  for (const [pattern, action] of cases) patterns.set(action, [...(patterns.get(action) ?? []), pattern]);
  return [...patterns].map(([action, all]) => `    ${all.join(' | ')}) ${action} ;;`).join('\n');
}

/** The cases of options with a value. @param optional whether those whose value may be left out, or the others */
function valueCases(commands: readonly CommandWords[], optional: boolean): [string, string][] {
  return commands.flatMap((command) =>
    command.options.flatMap(({ short, long, value }) => {
      if (value?.optional !== optional) return [];
      const flags = short === undefined ? [long] : [short, long];
      return flags.map((flag): [string, string] => [`${command.name}:${flag}`, `${choices(value)}; return`]);
    }),
  );
}

/** The script for bash, which needs nothing but bash. */
export function bashCompletion({ name, options, commands }: ProgramWords): string {
  const names: Value = { kind: 'words', words: commands.map((command) => command.name) };
  const argumentCases = commands.map(({ name, argument }): [string, string] => [
    name,
    argument ? choices(argument) : ':',
  ]);
  const plain = flagsWithoutValue(commands).join(' | ');
  return `# bash completion of ${name}; made by: ${name} completion bash

_qemu_downtime_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }

_qemu_downtime_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

# The repository of the line: that of --repo, else the folder that is its argument, wherever it stands; else the present one.
_qemu_downtime_repository() {
  local at word before
  repository=
  for ((at = 2; at < \${#COMP_WORDS[@]}; at++)); do
    before=\${COMP_WORDS[at - 1]} word=\${COMP_WORDS[at]}
    [[ $before != = ]] || before=\${COMP_WORDS[at - 2]}
    [[ $at != "$COMP_CWORD" && $word != = ]] || continue
    # As it was typed.
    [[ $word != '~/'* ]] || word=$HOME/\${word:2}
    word=\${word//[\\\\\\'\\"]/}
    case $before in
      --repo) repository=$word; return ;;
      ${plain}) ;;
      -*) continue ;;
    esac
    [[ -n $repository || ! -d $word ]] || repository=$word
  done
}

# Not by compgen -W, which would run what the name of a ref asks for.
_qemu_downtime_revisions() {
  local revision quoted repository
  _qemu_downtime_repository
  while read -r revision; do
    [[ $revision == "$cur"* ]] || continue
    printf -v quoted %q "$revision"
    COMPREPLY+=("$quoted")
  done < <(git -C "\${repository:-.}" for-each-ref --format='%(refname:short)' 2>/dev/null)
}

_qemu_downtime() {
  local cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} word command= flags=
  COMPREPLY=()
  # bash makes three words of --option=value.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  case $command:$before in
${branches(valueCases(commands, false))}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${branches([['""', `flags='${flagsOf(options)}'`], ...commands.map((one): [string, string] => [one.name, `flags='${flagsOf(one.options)}'`])])}
    esac
    _qemu_downtime_words "$flags"
    return
  fi
  case $command:$before in
${branches(valueCases(commands, true))}
  esac
  case $command in
${branches([['""', choices(names)], ...argumentCases])}
  esac
}

complete -F _qemu_downtime ${name}
`;
}
