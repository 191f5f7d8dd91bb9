import { shellWord } from '../shell-word.js';
import { Refusal, WrongUsage } from './problem.js';

/** What `pipeline` and `collect` refuse, worded in one place. */
export const pipelineProblems = {
  tooManyJobs: (count: number, most: number): WrongUsage =>
    new WrongUsage([
      {
        code: 'too-many-jobs',
        expected: `at most ${most} revisions, which is all that GitHub takes in one matrix`,
        found: `${count} revisions`,
        next: 'make several workflows, each of some of them, or use --emit gitlab',
      },
    ]),
  imageUnfit: (image: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'image-unfit',
        expected: 'the name of a container image, as docker pull takes it',
        found: `--image ${JSON.stringify(image)}: ${why}`,
        next: 'give another image, or leave --image out',
      },
    ]),
  levelUnlikeList: (asked: string, listed: string, list: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'level-unlike-list',
        expected: `the level of the list of jobs, or none given: ${list} says how far they had to verify`,
        found: `--level ${asked}, and ${listed} in ${list}`,
        next: 'leave --level out',
      },
    ]),
  /** @param meant the folder that may be meant */
  noFolder: (folder: string, why: string, meant?: string): Refusal =>
    new Refusal([
      {
        code: 'no-results',
        expected: 'a folder with the results of jobs, a folder for each revision',
        found: `${folder}: ${why}`,
        next:
          meant === undefined
            ? 'give the folder in which the jobs’ artifacts are'
            : `did you mean qemu-downtime collect ${shellWord(meant)}?`,
      },
    ]),
  manifestUnfit: (path: string, why: string): Refusal =>
    new Refusal([
      {
        code: 'manifest-unfit',
        place: { file: path },
        expected: 'the list of jobs as the job that collects writes it',
        found: why,
        next: 'run the script of that job again, or take the file away: then what is there is summed up',
      },
    ]),
} as const;
