import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileFeed } from '../../src/trace-log/file-feed.js';
import { readLog } from '../../src/trace-log/read-log.js';
import { scratchSpace } from '../support/scratch-space.js';

const LINE = '15@1795374601.926872:vmstate_downtime_checkpoint src-downtime-start\n';

const space = scratchSpace();
const PIECE = 256 * 1024;
let files = 0;

function fileOf(bytes: string | Buffer): string {
  const path = join(space, `trace-${files++}.log`);
  writeFileSync(path, bytes);
  return path;
}

describe('a file', () => {
  it('is read whole, whatever its size', async () => {
    const log = await readLog(fileFeed(fileOf(`${LINE}${'another line\n'.repeat(300_000)}${LINE}`)));
    expect(log.events.map(({ line }) => line)).toEqual([1, 300_002]);
  });

  it('tells how much of it was read, packed or not', async () => {
    const text = `${LINE}${'another line\n'.repeat(300_000)}`;
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const told: number[] = [];
      await readLog(fileFeed(fileOf(bytes), (read) => told.push(read)));
      expect(told.at(-1)).toBe(bytes.length);
      expect(told).toEqual([...told].sort((one, other) => one - other));
    }
  });

  it('may be empty', async () => {
    expect(await readLog(fileFeed(fileOf('')))).toMatchObject({ lines: 0, events: [], form: null });
  });

  it('is unpacked where gzip packed it, whatever it is called', async () => {
    const packed = gzipSync(`${LINE}${'another line\n'.repeat(300_000)}${LINE}`);
    const log = await readLog(fileFeed(fileOf(packed)));
    expect(log.events.map(({ line }) => line)).toEqual([1, 300_002]);
    expect(log.isCut).toBe(false);
  });

  it('is unpacked as far as it goes where it was cut, and said to be cut', async () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => `${(index * 7919) % 10007}\n`).join('');
    const packed = gzipSync(`${LINE}${noise}${LINE}`);
    const log = await readLog(fileFeed(fileOf(packed.subarray(0, packed.length - 40))));
    expect(log.isCut).toBe(true);
    expect(log.events[0]?.line).toBe(1);
    const broken = Buffer.from(packed);
    broken.fill(0xff, 2000, 2100);
    expect(await readLog(fileFeed(fileOf(broken)))).toMatchObject({ isCut: true });
  });

  it('is read on where text follows what is packed, or more of that, or neither', async () => {
    const log = (...parts: readonly (string | Buffer)[]) =>
      readLog(fileFeed(fileOf(Buffer.concat(parts.map((part) => Buffer.from(part))))));
    const named = Buffer.concat([Buffer.from('1f8b081e00000000000305006162636465', 'hex')]);
    const header = Buffer.concat([named, Buffer.from('a.log\0a comment\0'), Buffer.alloc(2)]);
    for (const after of [LINE, gzipSync(LINE), Buffer.concat([header, gzipSync(LINE).subarray(10)])]) {
      const read = await log(gzipSync(LINE), after);
      expect(read.events.map(({ line }) => line)).toEqual([1, 2]);
      expect(read.isCut).toBe(false);
    }
    expect(await log(gzipSync(LINE), Buffer.alloc(512))).toMatchObject({
      events: [{ line: 1 }],
      isCut: false,
    });
  });

  it('is read on wherever the pieces that are read end', async () => {
    const long = `${LINE}${'another line\n'.repeat(30_000)}`;
    const stored = gzipSync(long, { level: 0 });
    for (const rest of [0, 1, 2, 9, 17, 18]) {
      // What is packed ends in the midst of the next piece's first bytes.
      const noise = Buffer.alloc(PIECE * 2 - stored.length - gzipSync('').length + rest, '\n');
      const first = gzipSync(noise, { level: 0 });
      const log = await readLog(fileFeed(fileOf(Buffer.concat([first, stored, Buffer.from(LINE)]))));
      expect([log.events.length, log.isCut]).toEqual([2, false]);
    }
  });

  it('of which the packed bytes are others than were packed is said to be cut', async () => {
    const stored = gzipSync(`${LINE}text\n`, { level: 0 });
    stored[stored.indexOf('text')] = 0x41;
    expect(await readLog(fileFeed(fileOf(stored)))).toMatchObject({ events: [{ line: 1 }], isCut: true });
  });

  it('that is not there, or a folder, is an error of the system', async () => {
    await expect(readLog(fileFeed('/nowhere/at/all'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readLog(fileFeed('/'))).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
