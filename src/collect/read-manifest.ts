import { join } from 'node:path';
import { MANIFEST, MANIFEST_SCHEMA } from '../pipeline/manifest.js';
import { PIPELINE_LEVELS, type PipelineLevel, type RevisionJob } from '../pipeline/pipeline.js';
import { pipelineProblems } from '../problem/pipeline-problems.js';
import { Refusal } from '../problem/problem.js';
import { readDocument, whyOf } from './read-document.js';

/** What jobs there had to be. */
export interface Manifest {
  readonly level: PipelineLevel;
  /** Names of recipes with commas between; undefined for the default. */
  readonly recipe: string | undefined;
  readonly jobs: readonly RevisionJob[];
}

/** What a name of a job may be: one part of a path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Reads the list of jobs beside their results; undefined where there is none.
 * @throws Refusal `manifest-unfit`
 */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, MANIFEST);
  const read = readDocument(path, MANIFEST_SCHEMA);
  if ('missing' in read) return undefined;
  if ('unfit' in read) throw pipelineProblems.manifestUnfit(path, read.unfit);
  try {
    const level = read.document.member('level').oneOf(...PIPELINE_LEVELS);
    const recipe = read.document.optional('recipe')?.text;
    const jobs = read.document.member('jobs').list.map((one) => ({
      name: one.member('name').text,
      revision: one.member('revision').text,
      commit: one.member('commit').text,
    }));
    const strange = jobs.find(({ name }) => !NAME.test(name));
    if (strange)
      throw pipelineProblems.manifestUnfit(path, `${JSON.stringify(strange.name)} names no folder`);
    if (jobs.length === 0) throw pipelineProblems.manifestUnfit(path, 'it lists no job');
    if (new Set(jobs.map(({ name }) => name)).size < jobs.length)
      throw pipelineProblems.manifestUnfit(path, 'it lists a job twice');
    return { level, recipe, jobs };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw pipelineProblems.manifestUnfit(path, whyOf(error));
  }
}
