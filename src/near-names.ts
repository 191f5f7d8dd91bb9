/** Farther away a name is somebody's own, not a slip of the finger. */
export const FARTHEST_SLIP = 3;

/** The name that is so like this one that it is meant for it. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = FARTHEST_SLIP + 1;
  for (const candidate of known) {
    if (Math.abs(name.length - candidate.length) >= least || !sharesPart(name, candidate, least)) continue;
    const distance = editDistance(name, candidate, least);
    if (distance < least && isAlike(distance, name, candidate)) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/**
 * The names that somebody may have meant who typed this: those that it begins, else the nearest.
 * @param typed in letters of either case
 */
export function meantNames(typed: string, known: readonly string[]): string[] {
  const name = typed.toLowerCase();
  const begun = name === '' ? [] : known.filter((candidate) => candidate.toLowerCase().startsWith(name));
  if (begun.length > 0) return begun;
  const nearest = nearestName(name, known);
  return nearest === undefined ? [] : [nearest];
}

/** Names to choose from, for a sentence. */
export function anyOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

/** Of short names a few letters are most of them: `ls` is no slip for `lint`. Letters that changed places are none too many. */
function isAlike(distance: number, a: string, b: string): boolean {
  return 2 * distance < Math.max(a.length, b.length) || (distance === 2 && lettersOf(a) === lettersOf(b));
}

function lettersOf(name: string): string {
  return [...name].sort().join('');
}

/** Of as many parts of a name, fewer slips leave one whole: most names have none, which takes no counting to see. */
function sharesPart(name: string, candidate: string, parts: number): boolean {
  const size = Math.floor(candidate.length / parts);
  for (let part = 0; part < parts; part++)
    if (name.includes(candidate.slice(part * size, (part + 1) * size))) return true;
  return false;
}

/** How many slips make one of the other; where it takes `enough` of them or more, `enough`. */
function editDistance(a: string, b: string, enough: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = Array<number>(b.length + 1).fill(enough);
    next[0] = i;
    let least = i;
    // Farther off the diagonal, as many letters are missing.
    const last = Math.min(b.length, i + enough);
    for (let j = Math.max(1, i - enough); j <= last; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      const distance = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next[j] = distance;
      if (distance < least) least = distance;
    }
    // It never becomes less: names that differ from the beginning on are given up there.
    if (least >= enough) return enough;
    row = next;
  }
  return Math.min(row[b.length] ?? 0, enough);
}
