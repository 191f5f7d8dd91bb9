import { parseDeb822 } from './deb822.js';

/** One archive, suite and kind of package that an apt sources file names. */
export interface SourceEntry {
  readonly type: 'deb' | 'deb-src';
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** As written: paths, fingerprints, or (only in `.sources` files) a whole key block over several lines. */
  readonly signedBy: string | undefined;
}

/** Reads a deb822 `.sources` file; switched-off stanzas are left out. */
export function parseSourcesFile(text: string): SourceEntry[] {
  const entries: SourceEntry[] = [];
  for (const stanza of parseDeb822(text)) {
    if (/^(no|false|off|without|disable|0)$/i.test(stanza.get('enabled') ?? '')) continue;
    for (const type of words(stanza.get('types')).filter(isType)) {
      for (const uri of words(stanza.get('uris'))) {
        for (const suite of words(stanza.get('suites'))) {
          entries.push({
            type,
            uri,
            suite,
            components: words(stanza.get('components')),
            signedBy: stanza.get('signed-by'),
          });
        }
      }
    }
  }
  return entries;
}

/** Reads a one-line-style `.list` file. */
export function parseListFile(text: string): SourceEntry[] {
  const entries: SourceEntry[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*/, '').trim();
    const [, type, options, uri, suite, rest] =
      /^(\S+)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)(?:\s+(.*))?$/.exec(line) ?? [];
    if (type === undefined || !isType(type) || uri === undefined || suite === undefined) continue;
    const signedBy = words(options)
      .find((option) => /^signed-by=/i.test(option))
      ?.replace(/^[^=]*=/, '');
    entries.push({ type, uri, suite, components: words(rest), signedBy });
  }
  return entries;
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

function isType(text: string): text is SourceEntry['type'] {
  return text === 'deb' || text === 'deb-src';
}
