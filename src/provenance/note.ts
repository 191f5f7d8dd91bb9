import type { PrecedingCommit } from '../catalogue/recipe.js';
import { callsTracepoints, partsOf } from '../catalogue/recipe-parts.js';
import { amountText } from './amount.js';
import type { Difference, PortFacts } from './port-facts.js';

/** A commit as upstream's maintainers name one that is not there: `v8.1.0-2477-g62f5da7dd1 "subject"`. */
export function describedCommit({ describe, subject }: PrecedingCommit): string {
  return `${describe} "${subject}"`;
}

/** A correction as the table and the commit message name it. */
export function fixText(fix: PortFacts['fixes'][number]): string {
  return `${fix.commit.slice(0, 10)} ${fix.subject}`;
}

/** `20 calls in 3 files`, with how many of the checkpoints where it is not all. */
export function extent({ calls, files, chosen, all, recipe }: PortFacts): string {
  const part = chosen < all ? `${chosen} of the ${all} checkpoints, ` : '';
  return `${part}${amountText(calls, files, callsTracepoints(recipe) ? 'call' : 'change')}`;
}

/** What differs from upstream's commit, one entry a matter, each without line breaks. */
export function differingEntries(facts: PortFacts): string[] {
  const { includes, recipe } = facts;
  return [
    ...facts.differences.map(differenceText),
    ...facts.notApplicable.map(
      ({ names, reason }) => `${namesText(names, partsOf(facts.recipe))}: ${reason}`,
    ),
    ...(includes.length > 0 ? [`${includes.join(', ')}: #include "${recipe.include}" added`] : []),
    ...(facts.nothingToDrop === undefined ? [] : [`${facts.nothingToDrop}: no such event here to drop`]),
    ...(facts.keptEvent === undefined
      ? []
      : [`${facts.keptEvent.name}: stays declared, since ${facts.keptEvent.usedBy} uses it`]),
    ...facts.fixes.map((fix) => `with ${fixText(fix)}`),
    ...(recipe.kind === 'changes' ? (recipe.remarks ?? []) : []),
    ...facts.skipped.map(
      ({ commit, subject, reason }) => `without ${commit.slice(0, 10)} ${subject}: ${reason}`,
    ),
  ];
}

function differenceText({ checkpoint, functions, why }: Difference): string {
  return `${checkpoint} in ${functions.join(', ')}: ${why}`;
}

/** The names, or a pattern where they are all there are with the same beginning. */
function namesText(names: readonly string[], all: readonly { readonly name: string }[]): string {
  const parts = (names[0] ?? '').split('-');
  for (let length = parts.length - 1; length > 0; length--) {
    const start = `${parts.slice(0, length).join('-')}-`;
    if (!names.every((name) => name.startsWith(start))) continue;
    return all.filter(({ name }) => name.startsWith(start)).length === names.length
      ? `${start}*`
      : names.join(', ');
  }
  return names.join(', ');
}
