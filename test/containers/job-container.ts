import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { bootstrap } from '../../src/verify/image/bootstrap.js';
import type { GitlabJob } from '../support/gitlab-job.js';
import { scene } from './scene.js';

const ROOT = join(import.meta.dirname, '../..');
const IMAGE = 'localhost/qemu-downtime-jobs:test';
const LABEL = 'qemu-downtime-job';
const SOCKET = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(/^unix:\/\//, '');

/** How a program ended. */
interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
}

function docker(...args: readonly string[]): Promise<CommandEnd> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString();
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Makes the image that jobs run in, as `--image` would name one: Node, git and an engine's client. */
export async function makeJobImage(): Promise<void> {
  const packages = ['ca-certificates', 'git', 'nodejs', 'docker-cli'];
  const image = { folder: '', name: IMAGE, suite: 'trixie', packages };
  const made = await bootstrap(image, join(scene, 'job-image'), { timeoutMs: 20 * 60_000 });
  if ('why' in made) throw new Error(made.why);
  const { code, output } = await docker('import', made.tar, IMAGE);
  if (code !== 0) throw new Error(output);
}

/** Keeps an image in the file that jobs have for their cache. */
export async function cacheImage(name: string, file: string): Promise<void> {
  const { code, output } = await docker('save', '--output', file, name);
  if (code !== 0) throw new Error(output);
}

/** How many containers of jobs run now. */
export async function runningJobs(): Promise<number> {
  const { output } = await docker('ps', '--quiet', '--filter', `label=${LABEL}`);
  return output.split('\n').filter((line) => line !== '').length;
}

/** A job that ended, and the folder that it ran in. */
export interface JobEnd extends CommandEnd {
  readonly folder: string;
}

/**
 * Runs a job in a container of its own, as a runner of GitLab does: its scripts in one shell, in a folder that its engine sees too.
 * @param prepare puts into that folder what caches and earlier jobs leave there
 */
export async function runJob(job: GitlabJob, prepare: (folder: string) => void): Promise<JobEnd> {
  const folder = join(scene, 'jobs', job.name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  prepare(folder);
  const program = join(scene, 'qemu-downtime');
  writeFileSync(program, `#!/bin/sh\nexec node '${inject('cliPath')}' "$@"\n`);
  chmodSync(program, 0o755);
  const volumes = [
    `${scene}:${scene}`,
    `${ROOT}:${ROOT}:ro`,
    `${program}:/usr/local/bin/qemu-downtime:ro`,
    `${SOCKET}:${SOCKET}`,
  ];
  const variables = { ...job.variables, DOCKER_HOST: `unix://${SOCKET}` };
  const end = await docker(
    ...['run', '--rm', '--network=none', `--label=${LABEL}`, `--workdir=${folder}`],
    ...volumes.flatMap((volume) => ['--volume', volume]),
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...[IMAGE, 'bash', '-eo', 'pipefail', '-c', job.script],
  );
  return { ...end, folder };
}

/** Brings the artifacts of jobs into a folder, as GitLab does before a later stage. */
export function bringArtifacts(ends: readonly JobEnd[], folder: string): void {
  for (const end of ends) {
    const results = join(end.folder, 'qemu-downtime-results');
    if (existsSync(results)) cpSync(results, join(folder, 'qemu-downtime-results'), { recursive: true });
  }
}
