/** How a piece of a terminal's line looks. */
type Look = 'plain' | 'strong' | 'dim' | 'good' | 'bad';

/** A piece of a line that looks alike. */
export interface Piece {
  readonly look: Look;
  readonly text: string;
}

/** What the program's colours are in a terminal (SGR): 22 and 39 end what the others begin. */
const LOOKS: Readonly<Record<string, Look>> = {
  1: 'strong',
  2: 'dim',
  22: 'plain',
  31: 'bad',
  32: 'good',
  39: 'plain',
};

const ESCAPE = '\u001b';

/**
 * Reads what was written to a terminal as lines of pieces.
 * @throws Error for a sequence that the program is not known to write
 */
export function terminalLines(written: string): Piece[][] {
  let look: Look = 'plain';
  return written.split(/\r*\n/).map((line) => {
    const [first = '', ...rest] = line.split(ESCAPE);
    const pieces: Piece[] = [{ look, text: first }];
    for (const part of rest) {
      const [sequence, code = ''] = /^\[(\d+)m/.exec(part) ?? [];
      const begun = LOOKS[code];
      if (sequence === undefined || begun === undefined)
        throw new Error(`an unknown sequence: ${JSON.stringify(part.slice(0, 12))}`);
      look = begun;
      pieces.push({ look, text: part.slice(sequence.length) });
    }
    return pieces.filter(({ text }) => text !== '');
  });
}
