import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type GitlabJob, gitlabJobs } from '../../support/gitlab-job.js';
import { plainEnvironment } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** How a job ended, and the folder that it ran in. */
export interface JobEnd {
  readonly code: number | null;
  readonly output: string;
  readonly folder: string;
}

/** A pipeline whose jobs run on this machine, each in a folder of its own, by the plainest shell that there is. */
export class LocalPipeline {
  readonly #jobs: readonly GitlabJob[];
  readonly #bin = scratchFolder();

  /** @param repository that the jobs fetch from */
  constructor(
    text: string,
    repository: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {
    this.#jobs = gitlabJobs(text, { CI_REPOSITORY_URL: repository });
    const program = join(this.#bin, 'qemu-downtime');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${inject('cliPath')}' "$@"\n`);
    chmodSync(program, 0o755);
  }

  get names(): string[] {
    return this.#jobs.map(({ name }) => name);
  }

  /** Runs a job with the artifacts of others in its folder. */
  run(name: string, earlier: readonly JobEnd[] = []): JobEnd {
    const job = this.#jobs.find((one) => one.name === name);
    if (!job) throw new Error(`no ${name} among ${this.names.join(', ')}`);
    const folder = scratchFolder();
    for (const end of earlier) {
      const results = join(end.folder, 'qemu-downtime-results');
      mkdirSync(join(folder, 'qemu-downtime-results'), { recursive: true });
      if (existsSync(results)) cpSync(results, join(folder, 'qemu-downtime-results'), { recursive: true });
    }
    const path = `${this.#bin}:${this.env.PATH ?? ''}:${process.env.PATH}`;
    const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', job.script], {
      cwd: folder,
      env: plainEnvironment({ ...this.env, ...job.variables, PATH: path }),
      encoding: 'utf8',
    });
    return { code: status, output: `${stdout}${stderr}`, folder };
  }
}
