/** A column of a text table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** The longest that a cell may be, in characters; what is longer is cut. */
  readonly most?: number;
}

/** Lays rows out under the titles of their columns. @param paint for the titles */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (text: string) => string,
): string[] {
  const cells = rows.map((row) => row.map((cell, index) => shortened(cell, columns[index]?.most)));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, lengthOf(row[index] ?? '')), title.length),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => padded(row[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [paint(line(columns.map(({ title }) => title))), ...cells.map(line)];
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
