import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../support/git-scene.js';
import { plainEnvironment } from '../support/run-cli.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { pipelineFor, readBy, type Yaml } from './made-pipeline.js';

const ABSENT = '1'.repeat(40);

/** A server with a branch, and upstream's commit below the tip of another one. */
function server(): { readonly path: string; readonly base: string; readonly upstream: string } {
  const path = scratchFolder();
  git(path, 'init', '--quiet', '--initial-branch=stable');
  const commit = (message: string, author: string): string => {
    git(path, 'commit', '--quiet', '--allow-empty', `--author=${author}`, '-m', message);
    return git(path, 'rev-parse', 'HEAD');
  };
  const base = commit('base', 'Someone <someone@example.org>');
  git(path, 'checkout', '--quiet', '-b', 'master');
  const upstream = commit('migration: Add tracepoints', 'Peter <peter@example.org>');
  commit('later', 'Someone <someone@example.org>');
  return { path, base, upstream };
}

/** The steps of a job that ports: on GitLab one, on GitHub one more where the checkout is. */
async function stepsOf(system: 'gitlab' | 'github', upstream: readonly string[]): Promise<string[]> {
  const document = await readBy(system, pipelineFor(['stable'], { level: 'none', upstream }));
  if (system === 'gitlab') return [document['.port'].script.join('\n')];
  const steps: readonly Yaml[] = document.jobs.port.steps;
  return steps.filter(({ name }) => name === 'upstream' || name === 'port').map(({ run }) => run);
}

/** Runs a job whose `qemu-downtime` only tells, when it is to port, who wrote upstream's commit. */
async function runJob(
  system: 'gitlab' | 'github',
  { path, base, upstream }: ReturnType<typeof server>,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly output: string; readonly author: string }> {
  const folder = scratchFolder();
  const program = join(folder, 'qemu-downtime');
  const tell = `git -C "$2" show -s --format='%an <%ae>' ${upstream} >author 2>/dev/null || echo nobody >author`;
  writeFileSync(program, `#!/bin/sh\n[ "$1" = backport ] || exit 0\n${tell}\n`);
  chmodSync(program, 0o755);
  const checkout = join(folder, 'qemu-downtime-checkout');
  if (system === 'github') {
    git(folder, 'clone', '--quiet', '--depth=1', '--branch=stable', `file://${path}`, checkout);
  }
  const output: string[] = [];
  let code: number | null = 0;
  for (const script of await stepsOf(system, [ABSENT, upstream])) {
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
      cwd: folder,
      env: plainEnvironment({
        PATH: `${folder}:${process.env.PATH}`,
        QEMU_DOWNTIME_NAME: 'stable',
        QEMU_DOWNTIME_COMMIT: base,
        QEMU_DOWNTIME_FROM: system === 'github' ? checkout : `file://${path}`,
        ...env,
      }),
      encoding: 'utf8',
    });
    code ||= status;
    output.push(stdout, stderr);
  }
  return { code, output: output.join(''), author: readFileSync(join(folder, 'author'), 'utf8').trim() };
}

describe.each(['gitlab', 'github'] as const)('a job of %s, of upstream’s commits', (system) => {
  it('has those that the server gives, whatever becomes of the others', async () => {
    const run = await runJob(system, server());
    expect(run).toMatchObject({ code: 0, author: 'Peter <peter@example.org>' });
    expect(run.output.match(/^commit .* of upstream .*$/gm)).toEqual([
      `commit ${ABSENT} of upstream cannot be fetched: its port is by the job, in words of its own`,
    ]);
  });

  it('goes on without them where the server gives none by its id', async () => {
    const old = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.version', GIT_CONFIG_VALUE_0: '0' };
    const scene = server();
    const run = await runJob(system, scene, old);
    expect(run).toMatchObject({ code: 0, author: 'nobody' });
    expect(run.output).toContain(`commit ${scene.upstream} of upstream cannot be fetched`);
  });

  it('asks for none where none is upstream’s', async () => {
    expect((await stepsOf(system, [])).join('\n')).not.toMatch(/upstream/);
  });
});
