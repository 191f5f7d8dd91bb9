import type { Duplex } from 'node:stream';
import { type JsonObject, WrongShape } from './answer-shape.js';
import type { Command } from './commands.js';
import { QmpFailure } from './failure.js';
import { type Limits, limitedWait, type Settle } from './limited-wait.js';
import { MessageStream, type QmpEvent, type QmpMessage } from './message-stream.js';

/** How much is kept of what is no QMP: enough for a message of an error. */
const NOISE_KEPT = 2000;

/**
 * A client of the QEMU Machine Protocol over any two-way stream. Answers are told apart by id, so they may come in
 * any order. Lines that are no QMP are passed over, and kept for the failure's text.
 */
export class QmpClient {
  readonly #stream: Duplex;
  readonly #messages = new MessageStream();
  readonly #pending = new Map<number, { readonly command: string; readonly settle: Settle<unknown> }>();
  readonly #listeners = new Set<(event: QmpEvent) => void>();
  readonly #onClose = new Set<() => void>();
  #onGreeting: ((greeting: JsonObject) => void) | undefined;
  #greeting: JsonObject | undefined;
  #noise = '';
  #closed = false;
  #lastId = 0;

  private constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (piece: Buffer | string) => {
      for (const message of this.#messages.take(Buffer.from(piece))) this.#take(message);
    });
    // A writing after the other side went is an error event; unheard it would end the process.
    for (const event of ['end', 'close', 'error']) stream.on(event, () => this.#close());
  }

  /**
   * Waits for the greeting and leaves the negotiation of capabilities behind.
   * @throws QmpFailure
   */
  static async connect(stream: Duplex, limits: Limits = {}): Promise<QmpClient> {
    const client = new QmpClient(stream);
    await client.#wait<JsonObject>('the greeting', limits, ({ done }) => {
      client.#onGreeting = done;
      return () => {
        client.#onGreeting = undefined;
      };
    });
    await client.execute({ name: 'qmp_capabilities', read: () => undefined }, limits);
    return client;
  }

  /** What the server said of itself at first, such as its version. */
  get greeting(): JsonObject {
    return this.#greeting ?? {};
  }

  /**
   * Sends a command and reads its answer.
   * @throws QmpFailure; after a timeout the answer, should it come, is passed over
   */
  async execute<Answer>(command: Command<Answer>, limits: Limits = {}): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = await this.#wait<unknown>(`an answer to ${command.name}`, limits, (settle) => {
      this.#pending.set(id, { command: command.name, settle });
      const request = { execute: command.name, arguments: command.arguments, id };
      this.#stream.write(`${JSON.stringify(request)}\n`);
      return () => this.#pending.delete(id);
    });
    try {
      return command.read(answer);
    } catch (error) {
      if (!(error instanceof WrongShape)) throw error;
      const { expected, found } = error;
      throw new QmpFailure({ kind: 'malformed', command: command.name, expected, found });
    }
  }

  /**
   * Waits for the next event of this name; those before the call don't count.
   * @throws QmpFailure
   */
  waitForEvent(name: string, limits: Limits = {}): Promise<QmpEvent> {
    return this.#wait<QmpEvent>(`the event ${name}`, limits, ({ done }) =>
      this.onEvent((event) => {
        if (event.name === name) done(event);
      }),
    );
  }

  /**
   * Has every event told from now on.
   * @returns how to end that
   */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets go of the stream; what waits fails with `closed`. */
  close(): void {
    this.#close();
    this.#stream.destroy();
  }

  #wait<T>(waitedFor: string, limits: Limits, begin: (settle: Settle<T>) => () => void): Promise<T> {
    return limitedWait<T>(waitedFor, limits, (settle) => {
      const onClose = (): void => {
        const noise = `${this.#noise}${this.#messages.rest()}`.slice(-NOISE_KEPT);
        settle.fail(new QmpFailure({ kind: 'closed', waitedFor, noise }));
      };
      if (this.#closed) {
        onClose();
        return () => undefined;
      }
      this.#onClose.add(onClose);
      const stop = begin(settle);
      return () => {
        this.#onClose.delete(onClose);
        stop();
      };
    });
  }

  #take(message: QmpMessage): void {
    switch (message.kind) {
      case 'greeting':
        this.#greeting = message.greeting;
        this.#onGreeting?.(message.greeting);
        break;
      case 'event':
        for (const listener of [...this.#listeners]) listener(message.event);
        break;
      case 'noise':
        this.#noise = `${this.#noise}${message.text}\n`.slice(-NOISE_KEPT);
        break;
      default:
        this.#settle(message);
    }
  }

  #settle(message: Extract<QmpMessage, { kind: 'answer' | 'refusal' }>): void {
    const asked = typeof message.id === 'number' ? this.#pending.get(message.id) : undefined;
    if (message.kind === 'answer') {
      asked?.settle.done(message.answer);
      return;
    }
    const { errorClass, description } = message;
    // A server that could not read a request knows no id for its answer.
    if (asked === undefined) this.#noise = `${this.#noise}${description}\n`.slice(-NOISE_KEPT);
    asked?.settle.fail(new QmpFailure({ kind: 'refused', command: asked.command, errorClass, description }));
  }

  #close(): void {
    this.#closed = true;
    for (const onClose of [...this.#onClose]) onClose();
  }
}
