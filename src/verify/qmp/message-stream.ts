import { isObject, type JsonObject } from './answer-shape.js';

/** Something that the server tells without being asked. */
export interface QmpEvent {
  readonly name: string;
  readonly data: JsonObject;
}

/** What a line of the server is. */
export type QmpMessage =
  | { readonly kind: 'greeting'; readonly greeting: JsonObject }
  | { readonly kind: 'answer'; readonly id: unknown; readonly answer: unknown }
  | {
      readonly kind: 'refusal';
      readonly id: unknown;
      readonly errorClass: string;
      readonly description: string;
    }
  | { readonly kind: 'event'; readonly event: QmpEvent }
  /** No QMP: a warning on the same channel, a torn line. */
  | { readonly kind: 'noise'; readonly text: string };

const LINE_FEED = 0x0a;

/** The longest line taken for a message; the longest real one, of query-qmp-schema, has 0.3 MB. */
const LINE_LIMIT = 16 * 1024 * 1024;

/** Cuts what a QMP server writes into messages. How it was cut when it came makes no difference. */
export class MessageStream {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(limit = LINE_LIMIT) {
    this.#limit = limit;
  }

  /**
   * Takes in a piece of output.
   * @returns the messages that it completes; of a line over the limit the first bytes, as noise
   */
  take(piece: Buffer): QmpMessage[] {
    const messages: QmpMessage[] = [];
    let start = 0;
    for (;;) {
      const end = piece.indexOf(LINE_FEED, start);
      if (end < 0) break;
      this.#keep(piece.subarray(start, end));
      const message = this.#complete();
      if (message !== undefined) messages.push(message);
      start = end + 1;
    }
    this.#keep(piece.subarray(start));
    return messages;
  }

  /** What is left of an unfinished line. */
  rest(): string {
    return Buffer.concat(this.#pieces).toString('utf8').trim();
  }

  #keep(bytes: Buffer): void {
    const room = Math.max(0, this.#limit - this.#length);
    this.#length += bytes.length;
    if (room > 0 && bytes.length > 0) this.#pieces.push(bytes.subarray(0, room));
  }

  #complete(): QmpMessage | undefined {
    const whole = this.#length <= this.#limit;
    const text = this.rest();
    this.#pieces = [];
    this.#length = 0;
    if (text === '') return undefined;
    return whole ? messageOf(text) : { kind: 'noise', text };
  }
}

function messageOf(text: string): QmpMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'noise', text };
  }
  if (!isObject(value)) return { kind: 'noise', text };
  if (isObject(value.QMP)) return { kind: 'greeting', greeting: value.QMP };
  if (typeof value.event === 'string') {
    return { kind: 'event', event: { name: value.event, data: isObject(value.data) ? value.data : {} } };
  }
  if ('return' in value) return { kind: 'answer', id: value.id, answer: value.return };
  if (!isObject(value.error)) return { kind: 'noise', text };
  const { class: errorClass, desc } = value.error;
  return {
    kind: 'refusal',
    id: value.id,
    errorClass: typeof errorClass === 'string' ? errorClass : 'GenericError',
    description: typeof desc === 'string' ? desc : text,
  };
}
