import type { Person } from './commit-text.js';

const MADE_BY_GIT = /^(Signed-off-by: |\(cherry picked from commit )/;
const TRAILER = /^[A-Za-z0-9-]+: \S/;

/** Whether the last paragraph is a block of trailers, by git's rule: all are, or one that git itself writes is there. */
function endsInTrailers(paragraphs: readonly string[]): boolean {
  const last = paragraphs.length > 1 ? paragraphs.at(-1) : undefined;
  const lines = last?.split('\n') ?? [];
  return (
    lines.some((line) => MADE_BY_GIT.test(line)) ||
    (lines.length > 0 && lines.every((line) => TRAILER.test(line)))
  );
}

/** A message without its trailers, and these; '' where it has none. */
export function splitTrailers(message: string): { readonly text: string; readonly trailers: string } {
  const text = message.replace(/\s+$/, '');
  const paragraphs = text.split(/\n{2,}/);
  if (!endsInTrailers(paragraphs)) return { text, trailers: '' };
  const trailers = paragraphs.at(-1) ?? '';
  return { text: text.slice(0, -trailers.length).trimEnd(), trailers };
}

/**
 * The message with the user's Signed-off-by as its last line, as `git commit --signoff` puts it: not again if it
 * is the last line already. Done here because `git interpret-trailers` runs commands from the configuration.
 */
export function withSignOff(message: string, person: Pick<Person, 'name' | 'email'>): string {
  const line = `Signed-off-by: ${person.name} <${person.email}>`;
  const text = message.replace(/\s+$/, '');
  if (text.split('\n').at(-1) === line) return `${text}\n`;
  const gap = splitTrailers(text).trailers === '' ? '\n\n' : '\n';
  return `${text}${gap}${line}\n`;
}
