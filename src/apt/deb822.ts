/** One stanza: field names in lower case; the lines of a folded value stay apart. */
export type Stanza = ReadonlyMap<string, string>;

/** Parses Debian's control format (`.sources` files, and apt's own output): stanzas parted by empty lines. */
export function parseDeb822(text: string): Stanza[] {
  const stanzas: Stanza[] = [];
  let stanza = new Map<string, string>();
  let field: string | undefined;
  const close = () => {
    if (stanza.size > 0) stanzas.push(stanza);
    stanza = new Map();
    field = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    // A comment may stand anywhere, in the middle of a folded value too, and does not end it.
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      close();
      continue;
    }
    if (/^[ \t]/.test(line)) {
      if (field !== undefined) stanza.set(field, `${stanza.get(field) ?? ''}\n${line.trimEnd()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    field = line.slice(0, colon).trim().toLowerCase();
    stanza.set(field, line.slice(colon + 1).trim());
  }
  close();
  return stanzas;
}
