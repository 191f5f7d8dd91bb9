import {
  CCACHE,
  COLLECTED,
  collectScript,
  IMAGE_CACHE,
  installScript,
  RESULTS,
  revisionScript,
  upstreamScript,
  VARIABLES,
  verifies,
} from './job-script.js';
import type { Pipeline } from './pipeline.js';

/** More jobs GitHub does not take in one matrix. */
export const GITHUB_MOST_JOBS = 256;

export const GITHUB_NOTE = `A workflow of GitHub Actions, made by qemu-downtime pipeline. Put it into .github/workflows; it is started by hand,
or by another workflow with uses: ./.github/workflows/NAME.yml`;

/** What GitHub puts a value in for. */
const expression = (text: string): string => `\${{ ${text} }}`;

/** Of the job that is run. */
const MATRIX = { name: expression('matrix.name'), commit: expression('matrix.commit') } as const;

const CHECKOUT = 'qemu-downtime-checkout';

/** The pipeline as GitHub Actions reads it: a matrix with a job a revision, then a job that sums up. */
export function githubPipeline(pipeline: Pipeline): Record<string, unknown> {
  const machine = {
    'runs-on': 'ubuntu-24.04',
    ...(pipeline.image !== undefined && { container: { image: pipeline.image } }),
  };
  return {
    name: 'qemu-downtime',
    on: { workflow_dispatch: null, workflow_call: null },
    permissions: { contents: 'read' },
    env: {
      [VARIABLES.package]: expression(`vars.${VARIABLES.package} || 'qemu-downtime@${pipeline.toolVersion}'`),
    },
    defaults: { run: { shell: 'sh' } },
    jobs: {
      port: {
        name: `port ${MATRIX.name}`,
        ...machine,
        strategy: {
          'fail-fast': false,
          matrix: { include: pipeline.jobs.map(({ name, commit }) => ({ name, commit })) },
        },
        env: {
          [VARIABLES.name]: MATRIX.name,
          [VARIABLES.commit]: MATRIX.commit,
        },
        steps: [
          ...nodeSteps(pipeline),
          {
            uses: 'actions/checkout@v4',
            with: { ref: MATRIX.commit, 'fetch-depth': 1, path: CHECKOUT },
          },
          ...(verifies(pipeline) ? cacheSteps(pipeline) : []),
          { name: 'install', run: installScript(['git']) },
          ...(pipeline.upstream.length > 0
            ? [{ name: 'upstream', run: upstreamScript(pipeline, CHECKOUT) }]
            : []),
          {
            name: 'port',
            env: { [VARIABLES.from]: `${expression('github.workspace')}/${CHECKOUT}` },
            run: revisionScript(pipeline),
          },
          {
            if: 'always()',
            uses: 'actions/upload-artifact@v4',
            with: { name: `${RESULTS}-${MATRIX.name}`, path: RESULTS },
          },
        ],
      },
      collect: {
        ...machine,
        needs: ['port'],
        // Also where jobs failed: of those most is to be told.
        if: 'always()',
        steps: [
          ...nodeSteps(pipeline),
          {
            uses: 'actions/download-artifact@v4',
            with: { pattern: `${RESULTS}-*`, path: RESULTS, 'merge-multiple': true },
          },
          { name: 'install', run: installScript([]) },
          { name: 'collect', run: collectScript(pipeline) },
          {
            if: 'always()',
            uses: 'actions/upload-artifact@v4',
            with: { name: COLLECTED, path: `${COLLECTED}.html\n${COLLECTED}.json\n` },
          },
        ],
      },
    },
  };
}

/** The user's own image has what the jobs need. */
function nodeSteps({ image }: Pipeline): object[] {
  return image === undefined ? [{ uses: 'actions/setup-node@v4', with: { 'node-version': '22' } }] : [];
}

function cacheSteps({ toolVersion }: Pipeline): object[] {
  const key = `qemu-downtime-ccache-${MATRIX.name}`;
  return [
    {
      uses: 'actions/cache@v4',
      with: { path: IMAGE_CACHE, key: `qemu-downtime-image-${toolVersion}` },
    },
    {
      uses: 'actions/cache@v4',
      with: { path: CCACHE, key: `${key}-${expression('github.run_id')}`, 'restore-keys': `${key}-` },
    },
  ];
}
