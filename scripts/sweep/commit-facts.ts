import type { ObjectReader } from '../../src/git/object-reader.js';

/** What a table shows of a commit. */
export interface CommitFacts {
  readonly date: string;
  readonly subject: string;
}

/** Reads day and subject of a commit from its object. */
export async function commitFacts(reader: ObjectReader, commit: string): Promise<CommitFacts> {
  const text = (await reader.read(commit))?.toString('utf8') ?? '';
  const end = text.indexOf('\n\n');
  const seconds = /^committer .* (\d+) [+-]\d{4}$/m.exec(text.slice(0, end))?.[1];
  const date = seconds === undefined ? '' : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
  return { date, subject: text.slice(end + 2).split('\n')[0] ?? '' };
}
