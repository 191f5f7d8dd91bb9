import type { SourceFile } from '../../csource/source-file.js';
import { withBareHeadOf } from '../../placement/bare-body.js';
import { sitePlace } from '../../placement/moved-calls.js';
import { placeAt } from '../../placement/place-at.js';
import { isReachable } from '../../placement/stray-calls.js';
import type { Slip } from '../../placement/unknown-names.js';
import { placementAdvice, placementProblems } from '../../problem/placement-problems.js';
import { isSameLine } from '../../problem/problem.js';
import type { Examined, Found, Rule } from '../rule.js';
import { withBelonging } from './belonging.js';
import { fromProblem, problemsOf } from './from-problems.js';
import { isNeverCompiled } from './never-compiled.js';

/** What `apply` refuses a missing call for, since nothing would tell a revert what was there before. */
const UNTELLABLE: readonly string[] = ['unknown-generation', 'older-call-missing'];

/**
 * A checkpoint has no call at a place where it belongs. The report then lacks that moment, and the phases on both sides
 * of it run into one. Names in comments, strings and other functions do not count. Where the older calls of QEMU 2.5 to 8.1 were
 * taken out of the destination's resume, `apply` refuses to put it there, which is said.
 *
 * @example
 * ```c
 * ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
 * // src-vm-stopped belongs here
 * trace_migration_completion_vm_stop(ret);
 * ```
 */
export const missingCheckpoint: Rule = {
  id: 'missing-checkpoint',
  severity: 'error',
  summary: 'a checkpoint has no call at its place',
  codes: UNTELLABLE,
  check: ({ survey }) =>
    (survey?.checkpoints ?? []).flatMap(({ checkpoint, sites, problems }) =>
      sites
        .filter(({ existing }) => !existing)
        .map((site): Found => {
          const { name } = checkpoint;
          const place = sitePlace(site);
          const message = `${name} is missing in ${site.function.name}: it belongs ${site.placement.why}`;
          const refusal = problems.find(
            (problem) => UNTELLABLE.includes(problem.code) && isSameLine(problem.place, place),
          );
          if (refusal)
            return {
              checkpoint: name,
              place,
              message: `${message}, and apply refuses to put it there without ${refusal.expected}`,
              next: refusal.next,
            };
          return {
            checkpoint: name,
            place,
            message,
            next: placementAdvice.missing(site.form === 'rename' ? site.placement.renames : undefined),
          };
        }),
    ),
};

/**
 * A call stands in a function that its checkpoint has nothing to do with. This is what `patch --fuzz` leaves behind: the
 * context of a hunk fits elsewhere, the result compiles, and the trace shows a moment that is another.
 *
 * @example
 * ```c
 * static int loadvm_postcopy_handle_advise(MigrationIncomingState *mis, uint16_t len)
 * {
 *     …
 *     trace_vmstate_downtime_checkpoint("src-non-iterable-saved");
 *     return 0;
 * ```
 */
export const wrongFunction: Rule = {
  id: 'wrong-function',
  severity: 'error',
  summary: 'a call stands in a function that its checkpoint is not about',
  check: ({ survey }) =>
    (survey?.checkpoints ?? []).flatMap((one) =>
      one.problems
        .filter(({ code }) => code === 'wrong-function')
        .flatMap((problem) =>
          one.status === 'unplaced' ? fromProblem(problem) : withBelonging(problem, one),
        ),
    ),
};

/**
 * A call stands in the right function, before or after another statement than the one whose moment it marks. The figures
 * on both sides of it are then wrong by what lies between.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_checkpoint("src-vm-stopped");
 * ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
 * ```
 */
export const misplaced: Rule = {
  id: 'misplaced',
  severity: 'error',
  summary: 'a call marks another moment of the right function',
  check: ({ survey }) =>
    (survey?.checkpoints ?? []).flatMap((one) =>
      one.problems
        .filter(({ code }) => code === 'misplaced')
        .flatMap((problem) => withBelonging(problem, one)),
    ),
};

/**
 * Control never comes to a call: it stands after a `return`, under `#if 0`, or in a comment or a string, where the text
 * is found by a search and nothing fires. Of a comment or a string it is said only while the checkpoint lacks a call at one of
 * its places: beside a real call such text does no harm.
 *
 * @example
 * ```c
 *     return 0;
 *     trace_vmstate_downtime_checkpoint("src-iterable-saved");
 * }
 * ```
 */
export const unreachable: Rule = {
  id: 'unreachable',
  severity: 'error',
  summary: 'control never comes to a call',
  check: (tree) => [
    ...problemsOf(tree, 'unreachable'),
    ...neverReached(tree),
    ...neverCompiled(tree),
    ...onlyText(tree, tree.read.sources.migration),
    ...onlyText(tree, tree.read.sources.savevm),
  ],
};

