import { printable, printableLine } from '../../problem/printable.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Text as the content of an XML, SVG or HTML element. XML 1.0 has no way to hold most control characters, nor halves of
 * surrogate pairs, nor two more.
 */
export function xmlContent(value: string): string {
  return printable(value)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

/** Text as the value of an attribute in double quotes: a reader turns tabs and line ends there into spaces. */
export function xmlAttribute(value: string): string {
  return xmlContent(printableLine(value)).replaceAll('\t', ' ');
}
