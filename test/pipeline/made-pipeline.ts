import { parse } from 'yaml';
import { GITHUB_NOTE, githubPipeline } from '../../src/pipeline/github.js';
import { GITLAB_NOTE, gitlabPipeline } from '../../src/pipeline/gitlab.js';
import { jobNames } from '../../src/pipeline/job-name.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { writeYaml } from '../../src/pipeline/write-yaml.js';

/** A pipeline for these revisions, each with a commit of its own. */
export function pipelineFor(revisions: readonly string[], more: Partial<Pipeline> = {}): Pipeline {
  const found = revisions.map((revision, index) => ({
    revision,
    commit: `${index}1e2`.padEnd(40, '0123456789abcdef'),
  }));
  const names = jobNames(found);
  return {
    jobs: found.map((one, index) => ({ name: names[index] ?? '', ...one })),
    level: 'migrate',
    recipe: undefined,
    upstream: ['a'.repeat(40)],
    image: undefined,
    toolVersion: '0.1.0',
    ...more,
  };
}

/** A document of which the tests look at some places. */
// biome-ignore lint/suspicious/noExplicitAny: documents are judged by their schema
export type Yaml = any;

/** The text that a system gets. */
export function yamlOf(system: 'gitlab' | 'github', pipeline: Pipeline): Promise<string> {
  return system === 'gitlab'
    ? writeYaml(gitlabPipeline(pipeline), GITLAB_NOTE)
    : writeYaml(githubPipeline(pipeline), GITHUB_NOTE);
}

/** What that system makes of the text: GitLab reads YAML 1.1, GitHub YAML 1.2. */
export async function readBy(system: 'gitlab' | 'github', pipeline: Pipeline): Promise<Yaml> {
  return parse(await yamlOf(system, pipeline), { version: system === 'gitlab' ? '1.1' : '1.2' });
}

/** The script of the job that collects. */
export async function collectScriptOf(system: 'gitlab' | 'github', pipeline: Pipeline): Promise<string> {
  const document = await readBy(system, pipeline);
  if (system === 'gitlab') return document.collect.script.join('\n');
  return document.jobs.collect.steps.find((step: Yaml) => step.name === 'collect').run;
}