/** Calls right beside their statement, in code that control never comes to. */
function neverReached({ survey }: Examined): Found[] {
  return (survey?.checkpoints ?? []).flatMap(({ checkpoint: { name }, sites }) =>
    sites.flatMap(({ existing, function: { file } }) =>
      existing && !isReachable(existing)
        ? fromProblem(
            withBareHeadOf(
              placementProblems.unreachable(name, placeAt(file, existing.call.start)),
              file,
              existing.call.start,
            ),
          )
        : [],
    ),
  );
}

function neverCompiled({ survey }: Examined): Found[] {
  return (survey?.hidden ?? []).filter(isNeverCompiled).map(({ file, offset, name }) => ({
    checkpoint: name,
    place: placeAt(file, offset),
    message: `${name ?? 'a checkpoint call'} is under "#if 0"`,
    next: placementAdvice.hidden,
  }));
}

/** Calls in comments and strings, of checkpoints that have no real one there: a comment beside a call does no harm. */
function onlyText({ survey, recipe }: Examined, file: SourceFile): Found[] {
  if (!survey) return [];
  const call = new RegExp(`\\b${recipe.call.function}\\s*\\(\\s*\\\\?"([\\w-]+)\\\\?"`, 'g');
  return [...file.text.matchAll(call)].flatMap((match): Found[] => {
    const name = match[1] ?? '';
    const isText = file.lexical.charAt(match.index) === ' ';
    const lacking = survey.checkpoints.some(
      ({ checkpoint, sites }) => checkpoint.name === name && sites.some(({ existing }) => !existing),
    );
    if (!isText || !lacking) return [];
    const inComment = file.comments.some(({ start, end }) => start <= match.index && match.index < end);
    return [
      {
        checkpoint: name,
        place: placeAt(file, match.index),
        message: `the call for ${name} is in ${inComment ? 'a comment' : 'a string'}`,
        next: placementAdvice.onlyText,
        endsWith: missingCheckpoint.id,
      },
    ];
  });
}

/**
 * A checkpoint has a second call at the same place, so each migration fires it twice.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_checkpoint("dst-postcopy-bh-enter");
 * trace_vmstate_downtime_checkpoint("dst-postcopy-bh-enter");
 * ```
 */
export const duplicate: Rule = {
  id: 'duplicate',
  severity: 'error',
  summary: 'two calls of one checkpoint at one place',
  check: (tree) => problemsOf(tree, 'duplicate'),
};

/**
 * A call has a name that is none of the 14, and so like one of them that it is meant for it. Two names are spelt otherwise
 * in the message of upstream's commit than in its code: src-downtime-stop is src-downtime-end, and
 * dst-precopy-loadvm-completes is dst-precopy-loadvm-completed. Names of your own, unlike any of the 14, are left alone.
 * The same is said of a call whose tracepoint is misspelt.
 *
 * @example
 * ```c
 * trace_vmstate_downtime_checkpoint("src-downtime-stop");
 * ```
 */
export const unknownCheckpoint: Rule = {
  id: 'unknown-checkpoint',
  severity: 'error',
  summary: 'a name that is nearly one of the 14',
  check: ({ survey, recipe }) =>
    (survey?.misspelt ?? []).flatMap(({ slip, problem, site }) =>
      fromProblem(problem).map((found) => ({
        ...found,
        ...(slip.kind === 'name' ? { message: slipMessage(slip, recipe) } : {}),
        ...(site ? { belongs: sitePlace(site) } : {}),
      })),
    ),
};

function slipMessage({ spelt, right }: Slip, { misspellings }: Examined['recipe']): string {
  const why = Object.hasOwn(misspellings, spelt)
    ? `the message of upstream’s commit spells ${right} so, its code does not`
    : `the nearest is ${right}`;
  return `"${spelt}" is none of the 14 names; ${why}`;
}

/**
 * The code has no place for a checkpoint that the catalogue knows: the function was taken apart, the statement whose moment
 * it marks is gone or there several times, or it stands under a condition that no QEMU has. Where a call would be right
 * nobody can tell, so nothing can be said of the one that may be there. A call in a function that the catalogue does not know
 * is where it is told: the function may have been renamed, or taken out of another, and the call may be right.
 *
 * @example
 * ```c
 * if (s->my_fleet_option) {
 *     s->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
 * }
 * ```
 */
export const noPlace: Rule = {
  id: 'no-place',
  severity: 'error',
  summary: 'the code has no place for a checkpoint that the catalogue knows',
  codes: ['defined-twice'],
  check: (tree) => problemsOf(tree, 'no-place', 'defined-twice'),
};
