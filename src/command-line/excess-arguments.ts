import type { Command } from 'commander';
import { printableLine } from '../problem/printable.js';

/** What somebody may have meant who gave a command more arguments than it takes. @param excess those beyond */
type Hint = (excess: readonly string[]) => string;

const oneTree: Hint = () => 'One tree a run; run it once for each.';
const ontoThem: Hint = (excess) => `Did you mean ${excess.map((rev) => `--onto ${rev}`).join(' ')}?`;

const HINTS: Readonly<Record<string, Hint>> = {
  apply: oneTree,
  revert: oneTree,
  verify: oneTree,
  lint: (excess) => `One tree a run; run it once for each. For a revision: --rev ${excess[0] ?? ''}`,
  backport: ontoThem,
  pipeline: ontoThem,
  report: ([first = '', second, ...more]) => {
    if (second === undefined)
      return `Did you mean --source ${first} or --destination ${first}? A folder of runs is --run ${first}.`;
    return more.length > 0
      ? `Did you mean --run ${[first, second, ...more].join(' ')}?`
      : `Did you mean --source ${first} --destination ${second}?`;
  },
  collect: () => 'One folder a run: the one that all results are in.',
  checkpoints: () => "Several names are one argument: 'src-vm-stopped,src-downtime-end' or 'src-*'.",
};

/** Says of arguments that are too many what they may have been meant for. Before the commands are defined. */
export function refuseExcessArguments(root: Command): void {
  root.allowExcessArguments().hook('preAction', (_, command) => {
    const { args, registeredArguments: taken } = command;
    const excess = args.slice(taken.length).map(printableLine);
    if (excess.length === 0) return;
    const most = taken.length === 0 ? 'none' : `one (${taken.map((one) => one.name()).join(' ')})`;
    const found = `it takes ${most}, and got ${args.map(printableLine).join(' ')}`;
    const hint = HINTS[command.name()]?.(excess);
    command.error(
      `error: too many arguments for '${command.name()}': ${found}${hint === undefined ? '' : `\n(${hint})`}`,
      { code: 'commander.excessArguments' },
    );
  });
}
