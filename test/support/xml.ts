/** An element of XML, without what the tests have no use for. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text right in it. */
  readonly text: string;
}

/** XML 1.0 § 2.2 */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const TAG = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.:-]*="[^"<]*")*)\s*(\/?)>/y;

/**
 * Reads the XML that reports are written in: elements, attributes, text, entities; no comments, sections or types.
 * @throws Error where it is not well-formed
 */
export function parseXml(text: string): Element {
  if (!CHARACTERS.test(text)) throw new Error('a character that XML cannot hold');
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text)?.[0] ?? '';
  const top = { name: '', attributes: {}, children: [] as Element[], text: '' };
  const open = [top];
  let at = declaration.length;
  while (at < text.length) {
    const inner = open.at(-1) ?? top;
    if (text[at] !== '<') {
      const end = text.indexOf('<', at) < 0 ? text.length : text.indexOf('<', at);
      inner.text += decoded(text.slice(at, end));
      at = end;
      continue;
    }
    TAG.lastIndex = at;
    const [tag, closing, name = '', attributes = '', empty] = TAG.exec(text) ?? [];
    if (tag === undefined) throw new Error(`no tag at ${at}: ${text.slice(at, at + 40)}`);
    at += tag.length;
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    inner.children.push(element);
    if (!empty) open.push(element);
  }
  const [root, ...more] = top.children;
  if (open.length !== 1 || !root || more.length > 0 || top.text.trim() !== '')
    throw new Error('not one element that is closed');
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => {
    if (/[\t\n\r]/.test(value)) throw new Error(`white space in ${name} that a reader turns into blanks`);
    return [name, decoded(value)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error('an attribute twice');
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&([^;&]*;?)/g, (whole, entity: string) => {
    const character = ENTITIES[entity.slice(0, -1)];
    if (character === undefined || !entity.endsWith(';')) throw new Error(`no entity: ${whole}`);
    return character;
  });
}
