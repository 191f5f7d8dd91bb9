/** How far a job verifies what it ported; `none`: it does not. */
export const PIPELINE_LEVELS = ['none', 'objects', 'build', 'migrate'] as const;
export type PipelineLevel = (typeof PIPELINE_LEVELS)[number];

/** A job that ports one revision. */
export interface RevisionJob {
  /** Names the job, its branch and the folder of its results: letters, digits, `.`, `_` and `-`; unlike all others. */
  readonly name: string;
  /** As the user named it, or the full name of a ref that a pattern stands for: any text. */
  readonly revision: string;
  /** Full id of the commit. */
  readonly commit: string;
}

/** What the jobs are to do, whatever system runs them. */
export interface Pipeline {
  /** At least one. */
  readonly jobs: readonly RevisionJob[];
  readonly level: PipelineLevel;
  /** Names of recipes with commas between, if not the default. */
  readonly recipe: string | undefined;
  /** Full ids of upstream’s commits that recipes are of: their authors and texts are the ports’ where the server has them. */
  readonly upstream: readonly string[];
  /** The container image that jobs run in, if not the default. */
  readonly image: string | undefined;
  /** Of this program, which the jobs install where they have none. */
  readonly toolVersion: string;
}
