/** What a document of `backport` says of the revision that it looked at, and of what it made. */
export interface PortNames {
  /** As the user named it. */
  readonly onto: string;
  readonly base: string | null;
  /** Full name of the branch; null for a patch, and where nothing was to be done. */
  readonly ref: string | null;
  readonly newCommit: string | null;
}

/** Fewer digits git takes for no commit. */
const SHORTEST_ID = 4;

/**
 * What a port's result can be called by: its branch and commit, or where all was there already the revision itself.
 * @returns undefined where nobody can tell: a patch may be applied anywhere
 */
export function resultOf(
  status: 'ported' | 'already' | 'refused',
  { onto, base, ref, newCommit }: PortNames,
): { readonly name: string; readonly commit: string | null } | undefined {
  if (status === 'already') return { name: onto, commit: base };
  return ref === null ? undefined : { name: ref, commit: newCommit };
}

/** Whether a revision, as git takes it, is meant by a result's name or is its commit, in full or abbreviated. */
export function isCalled(
  revision: string,
  { name, commit }: { readonly name: string; readonly commit: string | null },
): boolean {
  // The same commit, said at length.
  const said = revision.replace(/(?:\^\{(?:commit)?\}|\^0|~0)+$/, '');
  if (shortNames(name).includes(said) || shortNames(said).includes(name)) return true;
  return said.length >= SHORTEST_ID && commit?.startsWith(said.toLowerCase()) === true;
}

/** A ref's name, and what it may be without its beginning. */
function shortNames(name: string): string[] {
  const [, short] = /^(?:refs\/)?(?:heads|tags|remotes)\/(.+)$/.exec(name) ?? [];
  return [
    name,
    ...(name.startsWith('refs/') ? [name.slice(5)] : []),
    ...(short === undefined ? [] : [short]),
  ];
}
