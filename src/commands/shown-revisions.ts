import { printableLine } from '../problem/printable.js';

/**
 * Gives the names by which revisions are shown: a branch or tag that a pattern stands for without `refs/heads/` or
 * `refs/tags/`, where that name stands for nothing else here.
 */
export function shownRevisions(revisions: readonly string[]): (onto: string) => string {
  const short = (onto: string): string => onto.replace(/^refs\/(?:heads|tags)\//, '');
  const counts = new Map<string, number>();
  for (const onto of revisions) counts.set(short(onto), (counts.get(short(onto)) ?? 0) + 1);
  return (onto) => {
    const name = counts.get(short(onto)) === 1 ? short(onto) : onto;
    return name === '' ? '""' : printableLine(name.replace(/\s+/g, ' '));
  };
}
