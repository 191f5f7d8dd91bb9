import { notAQemuTree, twoLayouts } from '../problem/tree-problems.js';

/**
 * Where a QEMU tree may hold the files this program works on, newest place first. Read in every release
 * v1.0 .. v10.2: the sources moved to migration/ in v2.3 (savevm.c in v2.4) and the events in v2.7; a top-level
 * trace-events goes on existing in newer trees but no longer holds the migration events, hence the order.
 */
const CANDIDATES = {
  migration: ['migration/migration.c', 'migration.c'],
  savevm: ['migration/savevm.c', 'savevm.c'],
  events: ['migration/trace-events', 'trace-events'],
  header: ['migration/migration.h', 'include/migration/migration.h', 'migration.h'],
} as const;

/** The release number of a tree; shown to people, never used to decide anything. */
export const VERSION_FILE = 'VERSION';

/** Paths of one tree by role. `header` is null in a partial tree without migration.h. */
export interface Layout {
  readonly migration: string;
  readonly savevm: string;
  readonly events: string;
  readonly header: string | null;
}

/** Every path that may ever be written to, in any layout. */
export const TARGET_PATHS: ReadonlySet<string> = new Set(Object.values(CANDIDATES).flat());

/** Every path worth reading from a source that cannot be listed cheaply (git objects). */
export const KNOWN_PATHS: readonly string[] = [...TARGET_PATHS, VERSION_FILE];

function firstPresent(paths: readonly string[], exists: (path: string) => boolean): string | undefined {
  return paths.find(exists);
}

/**
 * Recognises a QEMU tree by its migration sources and events file, so a partial tree works too.
 * @param exists whether the tree has something at a relative path
 * @returns the paths by role, or undefined if a role has no file: then it isn't a QEMU tree
 */
export function findLayout(exists: (path: string) => boolean): Layout | undefined {
  const migration = firstPresent(CANDIDATES.migration, exists);
  const savevm = firstPresent(CANDIDATES.savevm, exists);
  const events = firstPresent(CANDIDATES.events, exists);
  if (migration === undefined || savevm === undefined || events === undefined) return undefined;
  return { migration, savevm, events, header: firstPresent(CANDIDATES.header, exists) ?? null };
}

/** The places of migration.h in all layouts. */
export const HEADER_PATHS: readonly string[] = CANDIDATES.header;

/** The places of the C files in all layouts. */
export const SOURCE_PATHS: readonly string[] = [...CANDIDATES.migration, ...CANDIDATES.savevm];

/**
 * The C files of another layout beside a tree's own. No release has both: a merge of a commit from a release with another
 * layout leaves them, and the build uses but one.
 */
export function rivalSources(layout: Layout, exists: (path: string) => boolean): string[] {
  return SOURCE_PATHS.filter((path) => path !== layout.migration && path !== layout.savevm && exists(path));
}

/**
 * For callers that change a tree: of two layouts nobody can tell which one is built.
 * @throws Refusal `two-layouts`
 */
export function requireOneLayout(name: string, layout: Layout, exists: (path: string) => boolean): void {
  const [rival] = rivalSources(layout, exists);
  if (rival !== undefined)
    throw twoLayouts(name, rival, rival.endsWith('savevm.c') ? layout.savevm : layout.migration);
}

/**
 * As {@link findLayout}, for callers that need a QEMU tree.
 * @param name the tree as the user knows it, for the message
 * @param around finds the tree that this is somewhere in, if it is in one
 * @throws Refusal `not-a-qemu-tree`, naming the files looked for in vain
 */
export function requireLayout(
  name: string,
  exists: (path: string) => boolean,
  around: () => string | undefined = () => undefined,
): Layout {
  const layout = findLayout(exists);
  if (layout) return layout;
  const roles = [CANDIDATES.migration, CANDIDATES.savevm, CANDIDATES.events];
  const missing = roles.filter((paths) => firstPresent(paths, exists) === undefined);
  throw notAQemuTree(
    name,
    missing.map((paths) => paths.join(', ')),
    around(),
  );
}
