import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Parser from 'tree-sitter';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { planPort } from '../../src/port/plan.js';
import { planRevert } from '../../src/port/revert.js';
import { type BenchTree, readTexts } from './bench-tree.js';
import { CLI, NOT_BUILT } from './built-program.js';
import type { Contestant, NotRun } from './contestant.js';
import { copyKnownFiles } from './copy-known-files.js';
import { longLog } from './logs.js';
import { runOnce } from './run-once.js';

const ROOT = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

/** The yardstick: a node that does nothing. */
export function nothing(): Contestant {
  return { name: 'node -e 0', whole: { program: process.execPath, args: ['-e', '0'], cwd: ROOT } };
}

/**
 * The same without certificates of one's own, which node reads at its start: where there are any, they are in every other row
 * that has node, and make all its ratios smaller.
 */
export function nothingWithoutCertificates(): readonly Contestant[] {
  if (!process.env.NODE_EXTRA_CA_CERTS) return [];
  const { whole } = nothing();
  return [
    {
      name: 'node -e 0, without NODE_EXTRA_CA_CERTS',
      whole: { ...whole, env: { NODE_EXTRA_CA_CERTS: '' } },
    },
  ];
}

/** Reading the three files and nothing else. */
export function readingBytes(tree: BenchTree): Contestant {
  const files = tree.paths.map((path) => join(tree.folder, path));
  const code = `const { readFileSync } = require('node:fs'); process.argv.slice(1).map((file) => readFileSync(file));`;
  return {
    name: 'reading the bytes',
    whole: { program: process.execPath, args: ['-e', code, ...files], cwd: ROOT },
    inProcess: () => files.forEach((file) => void readFileSync(file)),
  };
}

/** tree-sitter over the two C files: no queries, no masks, nothing looked at. */
export function bareParse(tree: BenchTree): Contestant {
  const files = tree.paths.slice(0, 2).map((path) => join(tree.folder, path));
  const code = `const Parser = require('tree-sitter'); const parser = new Parser();
    parser.setLanguage(require('tree-sitter-c'));
    for (const file of process.argv.slice(1)) parser.parse(require('node:fs').readFileSync(file, 'latin1'));`;
  let parser: Parser | undefined;
  return {
    name: 'bare tree-sitter parse',
    whole: { program: process.execPath, args: ['-e', code, ...files], cwd: ROOT },
    inProcess: () => {
      parser ??= newParser();
      for (const file of files) parser.parse(readFileSync(file, 'latin1'));
    },
  };
}

function newParser(): Parser {
  const Runtime = require('tree-sitter') as typeof Parser;
  const parser = new Runtime();
  // The grammar package types its language as `unknown`.
  parser.setLanguage(require('tree-sitter-c') as Parser.Language);
  return parser;
}

/** This program, as users run it: built, dry, with its whole proof. The judge sees what it writes. */
export function dryRun(tree: BenchTree, scratch: string): Contestant | NotRun {
  const name = 'qemu-downtime apply --dry-run';
  if (!existsSync(CLI)) return { name, why: NOT_BUILT };
  const written = join(scratch, 'applied');
  const { texts } = tree;
  return {
    name,
    whole: { program: process.execPath, args: [CLI, 'apply', '--dry-run', tree.folder], cwd: scratch },
    inProcess: () => void planPort(texts, defaultRecipe, { selected: () => true, fixes: false }),
    result: () => {
      copyKnownFiles(tree.folder, written);
      runOnce({ program: process.execPath, args: [CLI, 'apply', written], cwd: scratch });
      return readTexts(written, tree);
    },
  };
}

/** The proof of a tree as `lint` makes it: of the port, since there is nothing to prove without calls. */
export function lint(tree: BenchTree, scratch: string): Contestant | NotRun {
  const name = 'qemu-downtime lint, of the port';
  if (!existsSync(CLI)) return { name, why: NOT_BUILT };
  const folder = join(scratch, 'to-lint');
  copyKnownFiles(tree.folder, folder);
  runOnce({ program: process.execPath, args: [CLI, 'apply', folder], cwd: scratch });
  return { name, whole: { program: process.execPath, args: [CLI, 'lint', folder], cwd: scratch } };
}

/** Two logs of a migration of a machine with very many devices. */
export function report(scratch: string): Contestant | NotRun {
  const name = 'qemu-downtime report, two logs of 5,000 lines';
  if (!existsSync(CLI)) return { name, why: NOT_BUILT };
  const [source, destination] = (['source', 'destination'] as const).map((side) => {
    const file = join(scratch, `${side}.log`);
    writeFileSync(file, longLog(side, 5000));
    return file;
  });
  const args = [CLI, 'report', '--source', `${source}`, '--destination', `${destination}`];
  return { name, whole: { program: process.execPath, args, cwd: scratch } };
}

/** The way back, which ports its own result again to be sure. */
export function revert(tree: BenchTree, scratch: string): Contestant | NotRun {
  const name = 'qemu-downtime revert --dry-run';
  if (!existsSync(CLI)) return { name, why: NOT_BUILT };
  const folder = join(scratch, 'to-revert');
  copyKnownFiles(tree.folder, folder);
  runOnce({ program: process.execPath, args: [CLI, 'apply', folder], cwd: scratch });
  const plan = planPort(tree.texts, defaultRecipe, { selected: () => true, fixes: false });
  const [migration, savevm, events] = plan.files.map(({ path, after }) => ({ path, text: after }));
  return {
    name,
    whole: { program: process.execPath, args: [CLI, 'revert', '--dry-run', folder], cwd: scratch },
    inProcess: () => {
      if (migration && savevm && events) planRevert({ migration, savevm, events }, defaultRecipe, () => true);
    },
  };
}
