import type { Command } from 'commander';
import { anyOf, meantNames } from '../near-names.js';
import { printableLine } from '../problem/printable.js';

/** What the commands are called elsewhere, or by what they do. */
const OTHER_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    port: ['apply', 'backport'],
    patch: ['apply', 'backport'],
    add: ['apply'],
    insert: ['apply'],
    install: ['apply'],
    inject: ['apply'],
    instrument: ['apply'],
    am: ['apply'],
    fix: ['apply', 'lint'],
    unapply: ['revert'],
    undo: ['revert'],
    remove: ['revert'],
    delete: ['revert'],
    uninstall: ['revert'],
    pick: ['backport'],
    'cherry-pick': ['backport'],
    branch: ['backport'],
    check: ['lint', 'checkpoints'],
    validate: ['lint', 'verify'],
    prove: ['lint'],
    scan: ['lint'],
    test: ['verify'],
    run: ['verify'],
    build: ['verify'],
    migrate: ['verify'],
    analyse: ['report'],
    analyze: ['report'],
    downtime: ['report'],
    trace: ['report'],
    stats: ['report'],
    ci: ['pipeline'],
    summary: ['collect', 'report'],
    list: ['checkpoints'],
    show: ['checkpoints', 'report'],
    catalogue: ['checkpoints'],
    catalog: ['checkpoints'],
  }),
);

/**
 * Lets a command that is none be an error wherever it stands, as in git: by itself the parser shows the whole usage for
 * `help lnt`, and for `lnt --help` as if all were well.
 */
export function refuseUnknownCommands(root: Command): void {
  root.on('command:*', ([name = '']: readonly string[]) => refuse(root, name));
  root.addHelpText('beforeAll', ({ command }) => {
    const asked = command === root ? askedFor(root.args) : undefined;
    if (asked === undefined) return '';
    // Not asked again: `help help` is about all of the commands.
    root.args = [];
    if (asked === 'help') root.help();
    const known = root.commands.find((one) => one.name() === asked);
    return known ? known.help() : refuse(root, asked);
  });
}

/** The command whose help is wanted: `help lint`, `--help lint`, `lint --help`. */
function askedFor([first = '', second]: readonly string[]): string | undefined {
  const name = ['help', '--help', '-h'].includes(first) ? second : first;
  return name === undefined || name === '' || name.startsWith('-') ? undefined : name;
}

function refuse(root: Command, name: string): never {
  const names = root.commands.map((command) => command.name());
  const meant = OTHER_WORDS.get(name) ?? meantNames(name, names);
  const hint = meant.length > 0 ? `Did you mean ${anyOf(meant)}?` : `The commands are ${names.join(', ')}.`;
  return root.error(`error: unknown command '${printableLine(name)}'\n(${hint})`, {
    code: 'commander.unknownCommand',
  });
}
