import { closeSync, openSync, readSync } from 'node:fs';
import type { Feed } from './read-log.js';

const PIECE = 256 * 1024;

/**
 * The bytes of a file, `-` being standard input; what gzip packed is unpacked on the way, known by its first bytes.
 * Opening it throws what node throws.
 * @param told is told how many bytes of the file were read so far
 */
export function fileFeed(path: string, told: (bytes: number) => void = () => {}): Feed {
  return async (push) => {
    const descriptor = path === '-' ? 0 : openSync(path, 'r');
    let bytes = 0;
    const next = (buffer: Buffer): number => {
      const length = fill(descriptor, buffer);
      bytes += length;
      told(bytes);
      return length;
    };
    try {
      const first = Buffer.allocUnsafe(PIECE);
      const length = next(first);
      const start = first.subarray(0, length);
      if (start[0] === 0x1f && start[1] === 0x8b) {
        // Loaded for those alone that need it.
        const { unpackGzip } = await import('./gzip-members.js');
        return await unpackGzip(next, start, push);
      }
      push(start);
      for (;;) {
        const more = next(first);
        if (more === 0) return false;
        push(first.subarray(0, more));
      }
    } finally {
      if (path !== '-') closeSync(descriptor);
    }
  };
}

/** Fills the buffer as far as there is anything; a pipe gives small pieces. */
function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  while (length < buffer.length) {
    try {
      const more = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (more === 0) break;
      length += more;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') break;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return length;
}
