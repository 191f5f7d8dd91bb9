import { Lines } from '../csource/lines.js';
import { type Edit, splice } from '../csource/splice.js';
import { declares } from '../port/event-changes.js';
import { hasInclude } from '../port/include-edit.js';
import { planPort } from '../port/plan.js';
import type { FilePlan } from '../port/port-result.js';
import type { LineChange, WrongCall } from './finding.js';
import type { Examined, ExaminedChanges } from './rule.js';
import { wrongCalls } from './wrong-calls.js';

/** What `apply` would do to a tree. */
export interface Mending {
  readonly changes: readonly LineChange[];
  /** Ids of the rules whose findings it would mend. */
  readonly mended: ReadonlySet<string>;
  /** Calls that keep it from that, if nothing else does. */
  readonly wrongCalls: readonly WrongCall[];
}

const NOTHING: Mending = { changes: [], mended: new Set(), wrongCalls: [] };

/** What a port adds where something is missing. */
const ADDED = ['missing-checkpoint', 'event-missing', 'include-missing'];

/**
 * Says what `--fix` would change; nothing where `apply` would refuse the tree.
 * @param isFolder whether `--fix` can be used on it, so that it is of use to know what is in its way
 */
export function mending({ texts, recipe, survey, read }: Examined, isFolder: boolean): Mending {
  if (!survey) return NOTHING;
  const older = recipe.event.removes?.name;
  const isComplete =
    (older === undefined || read.events.declarations(older).length === 0) &&
    survey.checkpoints.every(({ sites }) => sites.every(({ existing }) => existing)) &&
    read.events.declarations(recipe.event.name).length > 0 &&
    [...new Set(survey.calls.map((call) => call.function.file))].every((file) =>
      hasInclude(file, recipe.include),
    );
  if (isComplete) return NOTHING;
  const plan = planPort(texts, recipe, { selected: () => true, fixes: false });
  if (plan.problems.length > 0)
    return isFolder ? { ...NOTHING, wrongCalls: wrongCalls(texts, recipe, plan.problems) ?? [] } : NOTHING;
  // Without the older event's line none of its calls is left either.
  const isOlderGone = older !== undefined && !declares(plan.files, 'after', older);
  const mended = new Set([...ADDED, ...(isOlderGone ? ['event-leftover'] : [])]);
  return { ...NOTHING, changes: plan.files.flatMap(lineChanges), mended };
}

/** The same for a recipe of changes. */
export function mendingOfChanges({ texts, recipe, survey }: ExaminedChanges): Mending {
  const isComplete = survey?.changes.every(({ status }) => status !== 'absent') ?? true;
  if (isComplete) return NOTHING;
  const plan = planPort(texts, recipe, { selected: () => true, fixes: false });
  if (plan.problems.length > 0) return NOTHING;
  return {
    ...NOTHING,
    changes: plan.files.flatMap(lineChanges),
    mended: new Set(['change-missing', 'event-missing']),
  };
}

function lineChanges({ path, before, edits }: FilePlan): LineChange[] {
  const lines = new Lines(before);
  // Edits that touch the same lines are one change.
  const groups: { first: number; last: number; edits: Edit[] }[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const [first, last] = [lines.startOf(edit.start), lines.endOf(edit.end)];
    const group = groups.at(-1);
    if (group && first <= group.last) {
      group.last = Math.max(group.last, last);
      group.edits.push(edit);
    } else groups.push({ first, last, edits: [edit] });
  }
  return groups.map(({ first, last, edits: own }) => {
    const moved = own.map((edit) => ({ ...edit, start: edit.start - first, end: edit.end - first }));
    const text = before.slice(first, last);
    return { file: path, line: lines.numberAt(first), before: text, after: splice(text, moved) };
  });
}
