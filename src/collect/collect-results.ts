import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from '../pipeline/manifest.js';
import type { PipelineLevel } from '../pipeline/pipeline.js';
import { pipelineProblems } from '../problem/pipeline-problems.js';
import { systemReason } from '../problem/system-reason.js';
import type { Collected } from './model.js';
import { readManifest } from './read-manifest.js';
import { type Expected, readRevision } from './read-revision.js';
import { isOfJob, resultsNear } from './results-near.js';

/** What is known of the jobs without their list. */
export interface CollectSetting {
  /** How far revisions had to be verified, where there is no list to say so. */
  readonly level?: PipelineLevel | undefined;
  /** The name of the recipe that documents and lists are of where they name none. */
  readonly defaultRecipe: string;
}

/**
 * Reads the results of jobs, a folder each. The list of jobs beside them, where there is one, says which there have to be.
 * @throws Refusal `no-results`, `manifest-unfit`; WrongUsage `level-unlike-list`
 */
export function collectResults(folder: string, { level: asked, defaultRecipe }: CollectSetting): Collected {
  const present = foldersIn(folder);
  const manifest = readManifest(folder);
  if (manifest && asked !== undefined && asked !== manifest.level)
    throw pipelineProblems.levelUnlikeList(asked, manifest.level, MANIFEST);
  const level = manifest?.level ?? asked;
  const jobs = manifest?.jobs ?? [];
  const expected: Expected[] = jobs.map((job) => ({
    name: job.name,
    job,
    level,
    recipes: { asked: manifest?.recipe ?? defaultRecipe, byDefault: defaultRecipe },
    isThere: present.includes(job.name),
    problems: present.includes(job.name) ? [] : ['the job left no results at all'],
  }));
  const names = new Set(jobs.map(({ name }) => name));
  const others = present.filter((name) => !names.has(name));
  const strangers: Expected[] = others.map((name) => ({
    name,
    job: undefined,
    level,
    recipes: undefined,
    isThere: true,
    problems: manifest ? [`${MANIFEST} lists no such job`] : [],
  }));
  const all = [...expected, ...strangers];
  if (!manifest && !present.some((name) => isOfJob(join(folder, name))))
    throw pipelineProblems.noFolder(folder, whyNone(folder, present.length), resultsNear(folder));
  const revisions = all.map((one) => readRevision(folder, one));
  return { level: level ?? null, passed: revisions.every(({ passed }) => passed), revisions };
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort(new Intl.Collator('en', { numeric: true }).compare);
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).code === 'ENOTDIR' && existsSync(folder);
    const why = isFile ? 'a file, not a folder' : systemReason(error);
    throw pipelineProblems.noFolder(folder, why, isFile ? resultsNear(folder) : undefined);
  }
}

function whyNone(folder: string, folders: number): string {
  if (isOfJob(folder)) return 'the results of one revision';
  return folders === 0 ? 'there is no folder in it' : 'no folder in it has results of a job';
}
