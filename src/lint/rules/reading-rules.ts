import { defectProblems } from '../../port/text-defects.js';
import type { Found, Rule } from '../rule.js';
import { fromProblem, problemsOf } from './from-problems.js';

const MARKER = /^(?:<{7}|>{7}|\|{7})(?:[ \t].*)?\r?$/gm;

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
  check: ({ texts }) =>
    [texts.migration, texts.savevm, texts.events].flatMap(({ path, text }) =>
      [...text.matchAll(MARKER)].map(({ index }): Found => {
        const line = text.slice(0, index).split('\n').length;
        return {
          place: { file: path, line },
          message: 'a conflict marker of a merge',
          next: 'finish the merge',
        };
      }),
    ),
};

/**
 * Something could not be followed, so nothing is proved of it: a call under `#ifdef`, outside any function or with a name that
 * is no string; a function that does not parse; more ways through a function than can be followed; a scenario in which no
 * run goes well. It is said instead of passed over.
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
    ...defectProblems(tree.read)
      .filter(({ code }) => code !== 'conflict-marker')
      .flatMap(fromProblem),
    ...problemsOf(tree, 'not-analysable').filter(({ message }) => !/"#\s*if\s+0/.test(message)),
    ...tree.flow
      .filter(({ kind }) => kind === 'undecided' || kind === 'no-success')
      .map(({ place, title, why }) => ({
        place,
        message: why
          ? `what fires ${title} could not be found out: ${why}`
          : `no run that goes well was found ${title}`,
        next: 'if the code is right as it is, report the tree so that its shape can be followed',
      })),
  ],
};
