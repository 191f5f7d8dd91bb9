const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EQUALS = 0x3d;
/**
 * How much of a line is kept.
 * @internal
 */
export const LINE_LIMIT = 64 * 1024;

/** What a scanner finds. */
export interface FoundLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  /** Ends without a line feed: the file may have been cut there. */
  readonly isCut: boolean;
}

/**
 * Finds the lines that hold a string, in bytes that come in pieces. Only those are decoded; the rest is passed over at the speed of
 * a search. A line is kept up to 64 KiB, so that no input takes more memory than a piece and a line.
 */
export class LineScanner {
  /** Hand out all lines from now on. */
  everyLine = false;
  /** Lines that were ended so far. */
  lines = 0;
  /** Lines with the string that were too long to be read. */
  overlong = 0;
  #rest: Buffer = Buffer.alloc(0);
  /** Inside a line whose begin was too long; whether it was counted. */
  #skipping: 'no' | 'uncounted' | 'counted' = 'no';

  constructor(
    readonly needle: Buffer,
    readonly found: (line: FoundLine) => void,
  ) {}

  /** Takes the next piece, which may be overwritten afterwards. */
  push(piece: Buffer): void {
    const data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const begin = this.#skipping === 'no' ? 0 : this.#skip(data);
    if (begin < 0) {
      this.#rest = this.#tail(data);
      return;
    }
    const rest = data.subarray(this.#scan(data, begin));
    if (rest.length <= LINE_LIMIT) {
      this.#rest = Buffer.from(rest);
      return;
    }
    this.lines += countNewlines(rest, 0, rest.length);
    this.#skipping = 'uncounted';
    this.#countOverlong(rest);
    this.#rest = this.#tail(rest);
  }

  /** Takes what is left. */
  end(): void {
    const line = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (this.#skipping !== 'no') this.lines++;
    if (this.#skipping !== 'no' || line.length === 0) return;
    if (this.everyLine || line.includes(this.needle)) this.#emit(line, 0, line.length, true);
    this.lines += countNewlines(line, 0, line.length) + 1;
  }

  /** Goes on to the end of a line that is too long. @returns where the next begins, or -1 */
  #skip(data: Buffer): number {
    const end = data.indexOf(NEWLINE);
    this.#countOverlong(end < 0 ? data : data.subarray(0, end));
    if (end < 0) return -1;
    this.lines++;
    this.#skipping = 'no';
    return end + 1;
  }

  #countOverlong(line: Buffer): void {
    if (this.#skipping !== 'uncounted' || !line.includes(this.needle)) return;
    this.overlong++;
    this.#skipping = 'counted';
  }

  /** What has to be kept of a line that is passed over: the string may lie across two pieces. */
  #tail(data: Buffer): Buffer {
    return this.#skipping === 'uncounted'
      ? Buffer.from(data.subarray(Math.max(0, data.length - this.needle.length + 1)))
      : Buffer.alloc(0);
  }

  /** @returns where the line begins that is not whole yet */
  #scan(data: Buffer, begin: number): number {
    let at = begin;
    for (;;) {
      const hit = this.everyLine ? at : data.indexOf(this.needle, at);
      if (hit < 0 || hit >= data.length) {
        const last = data.lastIndexOf(NEWLINE) + 1;
        if (last <= at) return at;
        this.lines += countNewlines(data, at, last);
        return last;
      }
      // Most often lines with the string follow each other, and one search finds the end of this one.
      const first = data.indexOf(NEWLINE, at);
      const isNext = first < 0 || first >= hit;
      const start = isNext ? at : data.lastIndexOf(NEWLINE, hit) + 1;
      if (!isNext) this.lines += countNewlines(data, at, start);
      const plain = isNext ? first : data.indexOf(NEWLINE, hit);
      const end = logicalEnd(data, start, plain);
      if (end < 0) return start;
      if (end - start > LINE_LIMIT) this.overlong++;
      else this.#emit(data, start, end, false);
      this.lines += end === plain ? 1 : countNewlines(data, start, end + 1);
      at = end + 1;
    }
  }

  #emit(data: Buffer, start: number, end: number, isCut: boolean): void {
    this.found({ number: this.lines + 1, text: data.toString('utf8', start, end), isCut });
  }
}

/**
 * The line feed that ends a line. In a mail's quoted-printable an equals sign at the end goes on in the next; only where
 * `=3D` stands in the line as well, so that no other text is joined.
 */
function logicalEnd(data: Buffer, start: number, plain: number): number {
  let end = plain;
  while (end >= 0 && end - start < LINE_LIMIT) {
    if (!goesOn(data, start, end) || !data.subarray(start, end).includes('=3D')) break;
    end = data.indexOf(NEWLINE, end + 1);
  }
  return end;
}

/** Whether there is an equals sign before a line feed. */
function goesOn(data: Buffer, start: number, end: number): boolean {
  const last = data[end - 1] === CARRIAGE_RETURN ? end - 2 : end - 1;
  return last >= start && data[last] === EQUALS;
}

/** By searches, which are native code: a loop over bytes is slow until V8 has optimized it. */
function countNewlines(data: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = data.indexOf(NEWLINE, from); at >= 0 && at < to; at = data.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
