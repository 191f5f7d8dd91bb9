import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { json } from './json.js';
import { junit } from './junit.js';
import type { LintReporter } from './reporter.js';
import { sarif } from './sarif.js';
import { text } from './text.js';

/** The forms of a report. */
export const lintReporters = { text, json, sarif, github, gitlab, junit } as const satisfies Record<
  string,
  LintReporter
>;

/** The name of a form. */
export type LintFormat = keyof typeof lintReporters;
