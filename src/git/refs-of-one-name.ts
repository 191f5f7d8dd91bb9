import type { ObjectReader } from './object-reader.js';

/** Where git looks for a name, in this order (gitrevisions(7)). */
const RULES = [
  (name: string) => `refs/${name}`,
  (name: string) => `refs/tags/${name}`,
  (name: string) => `refs/heads/${name}`,
  (name: string) => `refs/remotes/${name}`,
  (name: string) => `refs/remotes/${name}/HEAD`,
];

/**
 * The refs that a revision may stand for, where they lead to more than one commit: a tag and a branch of one name, say. git
 * takes the first of them, with a warning that is easily overlooked.
 * @returns the revision written with each of them in full; empty where there is no doubt
 */
export async function refsOfOneName(reader: ObjectReader, revision: string): Promise<string[]> {
  const name = /^\w[\w./+-]*/.exec(revision)?.[0] ?? '';
  // A full id, or a full name, is what it is.
  if (name === '' || /^(?:HEAD$|[0-9a-f]{40,64}$|refs\/)/.test(name)) return [];
  const spelt = RULES.map((rule) => rule(name) + revision.slice(name.length));
  const commits = await Promise.all(spelt.map((one) => reader.readObject(`${one}^{commit}`)));
  const found = spelt.filter((_, index) => commits[index]);
  const ids = new Set(commits.flatMap((commit) => (commit ? [commit.id] : [])));
  return ids.size > 1 ? found : [];
}
