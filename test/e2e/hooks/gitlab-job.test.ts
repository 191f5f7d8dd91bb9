import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli, type Ended, ended, plainEnvironment } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { cleanTree, misplacedTree } from '../lint/lint-scene.js';
import { noteTakingNpm } from './composite-action.js';
import { programFolder } from './hooks-scene.js';

interface Job {
  readonly variables: Readonly<Record<string, string>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: { readonly codequality: string } };
}

const ROOT = join(import.meta.dirname, '../../..');
const jobs: Readonly<Record<string, Job>> = parse(
  readFileSync(join(ROOT, 'templates/gitlab/lint.yml'), 'utf8'),
);
const [job] = Object.values(jobs);
if (!job) throw new Error('the file has no job');

/** Runs lines of the job as the runner of GitLab does, in one of its shells. */
function runLines(
  lines: readonly string[],
  project: string,
  variables: Readonly<Record<string, string>> = {},
  { bin = programFolder().bin, shell = 'sh' } = {},
): Promise<Ended> {
  const PATH = `${bin}:${process.env.PATH ?? ''}`;
  const env = plainEnvironment({ ...job?.variables, ...variables, PATH });
  const args = ['-ec', lines.join('\n')];
  return ended(spawn(shell, args, { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const reportIn = (project: string): Issue[] =>
  JSON.parse(readFileSync(join(project, job.artifacts.reports.codequality), 'utf8'));

describe('the job for GitLab', () => {
  it('is one job, which keeps its report where it fails', () => {
    expect(Object.keys(jobs)).toEqual(['qemu-downtime-lint']);
    expect(job.artifacts.when).toBe('always');
  });

  it('installs the version that it comes with, or what a variable names', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const { bin, asked } = noteTakingNpm();
    const project = scratchFolder();
    await runLines(job.before_script, project, {}, { bin });
    const named = { QEMU_DOWNTIME_PACKAGE: 'https://example.org/a b.tgz;touch planted' };
    await runLines(job.before_script, project, named, { bin });
    const fixed = ['install', '--global', '--no-audit', '--no-fund', '--'];
    expect(asked()).toEqual([
      ...[...fixed, `qemu-downtime@${version}`],
      ...[...fixed, 'https://example.org/a b.tgz;touch planted'],
    ]);
    expect(existsSync(join(project, 'planted'))).toBe(false);
  });

  it.each(['sh', 'bash'])('passes a tree that is right, with an empty report, in %s', async (shell) => {
    const project = await cleanTree();
    const { code, stdout } = await runLines(job.script, project, {}, { shell });
    expect([code, stdout]).toEqual([0, 'clean\n']);
    expect(reportIn(project)).toEqual([]);
  });

  it('fails for a misplaced call, shown in the log and in the report', async () => {
    const project = scratchFolder();
    const folder = "qemu's $(>planted)";
    mkdirSync(join(project, folder));
    await misplacedTree(join(project, folder));
    const { code, stdout } = await runLines(job.script, project, { QEMU_DOWNTIME_TREE: folder });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^2 errors, 0 warnings, 0 notes/m);
    const issues = reportIn(project);
    expect(issues.map((one) => one.check_name).sort()).toEqual(['misplaced', 'missing-checkpoint']);
    for (const { description, fingerprint, severity, location } of issues) {
      expect(description).not.toBe('');
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
      expect(severity).toBe('major');
      expect(location.path).toBe(`${folder}/migration/migration.c`);
      expect(location.lines.begin).toBeGreaterThan(0);
    }
    expect(existsSync(join(project, 'planted'))).toBe(false);
  });

  it('hands on what the variables say, as one word each', async () => {
    const project = await misplacedTree();
    expect((await cli(['lint', '--write-baseline', join(project, 'it is known'), project])).code).toBe(0);
    const run = (variables: Readonly<Record<string, string>>) => runLines(job.script, project, variables);
    expect((await run({ QEMU_DOWNTIME_BASELINE: 'it is known' })).code).toBe(0);
    expect((await run({ QEMU_DOWNTIME_RECIPE: 'per-device' })).stdout).toContain('[change-unplaced]');
    const wrong = await run({ QEMU_DOWNTIME_FAIL_ON: 'none; touch planted' });
    expect(wrong.code).toBe(2);
    expect(existsSync(join(project, 'planted'))).toBe(false);
  });
});
