import { readLog, type TraceLog } from '../../src/trace-log/read-log.js';

/** Reads a text as a log, in pieces of a size that cuts lines. */
export function readText(text: string | Buffer, form?: string, piece = 1000): Promise<TraceLog> {
  const bytes = Buffer.from(text);
  return readLog(async (push) => {
    for (let at = 0; at < bytes.length; at += piece) push(Buffer.from(bytes.subarray(at, at + piece)));
    return false;
  }, form);
}
