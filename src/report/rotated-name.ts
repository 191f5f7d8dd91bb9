/** What a log was called before it was rotated, and where it stands among the others of that name. */
export interface RotatedName {
  readonly base: string;
  /** Compared one after the other; the oldest has the least, the one that is still written to the most. */
  readonly rank: readonly number[];
}

const PACKED = /\.(?:gz|xz|zst|bz2)$/;
/** As logrotate numbers them, the newest first; only behind an ending, for runs are numbered too. */
const NUMBERED = /^(.+\.[A-Za-z]+)\.(\d{1,4})$/;
/** Its `dateext`, with the seconds or the time of day where it is told to add them. */
const DATED = /^(.+\.[A-Za-z]+)-(\d{8})(?:[-_]?(\d{1,10}))?$/;

/** Reads a file's name as logrotate makes it of another: `src.log.2.gz`, `src.log-20261127`. */
export function rotatedName(name: string): RotatedName {
  const plain = name.replace(PACKED, '');
  const [, numbered, number] = NUMBERED.exec(plain) ?? [];
  if (numbered !== undefined) return { base: numbered, rank: [1, -Number(number)] };
  const [, dated, day, time = '0'] = DATED.exec(plain) ?? [];
  if (dated !== undefined) return { base: dated, rank: [0, Number(day), Number(time)] };
  return { base: plain, rank: [2] };
}

/** Which of two names of one base is of the older log. */
export function byAge(one: RotatedName, other: RotatedName): number {
  const index = one.rank.findIndex((value, at) => value !== other.rank[at]);
  return index < 0 ? 0 : (one.rank[index] ?? 0) - (other.rank[index] ?? 0);
}
