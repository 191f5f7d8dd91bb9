import * as zlib from 'node:zlib';

const PIECE = 256 * 1024;
const TRAILER = 8;

/** Fills a buffer with what comes next. @returns how many bytes that were */
type Next = (buffer: Buffer) => number;

/**
 * Unpacks what gzip packed, piece by piece, and what else follows: a log may be packed in parts and go on as text. Node's own
 * unpacking loses what is before such text.
 * @param start the first bytes
 * @returns whether the packed data is cut or broken; what was unpacked until then is given all the same
 */
export async function unpackGzip(next: Next, start: Buffer, push: (piece: Buffer) => void): Promise<boolean> {
  const input = new Input(next, start);
  while (input.has(2) && input.at(0) === 0x1f && input.at(1) === 0x8b) {
    if (!passHeader(input)) return true;
    const check = new Check();
    const isWhole = await inflate(input, (piece) => {
      check.add(piece);
      push(piece);
    });
    if (!isWhole || !check.fits(input.take(TRAILER))) return true;
  }
  for (let rest = input.takePiece(); rest.length > 0; rest = input.takePiece()) push(rest);
  return false;
}

/** Bytes that come in pieces, of which some can be looked at before they are taken. */
class Input {
  #bytes: Buffer;

  constructor(
    readonly next: Next,
    start: Buffer,
  ) {
    this.#bytes = Buffer.from(start);
  }

  /** Whether there are that many more bytes. */
  has(count: number): boolean {
    while (this.#bytes.length < count) {
      const more = Buffer.allocUnsafe(PIECE);
      const length = this.next(more);
      if (length === 0) return false;
      this.#bytes = Buffer.concat([this.#bytes, more.subarray(0, length)]);
    }
    return true;
  }

  /** Of those that there are. */
  at(index: number): number {
    return this.#bytes[index] ?? 0;
  }

  take(count: number): Buffer | undefined {
    if (!this.has(count)) return undefined;
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  /** All that was read and not taken yet; empty at the end. */
  takePiece(): Buffer {
    this.has(1);
    return this.take(this.#bytes.length) ?? Buffer.alloc(0);
  }

  giveBack(bytes: Buffer): void {
    this.#bytes = bytes;
  }
}

const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;
const HEADER_CHECK = 0x02;

/** Goes past the header of a member, as RFC 1952 has it. @returns whether it was whole */
function passHeader(input: Input): boolean {
  const flags = input.take(10)?.[3];
  if (flags === undefined) return false;
  if (flags & EXTRA) {
    const length = input.take(2);
    if (!length || !input.take(length.readUInt16LE())) return false;
  }
  for (const flag of [NAME, COMMENT]) if (flags & flag && !passText(input)) return false;
  return !(flags & HEADER_CHECK) || input.take(2) !== undefined;
}

function passText(input: Input): boolean {
  for (;;) {
    const byte = input.take(1);
    if (!byte) return false;
    if (byte[0] === 0) return true;
  }
}

/** Unpacks the data of a member. @returns whether it was whole */
function inflate(input: Input, push: (piece: Buffer) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stream = zlib.createInflateRaw({ chunkSize: PIECE });
    let given = 0;
    let last: Buffer = Buffer.alloc(0);
    const fail = (error: unknown): void => {
      stream.destroy();
      reject(error);
    };
    stream.on('data', (piece: Buffer) => {
      try {
        push(piece);
      } catch (error) {
        fail(error);
      }
    });
    stream.on('end', () => {
      const left = given - stream.bytesWritten;
      input.giveBack(last.subarray(last.length - left));
      resolve(true);
    });
    stream.on('error', () => resolve(false));
    const goOn = (): void => {
      // What it leaves follows the data, and it calls all the same.
      if (stream.bytesWritten < given) return;
      try {
        last = input.takePiece();
        given += last.length;
        if (last.length === 0) stream.end();
        else stream.write(last, goOn);
      } catch (error) {
        fail(error);
      }
    };
    goOn();
  });
}

/** Node has it from 20.15 on; before, the length alone is held against. */
const crc32: typeof zlib.crc32 | undefined = zlib.crc32;

/** What a member says of its own text: the checksum and the length. */
class Check {
  #sum = 0;
  #length = 0;

  add(piece: Buffer): void {
    this.#sum = crc32?.(piece, this.#sum) ?? 0;
    this.#length += piece.length;
  }

  fits(trailer: Buffer | undefined): boolean {
    if (!trailer) return false;
    const isSum = crc32 === undefined || trailer.readUInt32LE(0) === this.#sum;
    return isSum && trailer.readUInt32LE(4) === this.#length % 2 ** 32;
  }
}
