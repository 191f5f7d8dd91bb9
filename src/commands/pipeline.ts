import { requestedRevisions } from '../backport/requested.js';
import { isOurs } from '../catalogue/recipe-parts.js';
import { counted } from '../counted.js';
import { openObjectReader } from '../git/object-reader.js';
import { readRevisionTree } from '../git/revision-tree.js';
import { selectRecipes } from '../library/select.js';
import { packageVersion } from '../package-version.js';
import { GITHUB_MOST_JOBS, GITHUB_NOTE, githubPipeline } from '../pipeline/github.js';
import { GITLAB_NOTE, gitlabPipeline } from '../pipeline/gitlab.js';
import { eachOnce, jobNames } from '../pipeline/job-name.js';
import type { Pipeline, PipelineLevel, RevisionJob } from '../pipeline/pipeline.js';
import { writeYaml } from '../pipeline/write-yaml.js';
import { pipelineProblems } from '../problem/pipeline-problems.js';
import { printableLine } from '../problem/printable.js';
import { EnvironmentLack, Failure, Refusal } from '../problem/problem.js';
import { usageProblems } from '../problem/usage-problems.js';
import { exitCode } from './exit-code.js';
import { requireOutput, tell, writeResult } from './result.js';
import { revisionsToPort } from './revision-list.js';

/** `pipeline` on the command line. */
export interface PipelineOptions {
  readonly emit: 'gitlab' | 'github';
  readonly onto?: readonly string[];
  readonly ontoFile?: string;
  readonly repo?: string;
  readonly level: PipelineLevel;
  readonly image?: string;
  readonly recipe?: string;
  readonly branchPrefix: string;
  readonly output?: string;
}

const EMITTERS = {
  gitlab: { make: gitlabPipeline, note: GITLAB_NOTE },
  github: { make: githubPipeline, note: GITHUB_NOTE },
} as const;

/**
 * `qemu-downtime pipeline [REPO] --onto REV… --emit SYSTEM`: writes a pipeline with a job for each revision.
 * @returns the exit code
 */
export async function pipeline(path: string, options: PipelineOptions): Promise<number> {
  const { repo, emit, image, level, recipe } = options;
  if (repo !== undefined && path !== '.')
    throw usageProblems.together(path, `--repo ${repo}`, 'both name the repository');
  const folder = repo ?? path;
  requireImage(options);
  const recipes = selectRecipes(recipe);
  const texts = revisionsToPort(options, folder);
  requireOutput(options.output);
  const jobs = await jobsOf(folder, texts, options.branchPrefix);
  if (emit === 'github' && jobs.length > GITHUB_MOST_JOBS)
    throw pipelineProblems.tooManyJobs(jobs.length, GITHUB_MOST_JOBS);
  const toolVersion = packageVersion();
  const names = recipe === undefined ? undefined : recipes.map(({ name }) => name).join(',');
  const upstream = recipes.filter((one) => !isOurs(one)).map(({ commit }) => commit);
  const made: Pipeline = { jobs, level, recipe: names, upstream, image, toolVersion };
  const { make, note } = EMITTERS[emit];
  writeResult(Buffer.from(await writeYaml(make(made), note)), options.output);
  const amount = counted(jobs.length, 'revision');
  tell(`${amount}, ${level === 'none' ? 'not verified' : `verified up to ${level}`}, then collected`);
  return exitCode.done;
}

/** @throws WrongUsage `image-unfit`, `options-exclude-each-other` */
function requireImage({ emit, image, level }: PipelineOptions): void {
  if (image === undefined) return;
  if (!/^[A-Za-z0-9][\w.:/@$-]*$/.test(image))
    throw pipelineProblems.imageUnfit(image, 'a character that no image has in its name');
  if (emit === 'github' && level !== 'none')
    throw usageProblems.together(
      '--emit github with --image',
      `--level ${level}`,
      'the engine beside the job’s container does not see its files',
    );
}

/**
 * The jobs for what texts name; all of it has to be there, and QEMU's.
 * @throws Refusal `unknown-revision`, `not-a-qemu-tree`; EnvironmentLack
 */
async function jobsOf(
  folder: string,
  texts: readonly string[],
  branchPrefix: string,
): Promise<RevisionJob[]> {
  const reader = await openObjectReader(folder);
  try {
    const requested = await requestedRevisions(reader.repository, texts, branchPrefix);
    const failures: Failure[] = [];
    const found: { revision: string; commit: string }[] = [];
    for (const { onto, refusal } of requested) {
      try {
        if (refusal) throw refusal;
        found.push({ revision: onto, commit: (await readRevisionTree(reader, onto)).commit });
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        tell(`${printableLine(onto)}: no job can be made for it`);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw together(failures);
    const revisions = eachOnce(found);
    const names = jobNames(revisions);
    return revisions.map((one, index) => ({ name: names[index] ?? '', ...one }));
  } finally {
    await reader.close();
  }
}

/** One failure of several: a lack of the environment is the gravest. */
function together(failures: readonly Failure[]): Failure {
  const problems = failures.flatMap((one) => one.problems);
  const isLack = failures.some((one) => one instanceof EnvironmentLack);
  return isLack ? new EnvironmentLack(problems) : new Refusal(problems);
}
