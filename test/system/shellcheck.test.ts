import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { gitlabPipeline } from '../../src/pipeline/gitlab.js';
import { writeYaml } from '../../src/pipeline/write-yaml.js';
import { pipelineFor } from '../pipeline/made-pipeline.js';
import { gitlabJobs } from '../support/gitlab-job.js';

describe.each(['none', 'migrate'] as const)('the scripts of jobs with --level %s', (level) => {
  it('hold before shellcheck, as those of any POSIX shell', async () => {
    const pipeline = pipelineFor(['stable-7.2', `:/it's "$x"`], { level, recipe: 'per-device' });
    const jobs = gitlabJobs(await writeYaml(gitlabPipeline(pipeline), ''), {});
    expect(jobs).toHaveLength(3);
    for (const { script } of jobs) {
      const { stdout, status } = spawnSync('shellcheck', ['--shell=sh', '--severity=style', '-'], {
        input: script,
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    }
  });
});
