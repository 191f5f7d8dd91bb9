import type { Mutant } from './mutant.js';

/** Each n-th mutant of each kind, the first always; all of those that mean the same, which are few. */
export function everyNthOfKind(mutants: readonly Mutant[], step: number): Mutant[] {
  const counts = new Map<string, number>();
  return mutants.filter(({ kind, same }) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count % step === 0 || same !== undefined;
  });
}
