/** Characters that roff reads as its own, or that it prints as others than those on a keyboard. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '^': '\\(ha',
  '~': '\\(ti',
  '`': '\\(ga',
  "'": '\\(aq',
  '"': '\\(dq',
  '’': '\\(cq',
  '‘': '\\(oq',
  '“': '\\(lq',
  '”': '\\(rq',
  '–': '\\(en',
  '—': '\\(em',
  '…': '\\&...',
};

/**
 * Text as roff has to read it to print just that; in ASCII, so that no reader has to guess an encoding.
 * A line that begins with what makes a request of it elsewhere is text as well.
 */
export function roffText(text: string): string {
  return [...text]
    .map((character) => ESCAPES[character] ?? (character > '~' ? codePoint(character) : character))
    .join('')
    .replace(/^(?=[.])/gm, '\\&');
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `\\[u${hex.padStart(4, '0')}]`;
}

/** Bold text, as what is typed just so. */
export function bold(text: string): string {
  return `\\fB${roffText(text)}\\fR`;
}

/** Text in italics, as the name of what a user puts in. */
export function italic(text: string): string {
  return `\\fI${roffText(text)}\\fR`;
}

/** Names of what a user puts in, as `<file>` and `[tree]`, in italics; the rest, which is typed just so, in bold. */
export function usageText(usage: string): string {
  return usage.split(/([<>[\]|]|, |\.\.\.| )/).reduce<{ text: string; depth: number }>(
    ({ text, depth }, part) => {
      if (part === '<' || part === '[') return { text: text + part, depth: depth + 1 };
      if (part === '>' || part === ']') return { text: text + part, depth: depth - 1 };
      if (/^(?:[|]|, |\.\.\.| |)$/.test(part)) return { text: text + roffText(part), depth };
      return { text: text + (depth > 0 ? italic(part) : bold(part)), depth };
    },
    { text: '', depth: 0 },
  ).text;
}
