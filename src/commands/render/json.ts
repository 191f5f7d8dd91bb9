/** A JSON document of the contract as bytes. */
export function jsonBytes(document: unknown): Buffer {
  return Buffer.from(jsonText(document));
}

/** JSON as text that a terminal can be shown: what is not printable is escaped beyond what JSON itself asks for. */
export function jsonText(document: unknown): string {
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, escaped)}\n`;
}
