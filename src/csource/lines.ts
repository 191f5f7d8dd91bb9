/** Line arithmetic over a text, by offsets. A line ends with LF; a CR before it belongs to the line end. */
export class Lines {
  #known: number[] | undefined;

  constructor(private readonly text: string) {}

  /** Where every line begins; found when the first number is asked for. */
  get #starts(): number[] {
    if (this.#known) return this.#known;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#known = starts;
    return starts;
  }

  /** 1-based number of the line that holds an offset. */
  numberAt(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** Offset of the first character of a line, by its 1-based number. */
  startOfLine(number: number): number {
    return this.#starts[number - 1] ?? this.text.length;
  }

  startOf(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Offset just past the last character of the line, before its CR or LF. */
  endOf(offset: number): number {
    const feed = this.text.indexOf('\n', offset);
    const end = feed < 0 ? this.text.length : feed;
    return end > 0 && feed >= 0 && this.text.charAt(end - 1) === '\r' && end - 1 >= offset ? end - 1 : end;
  }

  /** Offset of the next line's first character, or the end of the text. */
  nextStart(offset: number): number {
    const feed = this.text.indexOf('\n', offset);
    return feed < 0 ? this.text.length : feed + 1;
  }

  /** True if the line that holds the offset is there and has nothing but white space. */
  isBlank(offset: number): boolean {
    return (
      offset < this.text.length && this.text.slice(this.startOf(offset), this.endOf(offset)).trim() === ''
    );
  }

  /** The white space that the line begins with. */
  indentOf(offset: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.startOf(offset), this.endOf(offset)))?.[0] ?? '';
  }

  /** The line end used where the offset is; that of the line before where the line is the last and has none. */
  lineEndingAt(offset: number): '\n' | '\r\n' {
    let feed = this.text.indexOf('\n', offset);
    if (feed < 0) feed = this.text.lastIndexOf('\n', offset - 1);
    return feed > 0 && this.text.charAt(feed - 1) === '\r' ? '\r\n' : '\n';
  }
}

/** Which line ends a text uses. */
export function lineEndings(text: string): 'lf' | 'crlf' | 'mixed' | 'none' {
  const feeds = text.match(/\n/g)?.length ?? 0;
  const pairs = text.match(/\r\n/g)?.length ?? 0;
  if (feeds === 0) return 'none';
  if (pairs === 0) return 'lf';
  return pairs === feeds ? 'crlf' : 'mixed';
}
