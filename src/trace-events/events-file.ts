import type { Edit } from '../csource/splice.js';

/** One line of a trace-events file, by offsets in its text. */
export interface EventLine {
  readonly start: number;
  /** Before the line end. */
  readonly end: number;
  readonly text: string;
  /** The event that the line declares, if it declares one. */
  readonly event: string | undefined;
}

// `disable`, `vcpu` and `tcg` may stand before the name (docs/devel/tracing.rst).
const EVENT = /^(?:(?:disable|vcpu|tcg|tcg-trans|tcg-exec)\s+)*(\w+)\s*\(/;

/** A trace-events file: lines that declare events, comments, blanks. Text of one character a byte. */
export class EventsFile {
  readonly lines: readonly EventLine[];

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.lines = readLines(text);
  }

  /** The lines that declare an event of exactly this name. */
  declarations(name: string): EventLine[] {
    return this.lines.filter((line) => line.event === name);
  }

  /** The line end used around an offset. */
  #ending(offset: number): string {
    let feed = this.text.indexOf('\n', offset);
    if (feed < 0) feed = this.text.lastIndexOf('\n');
    return feed > 0 && this.text.charAt(feed - 1) === '\r' ? '\r\n' : '\n';
  }

  /** The edit that puts a line behind another. */
  insertAfter(line: EventLine, text: string): Edit {
    return { start: line.end, end: line.end, text: `${this.#ending(line.end)}${text}` };
  }

  /**
   * The edit that puts lines at the end of the file. A file without a final line end keeps having none.
   * @param lines what to append, without line ends
   */
  append(lines: readonly string[]): Edit {
    const end = this.text.length;
    const ending = this.#ending(end);
    const closed = this.text === '' || this.text.endsWith('\n');
    const block = lines.join(ending);
    return { start: end, end, text: closed ? `${block}${ending}` : `${ending}${block}` };
  }

  /** The edit that removes a line with its line end. */
  remove(line: EventLine): Edit {
    const feed = this.text.indexOf('\n', line.end);
    return feed >= 0 ? { start: line.start, end: feed + 1, text: '' } : this.removeFrom(line);
  }

  /** The edit that removes a line and all behind it: the inverse of `append`. */
  removeFrom(line: EventLine): Edit {
    // A last line without a line end of its own: the one before it goes.
    const start = this.text.endsWith('\n')
      ? line.start
      : this.text.slice(0, line.start).replace(/\r?\n$/, '').length;
    return { start, end: this.text.length, text: '' };
  }
}

function readLines(text: string): EventLine[] {
  const lines: EventLine[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? text.length : feed;
    if (end > start && text.charAt(end - 1) === '\r') end--;
    const line = text.slice(start, end);
    lines.push({ start, end, text: line, event: EVENT.exec(line)?.[1] });
    start = next;
  }
  return lines;
}
