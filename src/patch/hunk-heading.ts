const FUNCTION_LINE = /^[A-Za-z_$]/;
const MAX_BYTES = 80;

/** The longest beginning that is UTF-8, one character a byte. */
const UTF8 =
  /^(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|(?!\xef\xbf[\xbe\xbf])\xef[\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*/;

/**
 * What git writes behind the second `@@` where no driver says otherwise: the nearest line above line `start`
 * (from 0) that begins like a C function, cut to 80 bytes and before what isn't UTF-8. '' if there is none.
 */
export function hunkHeading(lines: readonly string[], start: number): string {
  const line = lines.slice(0, start).findLast((above) => FUNCTION_LINE.test(above)) ?? '';
  const cut = line.slice(0, MAX_BYTES).replace(/[ \t\r\n]+$/, '');
  return UTF8.exec(cut)?.[0] ?? '';
}
