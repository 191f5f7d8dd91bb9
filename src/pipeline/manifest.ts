import type { Pipeline } from './pipeline.js';

/** The file beside the folders of results that says which there have to be. */
export const MANIFEST = 'pipeline.json';
export const MANIFEST_SCHEMA = 'qemu-downtime/pipeline@1';

/**
 * The manifest of a pipeline, in lines of JSON: a job that left nothing is known to be missing by it. In ASCII and without `$`,
 * so that no shell, log or system with expressions of its own sees anything in the names of revisions.
 */
export function manifestLines({ jobs, level, recipe }: Pipeline): string[] {
  const head = { schema: MANIFEST_SCHEMA, level, ...(recipe === undefined ? {} : { recipe }) };
  const rows = jobs.map(({ name, revision, commit }) => plainJson({ name, revision, commit }));
  return [
    `${plainJson(head).slice(0, -1)},"jobs":[`,
    ...rows.map((row, index) => (index < rows.length - 1 ? `${row},` : row)),
    ']}',
  ];
}

function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]|\$/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
