/** Who did something, and when, as a commit object says it. */
export interface Person {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970 and the zone, as git stores them: `1698937200 +0100`. */
  readonly date: string;
}

/** The parts of a commit object that matter here. */
export interface CommitText {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

/** `Name <email> 1698937200 +0100`, as commit objects and `git var` give it; undefined if it isn't that. */
export function parsePerson(text: string): Person | undefined {
  const [, name, email, date] = /^(.*?) ?<([^<>]*)> (\d+ [+-]\d{4})$/.exec(text.trim()) ?? [];
  return name === undefined || email === undefined || date === undefined ? undefined : { name, email, date };
}

/** Commits from before UTF-8 say so in a header; everything else that isn't valid UTF-8 is taken for Latin-1. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** Reads a commit object. @returns undefined if the bytes are no commit */
export function parseCommit(bytes: Buffer): CommitText | undefined {
  const text = decode(bytes);
  const split = text.indexOf('\n\n');
  if (split < 0) return undefined;
  const fields = text
    .slice(0, split)
    .split('\n')
    .map((line) => /^(\w+) (.*)$/.exec(line));
  const all = (name: string): string[] =>
    fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const author = parsePerson(all('author')[0] ?? '');
  const committer = parsePerson(all('committer')[0] ?? '');
  const tree = all('tree')[0];
  if (author === undefined || committer === undefined || tree === undefined) return undefined;
  return { tree, parents: all('parent'), author, committer, message: text.slice(split + 2) };
}
