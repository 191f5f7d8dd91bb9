const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
/** What git, or the folder of the results, would take for something else. */
const TAKEN = /\.\.|\.$|\.lock$|\.json$|^(?:HEAD|qemu-downtime)$/i;
const LONGEST = 40;

/**
 * Names a job by its revision: as it is without where it is (`refs/tags/`), or as much of it as can be in a name, with the
 * commit. The name is fit for jobs, branches, folders and shells alike.
 * @param revision any text
 * @param commit full id
 * @internal
 */
export function jobName(revision: string, commit: string): string {
  const rest = revision.replace(/^refs\/(?:heads|tags|remotes)\//, '');
  if (PLAIN.test(rest) && !TAKEN.test(rest)) return rest;
  const mended = rest
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, LONGEST)
    .replace(/^[-._]+|[-._]+$/g, '');
  return [mended, commit.slice(0, 12)].filter((part) => part !== '').join('-');
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
