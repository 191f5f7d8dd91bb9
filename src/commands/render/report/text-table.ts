/** A column of a text table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** The longest that a cell may be, in characters; what is longer is cut, unless that makes it the same as another one. */
  readonly most?: number;
  /** Left out where the table is too wide, those with the smallest number first; without it never. */
  readonly leaves?: number;
}

/** A table as lines, and what had no room in it. */
export interface TableText {
  readonly lines: readonly string[];
  /** Titles of the columns that were left out. */
  readonly left: readonly string[];
}

/**
 * Lays rows out under the titles of their columns.
 * @param paint for the titles
 * @param room of a terminal; without it lines are as long as they are
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (text: string) => string,
  room: number | undefined,
): TableText {
  const limits = columns.map(({ most }, index) =>
    most === undefined
      ? undefined
      : telling(
          rows.map((row) => row[index] ?? ''),
          most,
        ),
  );
  const cells = rows.map((row) => row.map((cell, index) => shortened(cell, limits[index])));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, lengthOf(row[index] ?? '')), title.length),
  );
  const kept = keptColumns(columns, widths, room);
  const line = (row: readonly string[]): string =>
    kept
      .map((index) => padded(row[index] ?? '', widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return {
    lines: [paint(line(columns.map(({ title }) => title))), ...cells.map(line)],
    left: columns
      .filter(({ title }, index) => title !== '' && !kept.includes(index))
      .map(({ title }) => title),
  };
}

/** The same where all columns have room. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (text: string) => string,
): readonly string[] {
  return table(columns, rows, paint, undefined).lines;
}

/** What is said below a table of which columns were left out. */
export function leftText(left: readonly string[]): string[] {
  return left.length === 0
    ? []
    : [`no room for ${left.join(', ')}: a wider terminal or --format csv has them`];
}

function keptColumns(
  columns: readonly Column[],
  widths: readonly number[],
  room: number | undefined,
): number[] {
  let kept = columns.map((_, index) => index);
  const width = (): number => kept.reduce((sum, index) => sum + (widths[index] ?? 0) + 2, -2);
  while (room !== undefined && width() > room) {
    const [next] = kept
      .filter((index) => columns[index]?.leaves !== undefined)
      .sort((a, b) => (columns[a]?.leaves ?? 0) - (columns[b]?.leaves ?? 0));
    if (next === undefined) break;
    kept = kept.filter((index) => index !== next);
  }
  return kept;
}

/** Fills a text up to a width. */
export function padded(text: string, width: number, align: 'left' | 'right'): string {
  const room = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return align === 'left' ? text + room : room + text;
}

/** Characters, not halves of them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Cuts a text; the end of a device's name tells more than its begin. */
function shortened(text: string, most: number | undefined): string {
  const characters = [...text];
  if (most === undefined || characters.length <= most) return text;
  return `…${characters.slice(characters.length - most + 1).join('')}`;
}

/** Names that are longer yet are not QEMU's. */
const LONGEST = 256;

/** The least length from `most` on at which cells that differ still do when they are cut: sought by halves, for there may be many. */
function telling(texts: readonly string[], most: number): number {
  const unlike = [...new Set(texts)];
  const tells = (length: number): boolean =>
    new Set(unlike.map((text) => shortened(text, length))).size === unlike.length;
  let [least, enough] = [most, Math.max(most, LONGEST)];
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2);
    if (tells(middle)) enough = middle;
    else least = middle + 1;
  }
  return enough;
}
