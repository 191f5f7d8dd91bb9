import { type Fit, isLikely, SOON } from './pairing-worth.js';

/**
 * By which offsets two logs may be paired: each pair that may be of one migration gives the largest that it allows, and the largest that
 * all pairs allow is that of one of them. Those come first by which most pairs may have been loaded live, and of these the smallest.
 */
export function likelyOffsets(fits: readonly (readonly Fit[])[], most: number): number[] {
  const limits: number[] = [];
  for (const row of fits)
    for (const fit of row) if (isLikely(fit) && fit.interval.most !== null) limits.push(fit.interval.most);
  const sorted = Float64Array.from(limits).sort();
  const found: { readonly value: number; readonly count: number }[] = [];
  let end = 0;
  for (const [index, value] of sorted.entries()) {
    while (end < sorted.length && (sorted[end] ?? 0) <= value + SOON) end++;
    if (value !== sorted[index - 1]) found.push({ value, count: end - index });
  }
  found.sort((one, other) => other.count - one.count || Math.abs(one.value) - Math.abs(other.value));
  return found.slice(0, Math.max(1, most)).map(({ value }) => value);
}
