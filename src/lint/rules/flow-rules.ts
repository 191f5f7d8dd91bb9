import { flowAdvice } from '../../problem/flow-problems.js';
import { type Place, placeText } from '../../problem/problem.js';
import type { FlowFinding } from '../../proof/flow-finding.js';
import { missedCall } from '../missed-call.js';
import type { Examined, Found, Rule } from '../rule.js';

/**
 * A migration fires a checkpoint more than once, so that a report has to guess which of the moments is meant. Upstream's own
 * commit lets src-downtime-end fire twice in postcopy and in background snapshots, until 812145fcf7 (10.0): that is a
 * warning, and `--fixes` mends it. With a downtime of 0 ms it fires twice in upstream to this day, since 0 looks unset: a
 * note. `--rule fires-twice:src-downtime-end=off` leaves out that one checkpoint and keeps the others.
 *
 * @example
 * ```c
 * if (!s->downtime) {
 *     s->downtime = now - s->downtime_start;
 * }
 * trace_vmstate_downtime_checkpoint("src-downtime-end"); // belongs into the if
 * ```
 */
export const firesTwice: Rule = {
  id: 'fires-twice',
  severity: 'error',
  summary: 'a migration fires a checkpoint more than once',
  check: (tree) =>
    flowOf(tree, 'fires-twice').map((finding): Found => {
      const { checkpoint = '', title, known, onFailure } = finding;
      const why = known ? `, ${known.why}` : '';
      return {
        ...placed(finding),
        message: `${checkpoint} fires twice ${title}${onFailure ? ', where it fails' : ''}${why}`,
        next: nextOf(known),
        ...(known ? { severity: known.severity, fix: known.fix } : {}),
      };
    }),
};

function nextOf(known: FlowFinding['known']): string {
  if (known?.fix)
    return 'run qemu-downtime apply --fixes (of a revision backport --fixes), which carries upstream’s correction';
  return known ? 'nothing: upstream has it, too' : flowAdvice.firesTwice;
}

/**
 * There is a way for a migration to go well on which a checkpoint does not fire, although its call is there: it stands under
 * a condition, after an early return, or in a function that this path does not call. The end of the downtime also counts as
 * missing where it fires only at the end of the migration, and not in the step that lets the guest go on.
 *
 * @example
 * ```c
 * static int migration_stop_vm(MigrationState *s, RunState state)
 * {
 *     if (s->stopped_already) {
 *         return 0; // neither src-downtime-start nor src-vm-stopped fires
 *     }
 *     migration_downtime_start(s);
 * ```
 */
export const missingOnPath: Rule = {
  id: 'missing-on-path',
  severity: 'error',
  summary: 'a migration can go well without firing a checkpoint',
  check: (tree) => {
    const found = flowOf(tree, 'missing-on-path');
    // One call can be passed by in many kinds of migration.
    const ways = new Map<string, { readonly call: Place; readonly own: FlowFinding[] }>();
    for (const finding of found) {
      const call = missedCall(tree, finding);
      const key = `${finding.checkpoint} ${finding.stage} ${placeText(call)}`;
      ways.set(key, { call, own: [...(ways.get(key)?.own ?? []), finding] });
    }
    return [...ways.values()].flatMap(({ call, own }) => missedIn(own, call));
  },
};

/** @param own of one checkpoint, one stage or none, and one call */
function missedIn(own: readonly FlowFinding[], call: Place): Found[] {
  const [first] = own;
  if (!first) return [];
  const { checkpoint, stage } = first;
  const titles = own.map(({ title }) => title).join(', ');
  return [
    {
      ...placed(first),
      place: call,
      scenarios: own.map(({ scenario }) => scenario),
      message: stage
        ? `${checkpoint} need not fire in ${stage}, but only later ${titles}`
        : `${checkpoint} need not fire ${titles}`,
      next: stage ? flowAdvice.firesLate(stage) : flowAdvice.missingOnPath,
    },
  ];
}

/**
 * A checkpoint fires in a migration that it is not about: src-iterable-saved in a background snapshot, say, where RAM goes
 * out while the guest runs.
 *
 * @example
 * ```c
 * static void *bg_migration_thread(void *opaque)
 * {
 *     …
 *     qemu_savevm_state_complete_precopy_iterable(fb, false); // which fires src-iterable-saved
 * ```
 */
export const wrongPath: Rule = {
  id: 'wrong-path',
  severity: 'error',
  summary: 'a checkpoint fires in a migration that it is not about',
  check: (tree) =>
    flowOf(tree, 'wrong-path').map((finding) => ({
      ...placed(finding),
      message: `${finding.checkpoint} fires ${finding.title}, which it is not about`,
      next: flowAdvice.wrongPath,
    })),
};

/**
 * Of two moments the later one fires first. Every phase between them is then negative or empty. (QEMU's own order of
 * announcing and activating block nodes changed over time; that is known.)
 *
 * @example
 * ```c
 * migration_downtime_end(s); // before the guest stops
 * ret = migration_stop_vm(s, RUN_STATE_FINISH_MIGRATE);
 * ```
 */
export const wrongOrder: Rule = {
  id: 'wrong-order',
  severity: 'error',
  summary: 'a later moment fires first',
  check: (tree) =>
    flowOf(tree, 'wrong-order').map((finding) => ({
      ...placed(finding),
      other: finding.other,
      message: `${finding.checkpoint} fires before ${finding.other} ${finding.title}`,
      next: flowAdvice.wrongOrder,
    })),
};

function flowOf({ flow }: Examined, kind: FlowFinding['kind']): FlowFinding[] {
  return flow.filter((finding) => finding.kind === kind);
}

function placed(finding: FlowFinding): Pick<Found, 'checkpoint' | 'place' | 'path' | 'scenarios'> {
  const { checkpoint, place, path, scenario } = finding;
  return { checkpoint, place, path, scenarios: [scenario] };
}
