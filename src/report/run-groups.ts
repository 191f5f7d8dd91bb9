import { basename } from 'node:path';
import type { Logs, NamedLog } from './build-report.js';
import type { Side } from './model.js';
import { sideOf } from './side-events.js';

const WORDS = /[-_.]?(?<![a-z])(?:(src|source)|dst|dest|destination|target)(?![a-z])/gi;

type Holds = Readonly<Record<Side, boolean>>;

/** Puts the two logs of each run together: those that are alone of their side, or that are called alike but for the side. */
export function groupLogs(logs: readonly NamedLog[]): Map<string, Logs> {
  const all = logs.map((log) => {
    const holds = { source: has(log, 'source'), destination: has(log, 'destination') };
    return { log, holds, stems: stemsOf(log.name, holds) };
  });
  const sources = all.filter(({ holds }) => holds.source);
  const destinations = all.filter(({ holds }) => holds.destination);
  if (sources.length <= 1 && destinations.length <= 1)
    return new Map([['', { source: sources[0]?.log, destination: destinations[0]?.log }]]);
  const shared = {
    source: new Set(sources.flatMap(({ stems }) => stems)),
    destination: new Set(destinations.flatMap(({ stems }) => stems)),
  };
  const groups = new Map<string, Logs>();
  for (const { log, holds, stems } of all) {
    const others = holds.source ? shared.destination : shared.source;
    const stem = stems.find((one) => others.has(one)) ?? stems[0] ?? '';
    const group = groups.get(stem);
    const isTaken = (group?.source && holds.source) || (group?.destination && holds.destination);
    // Two logs of one side that are called alike are two runs; none may take the other's place.
    groups.set(isTaken ? basename(log.name) : stem, {
      source: holds.source ? log : isTaken ? undefined : group?.source,
      destination: holds.destination ? log : isTaken ? undefined : group?.destination,
    });
  }
  return groups;
}

function has({ log }: NamedLog, side: Side): boolean {
  return log.events.some((event) => sideOf(event) === side);
}

/**
 * What a name may be without its side: without each word that agrees with what the log holds, the last first, since hosts and modes
 * are called by such words too.
 */
export function stemsOf(path: string, holds: Holds): readonly string[] {
  const name = basename(path).replace(/\.(?:gz|log|txt|trace)\b/g, '');
  const words = [...name.matchAll(WORDS)].reverse();
  const own = words.filter((word) => holds[word[1] === undefined ? 'destination' : 'source']);
  const stems = (own.length > 0 ? own : words).map(
    ({ index, 0: word }) => name.slice(0, index) + name.slice(index + word.length),
  );
  return stems.length > 0 ? stems : [name];
}

/** The side that the last word for one in a name says. */
export function sideInName(path: string): Side | undefined {
  const word = [...basename(path).matchAll(WORDS)].at(-1);
  return word && (word[1] === undefined ? 'destination' : 'source');
}
