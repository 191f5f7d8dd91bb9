import { baselineIn } from '../lint/baseline.js';
import type { Severity } from '../lint/finding.js';
import { usageProblems } from '../problem/usage-problems.js';
import { type NamedOutput, namedOutputs } from './named-outputs.js';
import { type LintFormat, lintReporters } from './render/lint/index.js';
import { readNamedFile, revisionsIn } from './revision-list.js';

/** The options of `lint`. */
export interface LintOptions {
  readonly repo?: string;
  readonly rev?: readonly string[];
  readonly revFile?: string;
  readonly format: LintFormat;
  readonly failOn: Severity;
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly fix?: boolean;
  readonly fixes?: boolean;
  readonly dryRun?: boolean;
  /** True without a name. */
  readonly explain?: string | true;
  readonly output?: readonly string[];
  readonly pathPrefix?: string;
  readonly quiet?: boolean;
  readonly recipe?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/** What is looked at: a tree in a folder, or revisions (or patterns of refs) of a repository. */
export type LintTarget =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'revisions'; readonly folder: string; readonly texts: readonly string[] };

/**
 * What the user wants to have looked at. With `--rev` the argument names the repository, as for `backport`.
 * @throws WrongUsage for options that contradict each other, a list that cannot be read or is empty
 */
export function lintTarget(folder: string, options: LintOptions): LintTarget {
  const { fix, dryRun, repo, rev, revFile, baseline, writeBaseline } = options;
  if (options.fixes) throw usageProblems.fixesOfOthers();
  if (dryRun && !fix) throw usageProblems.needs('--dry-run', '--fix');
  if (dryRun && writeBaseline !== undefined)
    throw usageProblems.together(
      '--dry-run',
      '--write-baseline',
      'it would hold findings of a tree that is not there',
    );
  if (baseline !== undefined && writeBaseline !== undefined)
    throw usageProblems.together(
      '--baseline',
      '--write-baseline',
      'what is known already would be missing in the new one',
    );
  if (rev === undefined && revFile === undefined) {
    if (repo !== undefined) throw usageProblems.needs('--repo', '--rev');
    return { kind: 'folder', folder };
  }
  if (fix) throw usageProblems.together('--fix', '--rev', 'only a tree in a folder can be mended');
  if (repo !== undefined && folder !== '.')
    throw usageProblems.together(folder, `--repo ${repo}`, 'with --rev both name the repository');
  if (revFile === '-' && baseline === '-')
    throw usageProblems.together('--rev-file -', '--baseline -', 'there is one standard input');
  const texts = [...(rev ?? []), ...revisionsIn(revFile, '--rev-file')];
  if (texts.length === 0) throw usageProblems.emptyList('--rev-file', revFile ?? '');
  return { kind: 'revisions', folder: repo ?? folder, texts };
}

/** Where a report goes. */
export type LintOutput = NamedOutput<LintFormat>;

/**
 * Where the reports go.
 * @throws WrongUsage `options-exclude-each-other`, `output-unfit`, `format-unfit`
 */
export function lintOutputs({ output = [], format, writeBaseline, dryRun }: LintOptions): LintOutput[] {
  const formats = Object.keys(lintReporters) as LintFormat[];
  const more = writeBaseline === undefined ? [] : [writeBaseline];
  const all = namedOutputs(output, format, formats, more);
  const shown = all.find(({ path }) => path === undefined)?.format ?? 'text';
  if (dryRun && shown !== 'text' && shown !== 'json')
    throw usageProblems.formatUnfit(shown, 'with --dry-run it has no room for the diff on standard output');
  return all;
}

/** @throws WrongUsage `file-unreadable` */
export function readBaseline(path: string | undefined): Map<string, string> {
  if (path === undefined) return new Map();
  const baseline = baselineIn(readNamedFile(path, '--baseline'));
  if (!baseline) throw usageProblems.unreadable('--baseline', path, 'it is no baseline of lint');
  return baseline;
}

/**
 * The folder of the tree in its repository, without a slash at its end; empty for the top.
 * @throws WrongUsage `prefix-unfit`
 */
export function pathPrefix(given: string | undefined): string {
  if (given === undefined) return '';
  if (given.startsWith('/')) throw usageProblems.prefixUnfit(given, 'it begins at the root');
  const parts = given.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw usageProblems.prefixUnfit(given, 'it leads out of the repository');
  return parts.join('/');
}
