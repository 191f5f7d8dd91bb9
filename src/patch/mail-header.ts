/** RFC 5322 asks for lines of at most 78, RFC 2047 for 76 where something is encoded. */
const WIDTH = 78;
const ENCODED_WIDTH = 76;

const OPENING = '=?UTF-8?q?';
const CLOSING = '?=';

/** Characters of a name that would mean something in an address. */
const ADDRESS_SPECIALS = /[()<>[\]:;@,."\\]/;

/** Whether git writes this encoded: it isn't ASCII, or looks as if it were encoded already. */
export function needsEncoding(text: string): boolean {
  return needsEightBit(text) || /=\?/.test(text);
}

/** Whether git takes this for more than ASCII. An escape counts: some encodings shift by it. */
export function needsEightBit(text: string): boolean {
  return [...text].some((character) => character > '\x7f' || character === '\x1b');
}

/** `From:` as `git format-patch` writes it. Ends in a line end, as the others do. */
export function fromHeader({ name, email }: { readonly name: string; readonly email: string }): string {
  const start = 'From: ';
  const encoded = needsEncoding(name);
  const header = encoded
    ? encode(start, name, /[A-Za-z0-9!*+\-/]/)
    : wrap(start, ADDRESS_SPECIALS.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name);
  const used = header.length - (header.lastIndexOf('\n') + 1);
  const room = encoded ? ENCODED_WIDTH : WIDTH;
  const fits = used + ` <${email}>`.length - email.length + Buffer.byteLength(email) <= room;
  return `${header}${fits ? '' : '\n'} <${email}>\n`;
}

/** `Subject: [PATCH] …`, folded; of several mails `[PATCH 2/5]`, with the number as wide as the last. */
export function subjectHeader(
  subject: string,
  { at, of }: { readonly at: number; readonly of: number } = { at: 1, of: 1 },
): string {
  const number = of > 1 ? ` ${String(at).padStart(String(of).length, '0')}/${of}` : '';
  const start = `Subject: [PATCH${number}] `;
  return `${needsEncoding(subject) ? encode(start, subject, /[!-<>@-^`-~]/) : wrap(start, subject)}\n`;
}

/** `Date:` of a date as git stores it: `1698937200 +0100`. */
export function dateHeader(date: string): string {
  const [seconds = '', zone = '+0000'] = date.split(' ');
  const minutes = Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  const local = new Date((Number(seconds) + minutes * 60) * 1000);
  // `Thu, 02 Nov 2023 16:00:00 GMT`; git writes the day without a zero before it, and no `-0000`.
  const text = local
    .toUTCString()
    .replace(', 0', ', ')
    .replace('GMT', zone === '-0000' ? '+0000' : zone);
  return `Date: ${text}\n`;
}

/** RFC 2047's Q encoding, broken between characters. */
function encode(start: string, text: string, plain: RegExp): string {
  let header = `${start}${OPENING}`;
  let used = header.length;
  for (const character of text) {
    const word = plain.test(character) ? character : escaped(character);
    if (used + word.length + CLOSING.length > ENCODED_WIDTH) {
      header += `${CLOSING}\n ${OPENING}`;
      used = 1 + OPENING.length;
    }
    header += word;
    used += word.length;
  }
  return `${header}${CLOSING}`;
}

function escaped(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/** Folds at blanks. Git puts even the first word on a new line if it is too long for the first. */
function wrap(start: string, text: string): string {
  let [header, used] = [start, start.length];
  for (const [index, word] of text.split(' ').entries()) {
    const gap = index === 0 ? '' : ' ';
    const fits = used + gap.length + word.length <= WIDTH;
    header += fits ? `${gap}${word}` : `\n ${word}`;
    used = fits ? used + gap.length + word.length : 1 + word.length;
  }
  return header;
}
