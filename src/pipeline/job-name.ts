const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
/** What git, or the folder of the results, would take for something else. */
const TAKEN = /\.\.|\.$|\.lock$|\.json$|^(?:HEAD|qemu-downtime)$/i;
const LONGEST = 40;

/** A revision without what a ref's full name begins with. */
const shortName = (revision: string): string => revision.replace(/^refs\/(?:heads|tags|remotes)\//, '');

/**
 * Names a job by its revision: as it is without where it is (`refs/tags/`), or as much of it as can be in a name, with the
 * commit. The name is fit for jobs, branches, folders and shells alike.
 * @param revision any text
 * @param commit full id
 * @internal
 */
export function jobName(revision: string, commit: string): string {
  const rest = shortName(revision);
  if (PLAIN.test(rest) && !TAKEN.test(rest)) return rest;
  const mended = rest
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, LONGEST)
    .replace(/^[-._]+|[-._]+$/g, '');
  return [mended, commit.slice(0, 12)].filter((part) => part !== '').join('-');
}

/** Revisions in their order, one named in two ways (`stable` and `refs/heads/stable`) once. */
export function eachOnce<Found extends { readonly revision: string; readonly commit: string }>(
  revisions: readonly Found[],
): Found[] {
  const first = new Map<string, Found>();
  for (const one of revisions) {
    const key = `${one.commit} ${shortName(one.revision)}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

/** Names of jobs in their order, each unlike the others also where case makes no difference. */
export function jobNames(
  revisions: readonly { readonly revision: string; readonly commit: string }[],
): string[] {
  const taken = new Set<string>();
  return revisions.map(({ revision, commit }) => {
    const first = jobName(revision, commit);
    let name = first;
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${first}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
