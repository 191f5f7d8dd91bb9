import {
  CCACHE,
  COLLECTED,
  collectScript,
  IMAGE_CACHE,
  installScript,
  RESULTS,
  revisionScript,
  VARIABLES,
  verifies,
} from './job-script.js';
import type { Pipeline } from './pipeline.js';

const IMAGE = 'node:22-bookworm';
/** Without a checkout, and without what an earlier job left in the folder: it would pass for a result. */
const EMPTY = 'empty';
const TEMPLATE = '.port';

export const GITLAB_NOTE = `A child pipeline of GitLab CI, made by qemu-downtime pipeline. To run it:
  generate:
    script: qemu-downtime pipeline --emit gitlab --onto-file branches.txt -o qemu-downtime.yml
    artifacts: {paths: [qemu-downtime.yml]}
  downtime:
    needs: [generate]
    trigger: {include: [{artifact: qemu-downtime.yml, job: generate}], strategy: depend}`;

/**
 * The pipeline as GitLab CI reads it: a job a revision, then one that sums up. By stages and not by `needs`, of which GitLab takes
 * fifty a job.
 */
export function gitlabPipeline(pipeline: Pipeline): Record<string, unknown> {
  const image = pipeline.image ?? IMAGE;
  return {
    // Else jobs are left out where a merge request is what triggers the parent.
    workflow: { rules: [{ when: 'always' }] },
    stages: ['port', 'collect'],
    variables: {
      [VARIABLES.package]: `qemu-downtime@${pipeline.toolVersion}`,
      [VARIABLES.from]: '$CI_REPOSITORY_URL',
    },
    [TEMPLATE]: template(pipeline, image),
    ...Object.fromEntries(
      pipeline.jobs.map(({ name, commit }) => [
        `port ${name}`,
        { extends: TEMPLATE, variables: { [VARIABLES.name]: name, [VARIABLES.commit]: commit } },
      ]),
    ),
    collect: {
      stage: 'collect',
      image,
      // Also where jobs failed: of those most is to be told.
      when: 'always',
      variables: { GIT_STRATEGY: EMPTY },
      before_script: [installScript([])],
      script: [collectScript(pipeline)],
      artifacts: {
        name: COLLECTED,
        when: 'always',
        expose_as: COLLECTED,
        paths: [`${COLLECTED}.html`, `${COLLECTED}.json`],
      },
    },
  };
}

function template(pipeline: Pipeline, image: string): Record<string, unknown> {
  const withEngine = verifies(pipeline);
  return {
    stage: 'port',
    image,
    interruptible: true,
    ...(withEngine && {
      timeout: '3 hours',
      services: [{ name: 'docker:dind', alias: 'docker' }],
      cache: [
        { key: `qemu-downtime-image-${pipeline.toolVersion}`, paths: [IMAGE_CACHE], when: 'always' },
        { key: `qemu-downtime-ccache-$${VARIABLES.name}`, paths: [CCACHE], when: 'always' },
      ],
    }),
    variables: {
      GIT_STRATEGY: EMPTY,
      ...(withEngine && { DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' }),
    },
    before_script: [
      installScript(withEngine ? ['git', 'docker'] : ['git']),
      ...(withEngine ? [WAIT_FOR_ENGINE] : []),
    ],
    script: [revisionScript(pipeline)],
    artifacts: {
      name: `qemu-downtime-$${VARIABLES.name}`,
      when: 'always',
      paths: [RESULTS],
      reports: {
        junit: [`${RESULTS}/*/*.xml`],
        codequality: [`${RESULTS}/*/codequality.json`],
      },
    },
  };
}

const WAIT_FOR_ENGINE = `for _ in $(seq 60); do
  if docker info >/dev/null 2>&1; then break; fi
  sleep 1
done
`;
