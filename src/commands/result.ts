import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemShort } from '../problem/tree-problems.js';

/**
 * Checks that `--output` can be written, before a command changes anything.
 * @throws EnvironmentLack
 */
export function requireOutput(output: string | undefined): void {
  if (output === undefined) return;
  try {
    accessSync(dirname(output), constants.W_OK);
    if (statSync(output, { throwIfNoEntry: false })?.isDirectory()) throw new Error('a folder');
  } catch (error) {
    throw systemShort(output, (error as Error).message, 'nothing was written');
  }
}

/** Writes a command's result to stdout, or to the file that `--output` names; text is one character a byte. */
export function writeResult(bytes: Buffer, output: string | undefined): void {
  if (output === undefined) {
    try {
      writeAll(1, bytes);
    } catch (error) {
      throw systemShort('standard output', (error as Error).message, 'the result is not whole');
    }
    return;
  }
  // Renamed into place, so that a full disk leaves no half of a result.
  const draft = `${output}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, bytes);
    renameSync(draft, output);
  } catch (error) {
    rmSync(draft, { force: true });
    throw systemShort(output, (error as Error).message, 'no result was written');
  }
}

/** Writes a message to stderr. Where even that fails there is nobody to tell. */
export function tell(text: string): void {
  if (text === '') return;
  try {
    writeAll(2, Buffer.from(text.endsWith('\n') ? text : `${text}\n`));
  } catch {}
}

/** Pipes take what they have room for; a reader that is gone ends the output quietly, as in `… | head`. */
function writeAll(descriptor: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
