import { undated } from './dated-line.js';
import type { LineReader, ParsedLine, Reader, TimeBase, TraceEvent, Writer } from './event.js';
import { EVENT_PREFIX } from './event-text.js';
import { type FoundLine, LineScanner } from './line-scanner.js';
import { unpasted } from './pasted-line.js';
import { withoutPrefix } from './prefixed-line.js';
import { readers } from './readers/index.js';

/** What every line of interest holds. */
const NEEDLE = Buffer.from(EVENT_PREFIX);
/** How many events are kept: of a machine with a thousand devices some fifty migrations. */
const EVENT_LIMIT = 100_000;

/** What a log holds. */
export interface TraceLog {
  /** The form of its lines; null without any. */
  readonly form: string | null;
  readonly times: TimeBase;
  readonly lines: number;
  /** In the order of the lines. */
  readonly events: readonly TraceEvent[];
  /** Lines that name an event and are no event here. */
  readonly skipped: LinesSkipped;
  /** Whether it ends in the middle of a line, or of compressed data. */
  readonly isCut: boolean;
}

/** Lines that name an event and are no event here. */
interface LinesSkipped {
  readonly damaged: number;
  readonly overlong: number;
  readonly otherForm: number;
  readonly tooMany: number;
}

/** Gives a log's bytes to `push`, piece by piece. @returns whether they end too early */
export type Feed = (push: (piece: Buffer) => void) => Promise<boolean>;

/**
 * Reads the events of a log, in memory that does not depend on its size.
 * @param form the form to take; without it every line is tried in each, and the log is of the form that most are in
 */
export async function readLog(feed: Feed, form?: string): Promise<TraceLog> {
  const log = new EventCollector(form);
  const scanner: LineScanner = new LineScanner(NEEDLE, (line) => {
    if (log.take(line)) scanner.everyLine = true;
  });
  const endsEarly = await feed((piece) => scanner.push(piece));
  scanner.end();
  return log.result(scanner, endsEarly);
}

interface OpenReader {
  readonly reader: Reader;
  readonly read: LineReader;
  readonly events: TraceEvent[];
}

class EventCollector {
  readonly #open: readonly OpenReader[];
  #count = 0;
  #damaged = 0;
  #tooMany = 0;
  #isCut = false;

  constructor(form: string | undefined) {
    this.#open = readers
      .filter((reader) => form === undefined || reader.form === form)
      .map((reader) => ({ reader, read: reader.open(), events: [] }));
  }

  /** @returns whether it is of a form that needs every line */
  take(line: FoundLine): boolean {
    const text = unpasted(line.text);
    const plain = this.#read(line, text, null);
    if (plain !== undefined) return plain;
    const bare = undated(text);
    const dated = bare === undefined ? undefined : this.#read(line, bare.text, bare.writer);
    if (dated !== undefined) return dated;
    for (const rest of withoutPrefix(text)) {
      const read = this.#read(line, rest, bare?.writer ?? null);
      if (read !== undefined) return read;
    }
    if (line.isCut) this.#isCut = true;
    if (text.includes(EVENT_PREFIX)) this.#damaged++;
    return false;
  }

  /** @returns undefined if it is of no form */
  #read(line: FoundLine, text: string, writer: Writer | null): boolean | undefined {
    const names = text.includes(EVENT_PREFIX);
    if (names && this.#count >= EVENT_LIMIT) {
      this.#tooMany++;
      return false;
    }
    for (const one of this.#open) {
      if (!names && !one.reader.needsEveryLine) continue;
      const parsed = one.read(text);
      if (parsed === undefined) continue;
      // Without its end a number may lack digits.
      if (line.isCut && parsed && parsed.body.kind !== 'checkpoint' && !text.endsWith('}')) break;
      if (parsed) this.#keep(one, parsed, line.number, writer);
      return one.reader.needsEveryLine ?? false;
    }
    return undefined;
  }

  #keep({ events }: OpenReader, { at, thread, body }: ParsedLine, line: number, writer: Writer | null): void {
    this.#count++;
    events.push({ at, thread, line, body, writer });
  }

  result({ lines, overlong }: LineScanner, endsEarly: boolean): TraceLog {
    const most = this.#open.reduce<OpenReader | undefined>(
      (best, one) => (one.events.length > (best?.events.length ?? 0) ? one : best),
      undefined,
    );
    const events = most?.events ?? [];
    return {
      form: most?.reader.form ?? null,
      times: most?.reader.times ?? 'none',
      lines,
      events,
      skipped: {
        damaged: this.#damaged,
        overlong,
        otherForm: this.#count - events.length,
        tooMany: this.#tooMany,
      },
      isCut: endsEarly || this.#isCut,
    };
  }
}
