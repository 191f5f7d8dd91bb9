import type { ObjectReader } from '../../src/git/object-reader.js';
import type { Finding } from '../../src/lint/finding.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { Failure } from '../../src/problem/problem.js';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { rivalSources } from '../../src/tree/layout.js';
import { goldenReleases } from '../../test/golden/golden.js';
import { errorsIn, findingText, lintTexts } from './lint-texts.js';
import { KNOWN_FAULTS, type KnownFault, type Method } from './wrong-ports/expectations.js';
import { type JudgedCall, judgeCalls } from './wrong-ports/judge-calls.js';
import measured from './wrong-ports/measured.json' with { type: 'json' };
import { ReleaseScene } from './wrong-ports/release-scene.js';

/** One wrong port, and whether lint names all that is wrong. */
export interface WrongPortRow {
  readonly release: string;
  readonly method: Method;
  /** Calls in the tree, by the independent judge. */
  readonly right: number;
  readonly wrong: number;
  /** Of the wrong ones, those that lint names with their line. */
  readonly named: number;
  readonly errors: number;
  readonly rules: readonly string[];
  /** What lint missed or said wrongly, and where the judge is not what was counted before. */
  readonly failures: readonly string[];
}

/** The releases on which the patch's side of the conflicts is looked at, too. */
const PATCH_SIDE = ['v7.2.0', 'v8.0.0', 'v8.1.0'];
const FIRST = 'v1.5.0';

/** Puts upstream's commits onto each release from 1.5 to 8.1 as people do, and lints what comes of it. */
export async function* wrongPorts(
  reader: ObjectReader,
  history: string,
  scratch: string,
): AsyncGenerator<WrongPortRow> {
  const scene = new ReleaseScene(reader, history, scratch);
  const names = [...goldenReleases.keys()];
  for (const [release, { commit, expected_sites }] of goldenReleases) {
    if (names.indexOf(release) < names.indexOf(FIRST) || !expected_sites) continue;
    const applying = Object.keys(expected_sites).filter((name) => (expected_sites[name] ?? 0) > 0);
    const judged = (method: Method, folder: string) => judge(release, method, folder, applying);
    yield judged('patch', await scene.patched(commit));
    yield judged('series, release’s side', scene.pickedSeries(commit, 'release'));
    if (PATCH_SIDE.includes(release))
      yield judged('series, patch’s side', scene.pickedSeries(commit, 'patch'));
  }
}

