import { validateWorkflow } from '@action-validator/core';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { Ajv } from 'ajv';
import { schema } from 'gitlab-ci-local/src/schema/schema.js';
import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { pipelineFor, readBy, type Yaml, yamlOf } from './made-pipeline.js';

const HOSTILE = ['no', '2024-01-01', '7', 'a$b', `\${{github.token}}`, "it's", ':/a "b" `c` $(d)', '…'];

const PIPELINES: readonly (readonly [string, Pipeline])[] = [
  ['of one revision', pipelineFor(['stable-7.2'])],
  ['of several, hostile ones too', pipelineFor(['stable-7.2', 'v6.2.0', ...HOSTILE])],
  ['without a verification', pipelineFor(['stable-7.2'], { level: 'none' })],
  ['with a recipe', pipelineFor(['stable-7.2'], { recipe: 'checkpoints,per-device' })],
  ['in an image of the user’s', pipelineFor(['stable-7.2'], { image: 'registry.example:5000/a/b@sha256:1' })],
];

// As the package has it from gitlab-org/gitlab, with keywords for editors in it.
const gitlab = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

describe.each(PIPELINES)('a pipeline %s', (_, pipeline) => {
  it('is one by GitLab’s own schema', async () => {
    const document = await readBy('gitlab', pipeline);
    expect(gitlab(document), JSON.stringify(gitlab.errors, null, 1)).toBe(true);
  });

  it('is a workflow by SchemaStore’s schema', async () => {
    expect(validateWorkflow(await yamlOf('github', pipeline)).errors).toEqual([]);
  });

  it('is a workflow to GitHub’s own reader, with each expression where it may stand', async () => {
    const file = { name: 'downtime.yml', content: await yamlOf('github', pipeline) };
    const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    if (!value) throw new Error('no workflow');
    const { jobs } = await convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    expect(jobs.map(({ id }) => String(id))).toEqual(['port', 'collect']);
  });

  it('has the same scripts for both systems', async () => {
    const [ofGitlab, ofGithub] = await Promise.all([readBy('gitlab', pipeline), readBy('github', pipeline)]);
    const run = (job: string, name: string): string =>
      ofGithub.jobs[job].steps.find((step: Yaml) => step.name === name).run;
    expect(run('port', 'port')).toBe(ofGitlab['.port'].script.join(''));
    expect(run('collect', 'collect')).toBe(ofGitlab.collect.script.join(''));
  });

  it('gives both systems the same jobs, as text', async () => {
    const [ofGitlab, ofGithub] = await Promise.all([readBy('gitlab', pipeline), readBy('github', pipeline)]);
    const jobs = Object.entries<Yaml>(ofGitlab).filter(([name]) => name.startsWith('port '));
    const expected = pipeline.jobs.map(({ name, commit }) => ({ name, commit }));
    expect(jobs.map(([name]) => name)).toEqual(expected.map(({ name }) => `port ${name}`));
    expect(
      jobs.map(([, { variables }]) => ({
        name: variables.QEMU_DOWNTIME_NAME,
        commit: variables.QEMU_DOWNTIME_COMMIT,
      })),
    ).toEqual(expected);
    expect(ofGithub.jobs.port.strategy.matrix.include).toEqual(expected);
  });
});

describe('the schemas', () => {
  it('do not take everything', async () => {
    const document = await readBy('gitlab', pipelineFor(['a']));
    expect(gitlab({ ...document, collect: { ...document.collect, when: 'sometimes' } })).toBe(false);
    const text = await yamlOf('github', pipelineFor(['a']));
    expect(validateWorkflow(text.replace('fail-fast: false', 'fail-fast: [1]')).errors).not.toEqual([]);
    const file = { name: 'x.yml', content: text.replace('matrix.name', 'nothing.name') };
    const { context } = parseWorkflow(file, new NoOperationTraceWriter());
    expect(context.errors.getErrors()).not.toEqual([]);
  });
});
