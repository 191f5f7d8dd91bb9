import type { FilePlan } from '../port/port-result.js';
import { type Problem, problemText } from '../problem/problem.js';
import { usageProblems } from '../problem/usage-problems.js';
import { exitCode } from './exit-code.js';
import { colours } from './render/colour.js';
import { printable } from './render/printable.js';
import { tell } from './result.js';
import { fileChanges } from './tree-texts.js';

/** What `apply` and `revert` have in common on the command line. */
export interface PortCommandOptions {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly only?: readonly string[];
  readonly recipe?: string;
  readonly commit?: boolean;
  readonly signoff?: boolean;
  readonly format: 'text' | 'json' | 'diff';
  readonly output?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/** @throws WrongUsage for options that contradict each other */
export function checkPortOptions(options: PortCommandOptions): void {
  if (options.dryRun && options.check)
    throw usageProblems.together(
      '--dry-run',
      '--check',
      'one shows the change, the other tells whether there is one',
    );
  if (options.commit && options.dryRun)
    throw usageProblems.together('--commit', '--dry-run', 'a dry run commits nothing');
  if (options.commit && options.check)
    throw usageProblems.together('--commit', '--check', 'a check commits nothing');
  if (options.signoff && !options.commit) throw usageProblems.needs('--signoff', '--commit');
}

/** Writes the planned files, as a commit where asked. Returns the new commit's id. */
export async function writePlan(
  root: string,
  files: readonly FilePlan[],
  options: PortCommandOptions,
  message: () => Promise<{
    message: string;
    author?: { name: string; email: string; date: string } | undefined;
  }>,
): Promise<string | undefined> {
  const changes = fileChanges(files);
  if (changes.length === 0) {
    if (options.commit) await tellUncommitted(root, files);
    return undefined;
  }
  if (options.commit) {
    const { commitFiles } = await import('../git/commit-files.js');
    const text = await message();
    const result = await commitFiles({ root, changes, ...text, signoff: options.signoff ?? false });
    return result.commit;
  }
  const { writeFiles } = await import('../tree/write/write-files.js');
  await writeFiles(root, changes);
  return undefined;
}

/** A commit was asked for and nothing changes: the work may be done already but not committed. */
async function tellUncommitted(root: string, files: readonly FilePlan[]): Promise<void> {
  const { areUncommitted } = await import('../git/uncommitted.js');
  const present = files.map(({ path, before }) => ({ path, before: Buffer.from(before, 'latin1') }));
  if (await areUncommitted(root, present)) {
    const paths = files.map((file) => file.path).join(' ');
    tell(`note: nothing to change, but not committed yet; to commit them: git commit ${paths}`);
  }
}

/** Shows problems on stderr, with the exit code of a refusal. */
export function showRefusal(problems: readonly Problem[], color: PortCommandOptions['color']): number {
  const paint = colours(color, process.stderr.isTTY === true);
  const lines = problems.map((problem) => printable(problemText(problem)));
  tell(`${paint.bad('refused')}, nothing was written\n${lines.join('\n')}`);
  return exitCode.refused;
}