function judge(release: string, method: Method, folder: string, applying: readonly string[]): WrongPortRow {
  const row = { release, method, right: 0, wrong: 0, named: 0, errors: 0, rules: [] };
  try {
    const tree = openFolderTree(folder);
    const texts = treeTexts(tree);
    const rivals = rivalSources(tree.layout, (path) => tree.has(path));
    const errors = errorsIn(lintTexts(texts, undefined, rivals));
    const calls = [texts.migration, texts.savevm].flatMap(({ path, text }) => judgeCalls(path, text));
    const wrong = calls.filter(({ isRight }) => !isRight);
    const missed = wrong.filter((call) => !isNamed(call, errors));
    const failures = [
      ...missed.map((call) => `missed: ${callPlace(call)}`),
      ...falseAlarms(calls, errors),
      // What stands in files that the build does not use is right or wrong in vain.
      ...(rivals.length > 0 ? rivalFailures(rivals, errors) : lackFailures(applying, calls, errors)),
      ...KNOWN_FAULTS.filter((fault) => appliesTo(fault, release, method))
        .filter((fault) => !errors.some((error) => isFault(error, fault)))
        .map((fault) => `missed: ${faultText(fault)}`),
      ...(rivals.length > 0 ? [] : miscounts(release, method, calls)),
      ...(errors.length === 0 ? ['looks clean'] : []),
    ];
    return {
      ...row,
      right: calls.length - wrong.length,
      wrong: wrong.length,
      named: wrong.length - missed.length,
      errors: errors.length,
      rules: [...new Set(errors.map(({ rule }) => rule))],
      failures,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // That the tree is none is a refusal, and as good as an error.
    return { ...row, errors: 1, rules: error.problems.map(({ code }) => code), failures: [] };
  }
}

function isNamed({ name, file, line }: JudgedCall, errors: readonly Finding[]): boolean {
  return errors.some((one) => one.checkpoint === name && one.file === file && one.line === line);
}

/** Right calls that lint says are wrong. */
function falseAlarms(calls: readonly JudgedCall[], errors: readonly Finding[]): string[] {
  const rules = ['wrong-function', 'misplaced', 'duplicate', 'unreachable', 'unknown-checkpoint'];
  return errors
    .filter((one) => rules.includes(one.rule))
    .filter(({ file, line }) =>
      calls.some((call) => call.isRight && call.file === file && call.line === line),
    )
    .map((one) => `false alarm: ${findingText(one)}`);
}

function rivalFailures(rivals: readonly string[], errors: readonly Finding[]): string[] {
  return rivals
    .filter((path) => !errors.some(({ rule, file }) => rule === 'not-analysable' && file === path))
    .map((path) => `missed: ${path} is there as well`);
}

/** Checkpoints without a right call that no error names. */
function lackFailures(
  applying: readonly string[],
  calls: readonly JudgedCall[],
  errors: readonly Finding[],
): string[] {
  return applying
    .filter((name) => !calls.some((call) => call.isRight && call.name === name))
    .filter((name) => !errors.some((one) => one.checkpoint === name || one.message.includes(name)))
    .map((name) => `missed: there is no right call of ${name}`);
}

/** Where the judge disagrees with what was counted by hand. */
function miscounts(release: string, method: Method, calls: readonly JudgedCall[]): string[] {
  const counts: Readonly<Record<string, { readonly patched: readonly number[]; readonly series: number }>> =
    measured.releases;
  const known = counts[release];
  const right = calls.filter(({ isRight }) => isRight);
  if (!known) return [];
  if (method === 'patch') {
    const found = `${right.length} right, ${calls.length - right.length} wrong`;
    const wanted = `${known.patched[0]} right, ${known.patched[1]} wrong`;
    return found === wanted ? [] : [`the judge counts ${found}; by hand it was ${wanted}`];
  }
  const names = new Set(right.map(({ name }) => name)).size;
  return method === 'series, patch’s side' || names === known.series
    ? []
    : [`the judge counts ${names} checkpoints in place; by hand it was ${known.series}`];
}

function appliesTo({ from, to, method }: KnownFault, release: string, by: Method): boolean {
  const names = [...goldenReleases.keys()];
  const at = names.indexOf(release);
  return method === by && names.indexOf(from) <= at && at <= names.indexOf(to);
}

function isFault(error: Finding, fault: KnownFault): boolean {
  const { rule, checkpoint, function: fn, says } = fault;
  if (rule !== undefined && error.rule !== rule) return false;
  if (checkpoint !== undefined && (error.checkpoint !== checkpoint || error.line === undefined)) return false;
  if (fn === null && error.function !== undefined) return false;
  if (fn && !/./.test(error.function ?? ' ')) return false;
  if (fn && fn.source !== '.' && !fn.test(error.function ?? '')) return false;
  return says?.test(error.message) ?? true;
}

function faultText({ rule, checkpoint, function: fn, says }: KnownFault): string {
  const where = fn === null ? 'outside of functions' : fn ? `in ${fn.source}` : '';
  return [rule ?? 'an error', checkpoint, where, says?.source].filter((part) => part).join(' ');
}

function callPlace({ name, file, line, function: fn, inComment }: JudgedCall): string {
  return `${name} ${file}:${line} (${inComment ? 'in a comment' : (fn ?? 'outside of functions')})`;
}
