import { expect } from 'vitest';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { cli, type Ended, type RunOptions } from '../../support/run-cli.js';

/** The file with most of the checkpoints. */
export const MIGRATION = 'migration/migration.c';

/** A tree whose checkpoints are all right: 1.5 to 2.4 have one thread and no postcopy. */
export async function cleanTree(root?: string): Promise<string> {
  const tree = copyOf('C-2.4', root);
  expect((await cli(['apply', tree])).code).toBe(0);
  return tree;
}

/** A call that {@link misplacedTree} has before the statement that it belongs behind. */
export const CALL = '    trace_vmstate_downtime_checkpoint("dst-precopy-bh-announced");\n';

/** A tree with a call at a wrong moment of the right function, and one lost: two errors that apply cannot mend. */
export async function misplacedTree(root?: string): Promise<string> {
  const tree = await cleanTree(root);
  rewrite(tree, MIGRATION, (text) =>
    text
      .replace(CALL, '')
      .replace(/^ {4}qemu_announce_self\(\);\n/m, `${CALL}$&`)
      .replace(/^.*"src-vm-stopped"\);\n/m, ''),
  );
  return tree;
}

/** Puts the call of {@link misplacedTree} that is elsewhere where it belongs. */
export function putBack(tree: string): void {
  rewrite(tree, MIGRATION, (text) =>
    text.replace(CALL, '').replace(/^ {4}qemu_announce_self\(\);.*\n/m, `$&${CALL}`),
  );
}

/** Puts the lost call of {@link misplacedTree} where it was. */
export function putIn(tree: string): void {
  const call = 'trace_vmstate_downtime_checkpoint("src-vm-stopped");\n';
  rewrite(tree, MIGRATION, (text) => text.replace(/^( *)\S.*vm_stop_force_state\(.*\n/m, `$&$1${call}`));
}

/** Suppresses both errors of {@link misplacedTree}; `words` is what stands behind the rule. */
export function suppressBoth(tree: string, words: string): void {
  rewrite(tree, MIGRATION, (text) =>
    text
      .replace(CALL, `    /* qemu-downtime-ignore misplaced${words} */\n$&`)
      .replace(/vm_stop_force_state\(.*\);/, `$& // qemu-downtime-ignore missing-checkpoint${words}`),
  );
}

/** Runs lint with a report in JSON, and the exit code that is expected. */
export async function linted(
  code: number,
  args: readonly string[],
  options: RunOptions = {},
  // biome-ignore lint/suspicious/noExplicitAny: a document as it comes
): Promise<any> {
  const run = await cli(['lint', '--format', 'json', ...args], options);
  expect(run.code, run.stderr).toBe(code);
  return JSON.parse(run.stdout);
}

interface Document {
  readonly results: readonly { readonly findings: readonly { readonly rule: string }[] }[];
}

/** The rules of a document's findings, in order. */
export function rulesOf({ results }: Document): string[] {
  return results.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

/** Fails if a run shows a stack, or calls itself defective. */
export function expectNoStack({ code, stdout, stderr }: Ended): void {
  expect(code).not.toBe(70);
  expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  expect(stderr).not.toContain('a defect of this program');
}
