import { isSpoiling } from '../../placement/existing-calls.js';
import type { ReadTexts, TreeTexts } from '../../placement/sources.js';
import { defectProblems } from '../../port/text-defects.js';
import { flowAdvice } from '../../problem/flow-problems.js';
import { placementProblems } from '../../problem/placement-problems.js';
import { isSameLine, type Place, placeText } from '../../problem/problem.js';
import type { Examined, Found, Rule } from '../rule.js';
import { fromProblem, problemsOf, problemsOfChanges } from './from-problems.js';
import { isNeverCompiled } from './never-compiled.js';

const MARKER = /^(?:<{7}|>{7}|\|{7})(?:[ \t].*)?\r?$/gm;
/** Between the sides of a conflict; alone where somebody took out the others only. */
const DIVIDER = /^={7}(?:[ \t].*)?\r?$/gm;

/**
 * A merge was not finished: git's conflict markers are in a file. Nothing else is said of such a tree.
 *
 * @example
 * ```
 * <<<<<<< HEAD
 * =======
 * >>>>>>> 3e5f3bcdc2
 * ```
 */
export const conflictMarker: Rule = {
  id: 'conflict-marker',
  severity: 'error',
  summary: 'a merge was not finished',
  check: ({ texts }) => conflictMarkers(texts),
  checkChanges: ({ texts }) => conflictMarkers(texts),
};

/**
 * Something could not be followed, so nothing is proved of it: a call under `#ifdef`, outside any function or with a name that
 * is no string; a function that does not parse, since a semicolon was lost, say, which is told where the syntax breaks and of
 * no call in it; more ways through a function than can be followed; a scenario in which no run goes well; a second
 * migration.c or savevm.c in another folder, as a merge from a release with another layout leaves it. It is said instead of
 * passed over.
 *
 * @example
 * ```c
 * #ifdef CONFIG_FLEET
 *     trace_vmstate_downtime_checkpoint("src-vm-stopped");
 * #endif
 * ```
 */
export const notAnalysable: Rule = {
  id: 'not-analysable',
  severity: 'error',
  summary: 'something could not be followed',
  check: (tree) => [
    ...tree.rivals.map((file) => ({
      place: { file },
      message: `${file} is there beside ${twinOf(file, tree)}, and which of them the build uses is unknown`,
      next: 'delete the one that the build does not use: a merge from a release with another layout leaves such a file',
    })),
    ...unreadable(tree.read),
    ...withUnread(tree),
    ...tree.flow
      .filter(({ kind }) => kind === 'undecided' || kind === 'no-success')
      .map(({ place, title, why, scenario }) => ({
        place,
        scenarios: [scenario],
        message: why
          ? `what fires ${title} could not be found out: ${why}`
          : `no run that goes well was found ${title}`,
        next: flowAdvice.notAnalysable,
      })),
  ],
  checkChanges: (tree) => [...unreadable(tree.read), ...problemsOfChanges(tree, 'not-analysable')],
};

function conflictMarkers({ migration, savevm, events }: TreeTexts): Found[] {
  return [migration, savevm, events].flatMap(({ path, text }) =>
    markersIn(text).map((index): Found => {
      const line = text.slice(0, index).split('\n').length;
      return {
        place: { file: path, line },
        message: 'a conflict marker of a merge',
        next: 'finish the merge',
      };
    }),
  );
}

/**
 * The same with the functions that do not parse and that only a run comes to. Each is told once: what a migration fires that
 * goes through one follows from it.
 */
function withUnread(tree: Examined): Found[] {
  const { flow, survey } = tree;
  const told = problemsOf(tree, 'not-analysable').filter(({ place }) => !isUnreachable(tree, place));
  const spoilt = (survey?.hidden ?? []).filter(isSpoiling);
  const isTold = (one: Place): boolean =>
    told.some(({ place }) => isSameLine(place, one)) ||
    spoilt.some(({ file, function: fn }) => file.path === one.file && fn === one.function);
  const fresh = new Map<string, { place: Place; scenarios: string[] }>();
  for (const { kind, place, scenario } of flow) {
    if (kind !== 'unread' || isTold(place)) continue;
    const key = placeText(place);
    fresh.set(key, { place, scenarios: [...(fresh.get(key)?.scenarios ?? []), scenario] });
  }
  return [
    ...told,
    ...[...fresh.values()].flatMap(({ place, scenarios }) =>
      fromProblem(placementProblems.notParsed(place)).map((found) => ({ ...found, scenarios })),
    ),
  ];
}

/** What keeps files from being read at all. */
function unreadable(read: ReadTexts): Found[] {
  return defectProblems(read)
    .filter(({ code }) => code !== 'conflict-marker')
    .flatMap(fromProblem);
}

/** Offsets of the markers; of the dividers where there is nothing else. */
function markersIn(text: string): number[] {
  const offsets = [...text.matchAll(MARKER)].map(({ index }) => index);
  return offsets.length > 0 ? offsets : [...text.matchAll(DIVIDER)].map(({ index }) => index);
}

/** Whether the rule for calls that never fire speaks of this one. */
function isUnreachable({ survey }: Examined, { file, line }: Found['place']): boolean {
  return (survey?.hidden ?? []).some(
    (call) => isNeverCompiled(call) && call.file.path === file && call.file.lineOf(call.offset) === line,
  );
}

/** The file of the same name that was read. */
function twinOf(rival: string, { texts }: Examined): string {
  const isSavevm = rival.endsWith('savevm.c');
  return (isSavevm ? texts.savevm : texts.migration).path;
}
