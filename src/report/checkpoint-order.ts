/** The source's checkpoints in their order; the third is absent where no iterable section ends in the pause. */
export const SOURCE_ORDER = [
  'src-downtime-start',
  'src-vm-stopped',
  'src-iterable-saved',
  'src-non-iterable-saved',
  'src-downtime-end',
] as const;

/** The destination's in precopy. */
export const PRECOPY_ORDER = [
  'dst-precopy-loadvm-completed',
  'dst-precopy-bh-enter',
  'dst-precopy-bh-announced',
  'dst-precopy-bh-vm-started',
] as const;

/** The destination's in postcopy. */
export const POSTCOPY_ORDER = [
  'dst-precopy-loadvm-completed',
  'dst-postcopy-bh-enter',
  'dst-postcopy-bh-cpu-synced',
  'dst-postcopy-bh-announced',
  'dst-postcopy-bh-cache-invalidated',
  'dst-postcopy-bh-vm-started',
] as const;

/**
 * What need not fire: no iterable section ends in a background snapshot, and from 10.0 a destination that does not start the
 * guest leaves its block nodes alone.
 */
const MAY_BE_ABSENT: ReadonlySet<string> = new Set([
  'src-iterable-saved',
  'dst-postcopy-bh-cache-invalidated',
]);

const KNOWN: ReadonlySet<string> = new Set([...SOURCE_ORDER, ...PRECOPY_ORDER, ...POSTCOPY_ORDER]);

/** Names in upstream's message that its code does not emit. */
export const MISSPELT: Readonly<Record<string, string>> = {
  'src-downtime-stop': 'src-downtime-end',
  'dst-precopy-loadvm-completes': 'dst-precopy-loadvm-completed',
};

/** Whether a checkpoint of that name exists. */
export function isKnown(name: string): boolean {
  return KNOWN.has(name);
}

/** How a sequence of checkpoints differs from its order. */
export interface OrderDefects {
  readonly missing: readonly string[];
  readonly twice: readonly string[];
  /** The first one that comes too early, with what should have come before it. */
  readonly early: { readonly name: string; readonly before: string } | undefined;
}

/** Holds the names that fired against their order; a name that is in no order is passed over. */
export function orderDefects(names: readonly string[], order: readonly string[]): OrderDefects {
  const twice = order.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const missing = order.filter((name) => !names.includes(name) && !MAY_BE_ABSENT.has(name));
  const fired = order.filter((name) => names.includes(name));
  const inverted = fired.findIndex((name, index) => {
    const next = fired[index + 1];
    return next !== undefined && names.indexOf(next) < names.indexOf(name);
  });
  const before = fired[inverted];
  const name = fired[inverted + 1];
  return {
    missing,
    twice,
    early: before === undefined || name === undefined ? undefined : { name, before },
  };
}
