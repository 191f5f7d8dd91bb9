import { helperNames } from '../../placement/helper-functions.js';
import { placeAt } from '../../placement/place-at.js';
import type { Found, Rule } from '../rule.js';
import { problemsOf } from './from-problems.js';

/**
 * A helper of upstream's series is there, and a function that runs a path of migration does its work by itself instead of
 * calling it. All 14 names are in such a tree, and a plain migration fires neither start nor stop. This is what half a
 * cherry-pick of the series leaves on 8.0 and 8.1.
 *
 * @example
 * ```c
 * static int migration_completion_precopy(…)
 * {
 *     s->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME); // and no migration_downtime_start(s)
 * ```
 */
export const helperNotCalled: Rule = {
  id: 'helper-not-called',
  severity: 'error',
  summary: 'a path of migration does not call the helper that has the checkpoint',
  check: (tree) => problemsOf(tree, 'helper-not-called'),
};

/**
 * A helper of upstream's series is called at another moment than the one that its checkpoint marks: before the big lock is
 * taken, so that the wait for it counts as downtime; or with something between it and what it measures, such as an early
 * return.
 *
 * @example
 * ```c
 * migration_downtime_end(s);
 * vm_start(); // the downtime ends when the guest was started, not before
 * ```
 */
export const helperMisplaced: Rule = {
  id: 'helper-misplaced',
  severity: 'error',
  summary: 'a helper is called at another moment than its own',
  check: (tree) => problemsOf(tree, 'helper-misplaced'),
};

/**
 * A function calls a helper of upstream's series that no file defines: the hunk with the definition was lost in a merge.
 *
 * @example
 * ```c
 * migration_downtime_end(s); // defined nowhere
 * ```
 */
export const helperUndefined: Rule = {
  id: 'helper-undefined',
  severity: 'error',
  summary: 'a helper is called and not defined',
  check: (tree) => problemsOf(tree, 'helper-undefined'),
};

/**
 * A helper of upstream's series is defined and nobody calls it. What it holds never fires, and a static one fails the build
 * under -Werror.
 *
 * @example
 * ```c
 * static void migration_downtime_start(MigrationState *s) { … } // no caller
 * ```
 */
export const helperUnused: Rule = {
  id: 'helper-unused',
  severity: 'error',
  summary: 'a helper is defined and not called',
  check: ({ survey, recipe, read }) => {
    if (!survey) return [];
    const file = read.sources.migration;
    return [...helperNames(recipe)].flatMap((helper): Found[] => {
      const [span] = file.definitions(helper);
      if (!span) return [];
      const uses = file.functions.some(
        ({ name, body, end }) =>
          name !== helper && new RegExp(`\\b${helper}\\b`).test(file.code.slice(body, end)),
      );
      if (uses) return [];
      const held = survey.calls.find((call) => call.function.name === helper)?.name;
      return [
        {
          checkpoint: held,
          place: placeAt(file, span.start),
          message: `${helper} is defined and not called`,
          next: `finish the merge of the series that brought ${helper}, or take it out`,
        },
      ];
    });
  },
};

/**
 * A function stops the guest twice, by itself or through migration_stop_vm: both sides of a merge were kept. The second stop
 * finds a stopped guest, and the time of it counts as downtime.
 *
 * @example
 * ```c
 * ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
 * ret = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);
 * ```
 */
export const stoppedTwice: Rule = {
  id: 'stopped-twice',
  severity: 'error',
  summary: 'both stop calls of a merge were kept',
  check: (tree) => problemsOf(tree, 'stopped-twice'),
};

/**
 * A function takes a time by itself and through the helper that is there for it, or calls the helper more than once.
 *
 * @example
 * ```c
 * migration_downtime_start(s);
 * s->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
 * ```
 */
export const besideHelper: Rule = {
  id: 'beside-helper',
  severity: 'error',
  summary: 'a function does what its helper does as well',
  check: (tree) => problemsOf(tree, 'beside-helper'),
};
