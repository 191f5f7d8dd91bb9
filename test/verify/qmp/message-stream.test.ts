import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageStream, type QmpMessage } from '../../../src/verify/qmp/message-stream.js';

const take = (text: string, limit?: number): QmpMessage[] => new MessageStream(limit).take(Buffer.from(text));

/** Lines as a server may write them, and some that it should not. */
const anyLine = fc.oneof(
  fc.record({ return: fc.jsonValue(), id: fc.nat() }).map((value) => JSON.stringify(value)),
  fc
    .record({ event: fc.string(), data: fc.dictionary(fc.string(), fc.jsonValue()) })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ error: fc.record({ class: fc.string(), desc: fc.string({ unit: 'grapheme' }) }), id: fc.nat() })
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')),
);

/** The same bytes in other pieces. */
function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(start, start + length));
    start += length;
  }
  return [...pieces, bytes.subarray(start)];
}

describe('what a QMP server writes', () => {
  it('is told apart: greeting, answer, refusal, event', () => {
    expect(take('{"QMP": {"version": {}}}\r\n')).toEqual([{ kind: 'greeting', greeting: { version: {} } }]);
    expect(take('{"return": [], "id": 7}\n')).toEqual([{ kind: 'answer', id: 7, answer: [] }]);
    expect(take('{"id": 7, "error": {"class": "GenericError", "desc": "no"}}\n')).toEqual([
      { kind: 'refusal', id: 7, errorClass: 'GenericError', description: 'no' },
    ]);
    expect(take('{"timestamp": {}, "event": "STOP"}\n')).toEqual([
      { kind: 'event', event: { name: 'STOP', data: {} } },
    ]);
  });

  it.each(['warning: no such thing', '{"return":', '[1, 2]', 'null', '{}', '{"error": "text"}'])(
    'is noise where it is no message: %s',
    (text) => {
      expect(take(`${text}\n`)).toEqual([{ kind: 'noise', text }]);
    },
  );

  it('passes over empty lines, and keeps what has no end yet', () => {
    const stream = new MessageStream();
    expect(stream.take(Buffer.from('\r\n\n{"return": 1'))).toEqual([]);
    expect(stream.rest()).toBe('{"return": 1');
    expect(stream.take(Buffer.from('}\n'))).toEqual([{ kind: 'answer', id: undefined, answer: 1 }]);
    expect(stream.rest()).toBe('');
  });

  it('gives the same messages however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(anyLine), fc.array(fc.nat(20)), (lines, lengths) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const stream = new MessageStream();
        expect(cut(bytes, lengths).flatMap((piece) => stream.take(piece))).toEqual(
          new MessageStream().take(bytes),
        );
      }),
    );
  });

  it('holds no more of an endless line than the limit, and reads on after it', () => {
    const stream = new MessageStream(10);
    for (let piece = 0; piece < 1000; piece += 1) expect(stream.take(Buffer.alloc(1000, 'x'))).toEqual([]);
    expect(stream.rest()).toBe('xxxxxxxxxx');
    expect(stream.take(Buffer.from('\n{"return":1}\n'))).toEqual([
      { kind: 'noise', text: 'xxxxxxxxxx' },
      { kind: 'noise', text: '{"return":' },
    ]);
    expect(take('{"return":1}and more\n', 12)).toEqual([{ kind: 'noise', text: '{"return":1}' }]);
    expect(take(`${'x'.repeat(100)}\n{"return":1}\n`, 20)).toEqual([
      { kind: 'noise', text: 'x'.repeat(20) },
      { kind: 'answer', id: undefined, answer: 1 },
    ]);
  });
});
