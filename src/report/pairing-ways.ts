import { bestSums, type Pairing, pathOf, type Step } from './pairing-sums.js';
import { type Fit, type Held, isDated, isLive, rankOf, worth } from './pairing-worth.js';

/** What is to be paired, every source against every destination. */
export interface Table {
  readonly sources: number;
  readonly destinations: number;
  readonly fits: readonly (readonly Fit[])[];
}

/** One way to pair two logs, which is as good as any by its offset. */
export interface Way {
  /** By how much, without what nearness adds; and all of it. */
  readonly rank: number;
  readonly sum: number;
  /** How many of its pairs are of whole migrations that were loaded as soon as they were saved. */
  readonly live: number;
  /** Whole ones that were loaded later, by source: from a file, if they are of one migration at all. */
  readonly late: ReadonlySet<number>;
  readonly steps: readonly Step[];
  readonly partners: ReadonlyMap<number, number>;
}

/** Where there is nothing to pair. */
export const NO_WAY: Way = { rank: 0, sum: 0, live: 0, late: new Set(), steps: [], partners: new Map() };

/** The best ways by an offset: the last are paired of those that are equal, or the first. */
export function waysBy({ sources, destinations, fits }: Table, held: Held | undefined): [Way, Way] {
  const worths = fits.map((row) => row.map((fit) => worth(fit, held)));
  const pairing: Pairing = {
    sources,
    destinations,
    worth: (source, destination) => worths[source]?.[destination] ?? 0,
  };
  const best = bestSums(pairing);
  const sum = best.at(-1)?.at(-1) ?? 0;
  const wayOf = (steps: readonly Step[]): Way => {
    const partners = partnersOf(steps);
    const whole = [...partners].filter(([source, destination]) => isDated(fits[source]?.[destination], held));
    const late = whole.filter((pair) => !isLive(pairing.worth(...pair))).map(([source]) => source);
    return { rank: rankOf(sum), sum, live: whole.length - late.length, late: new Set(late), steps, partners };
  };
  return [wayOf(pathOf(pairing, best, 'last')), wayOf(pathOf(pairing, best, 'first'))];
}

function partnersOf(steps: readonly Step[]): Map<number, number> {
  return new Map(
    steps.flatMap(({ source, destination }) =>
      source === null || destination === null ? [] : [[source, destination]],
    ),
  );
}

/** Whether another way has other partners for a step, leaves alone whom it pairs or the reverse, or doubts that they are partners. */
export function differs({ source, destination }: Step, { partners, late }: Way): boolean {
  if (source !== null && late.has(source)) return true;
  if (source !== null) return (partners.get(source) ?? null) !== destination;
  return [...partners.values()].includes(destination ?? -1);
}

/** Whether another way has another partner for either side of a step. */
export function contradicts({ source, destination }: Step, { partners }: Way): boolean {
  if (source === null || destination === null) return false;
  return [...partners].some(([from, to]) => (from === source) !== (to === destination));
}
