import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const root = join(import.meta.dirname, '../..');

/** A copy of this repository, with its packages, for a walkthrough to change. */
function copyOfRepository(): string {
  const folder = scratchFolder();
  for (const part of ['src', 'test', 'scripts', 'templates', 'qemu-fixtures', 'docs', 'man'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'vitest.config.ts', 'README.md'])
    cpSync(join(root, file), join(folder, file));
  mkdirSync(join(folder, 'dist'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Step {
  readonly kind: 'diff' | 'sh walkthrough';
  readonly text: string;
}

/** The changes and commands of a page, in their order. */
function stepsOf(page: string): Step[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(diff|sh walkthrough)\n([\s\S]*?)^```$/gm)].map(([, kind, step = '']) => ({
    kind: kind === 'diff' ? 'diff' : 'sh walkthrough',
    text: step,
  }));
}

function take({ kind, text }: Step, folder: string): void {
  const [program, args] =
    kind === 'diff'
      ? ['git', ['apply', '--whitespace=nowarn', '-']]
      : ['bash', ['-e', '-o', 'pipefail', '-s']];
  try {
    execFileSync(program, args, {
      cwd: folder,
      input: text,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, '..') },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${text}\n${stdout ?? ''}\n${stderr ?? String(error)}`);
  }
}

const VITEST = /^npx vitest run (.+)$/gm;

/** The step with a report of each run of tests. */
function reporting(text: string, reportOf: (run: number) => string): string {
  let run = 0;
  return text.replace(
    VITEST,
    (line) => `${line} --reporter=default --reporter=json --outputFile=${reportOf(run++)}`,
  );
}

/** The files whose tests ran and passed, by their paths in the folder. */
function passedIn(report: string, folder: string): string[] {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: readonly { name: string; status: string; assertionResults: readonly unknown[] }[];
  };
  return testResults
    .filter(({ status, assertionResults }) => status === 'passed' && assertionResults.length > 0)
    .map(({ name }) => relative(realpathSync(folder), name));
}

/** The paths of each run of tests in which none ran: vitest passes over a path without tests if another has some. */
function pathsWithoutTests(step: Step, folder: string): string[] {
  const reportOf = (run: number): string => join(folder, `tests-${run}.json`);
  take({ ...step, text: reporting(step.text, reportOf) }, folder);
  return [...step.text.matchAll(VITEST)].flatMap(([, paths = ''], run) => {
    const passed = passedIn(reportOf(run), folder);
    return paths.split(' ').filter((path) => !passed.some((file) => file.startsWith(path)));
  });
}

describe('the steps of a page can be taken, and its tests run and pass:', () => {
  it.each(['add-a-checkpoint.md', 'add-an-era.md', 'add-a-trace-reader.md', 'add-a-rule.md'])(
    '%s',
    (page) => {
      const steps = stepsOf(page);
      expect(new Set(steps.map(({ kind }) => kind)).size).toBe(2);
      const folder = copyOfRepository();
      const idle = steps.flatMap((step) => pathsWithoutTests(step, folder));
      expect(idle, 'paths of the page without a test that ran').toEqual([]);
      expect(steps.some(({ text }) => text.search(VITEST) >= 0)).toBe(true);
    },
    10 * 60_000,
  );
});
