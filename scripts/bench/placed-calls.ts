/** Calls of a tree that are where they belong, more than belong, and missing, by their numbers. */
export interface PlacedCalls {
  readonly right: number;
  readonly wrong: number;
  readonly missing: number;
}

const CALL = /trace_vmstate_downtime_checkpoint\(\s*"([^"]*)"\s*\)/g;

/**
 * Counts calls by name against what a release gets. A number says nothing of the place: a call in a wrong function
 * counts as right here, so this flatters whoever places by context.
 * @param texts the C files
 */
export function placedCalls(
  expected: Readonly<Record<string, number>>,
  texts: readonly string[],
): PlacedCalls {
  const found = new Map<string, number>();
  for (const text of texts)
    for (const [, name = ''] of text.matchAll(CALL)) found.set(name, (found.get(name) ?? 0) + 1);
  const names = new Set([...Object.keys(expected), ...found.keys()]);
  let [right, wrong, missing] = [0, 0, 0];
  for (const name of names) {
    const [want, have] = [expected[name] ?? 0, found.get(name) ?? 0];
    right += Math.min(want, have);
    wrong += Math.max(have - want, 0);
    missing += Math.max(want - have, 0);
  }
  return { right, wrong, missing };
}
