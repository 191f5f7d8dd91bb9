import type { Rule } from '../rule.js';

/**
 * A comment suppresses a finding and does not say why. It then suppresses nothing: whoever reads the code next has to know
 * why it is meant to be so.
 *
 * @example
 * ```c
 * // qemu-downtime-ignore fires-twice
 * ```
 */
export const suppressionWithoutReason: Rule = {
  id: 'suppression-without-reason',
  severity: 'warning',
  summary: 'a comment suppresses a finding and does not say why',
  check: () => [],
};

/**
 * A comment suppresses a finding that is no longer found. It would hide the next one. One that names no rule at all is a
 * warning: it suppresses nothing, and whoever wrote it believes that it does.
 *
 * @example
 * ```c
 * // qemu-downtime-ignore misplaced: our stop call comes first
 * ```
 */
export const suppressionUnused: Rule = {
  id: 'suppression-unused',
  severity: 'note',
  summary: 'a comment suppresses what is no longer found',
  check: () => [],
};
