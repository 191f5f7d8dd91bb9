import { isOurs } from '../catalogue/recipe-parts.js';
import type { Person } from '../git/commit-text.js';
import { splitTrailers } from '../git/sign-off.js';
import { fill } from '../templates.js';
import { mendText } from './mend-text.js';
import { extent } from './note.js';
import { type NoteStyleName, noteStyles } from './note-styles/index.js';
import type { PortFacts } from './port-facts.js';

/** Upstream's commit as the repository holds it. */
export interface UpstreamText {
  readonly message: string;
  readonly author: Person;
}

/** What a user may choose about a message. */
export interface MessageOptions {
  readonly style: NoteStyleName;
  /** A text of the user's in place of upstream's; trailers at its end stay at the end. */
  readonly text?: string | undefined;
  /** The day of the port, `YYYY-MM-DD`. */
  readonly date: string;
}

/**
 * `upstream` for a change as it is there, `backport` for one that had to be changed, `vendor` for what is made here: DEP-3's
 * words.
 */
export function originKind(facts: PortFacts): 'upstream' | 'backport' | 'vendor' {
  const { differences, absent, fixes, chosen, all, mend } = facts;
  if (mend) return 'vendor';
  const same = differences.length === 0 && absent.length === 0 && fixes.length === 0 && chosen === all;
  return same ? 'upstream' : 'backport';
}

/** The text of a port's commit without any trailer or note: the user's, upstream's, or ours. */
function portText(
  facts: PortFacts,
  upstream: UpstreamText | undefined,
  text?: string,
): { readonly text: string; readonly trailers: string; readonly ownTrailers: string } {
  const own = text === undefined ? undefined : splitTrailers(text);
  const { recipe, mend } = facts;
  const ownTrailers = own?.trailers ?? '';
  if (mend) return { text: own?.text ?? mendText(facts, mend), trailers: '', ownTrailers };
  const ours = fill(recipe.message, { SUBJECT: recipe.subject, COMMIT: recipe.commit }).join('\n');
  const theirs = splitTrailers(upstream?.message ?? ours);
  return {
    text: own?.text ?? theirs.text,
    trailers: theirs.trailers,
    ownTrailers,
  };
}

/**
 * The message of a port's commit, in the manner of a community: the text, upstream's trailers, where it comes from,
 * and a note of what is different here and why. What only mends a port has a text that says so, and comes from nowhere.
 * @param upstream undefined where the repository does not hold the commit: then the text is ours
 */
export function portMessage(
  facts: PortFacts,
  upstream: UpstreamText | undefined,
  options: MessageOptions,
): string {
  const { text, trailers, ownTrailers } = portText(facts, upstream, options.text);
  const isOwn = isOurs(facts.recipe) || facts.mend !== undefined;
  const { note, conflicts = '' } = isOwn ? { note: extent(facts) } : noteStyles[options.style](facts);
  const [subject = '', ...body] = text.split('\n\n');
  const { commit, release, tag } = facts.recipe;
  // What is ours comes from nowhere.
  const frame = isOwn ? 'own' : options.style;
  const lines = fill(`commit-messages/${frame}.txt`, {
    TEXT: text,
    SUBJECT: subject,
    BODY: body.join('\n\n'),
    TRAILERS: trailers,
    OWNTRAILERS: ownTrailers,
    NOTE: note,
    CONFLICTS: conflicts,
    COMMIT: commit,
    RELEASE: release,
    TAG: tag,
    ORIGIN: originKind(facts),
    DATE: options.date,
  });
  return withoutGaps(lines.join('\n'));
}

/**
 * The same without the lines that say where a change comes from, for a patch whose header has fields for that.
 * @param upstream as for {@link portMessage}
 */
export function portDescription(
  facts: PortFacts,
  upstream: UpstreamText | undefined,
  options: MessageOptions,
): string {
  if (facts.mend) return portMessage(facts, upstream, options);
  const { text, trailers, ownTrailers } = portText(facts, upstream, options.text);
  const { note } = noteStyles.debian(facts);
  return withoutGaps(`${text}\n\n${note}\n\n${trailers}\n${ownTrailers}`);
}

/** Parts that are empty leave blank lines. */
function withoutGaps(message: string): string {
  return `${message.replace(/\n{3,}/g, '\n\n').trimEnd()}\n`;
}
