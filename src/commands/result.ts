import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemReason } from '../problem/system-reason.js';
import { resultLost } from '../problem/tree-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import { KNOWN_PATHS } from '../tree/layout.js';
import { isSameFile, statsAt } from '../tree/stats-at.js';
import { JOURNAL_FILE, LOCK_FILE } from '../tree/write/names.js';

/** The options of a command, with `--output -` taken for what it means: no file. */
export function onStdout<Options extends { readonly output?: string }>(options: Options): Options {
  if (options.output !== '-') return options;
  const { output: _, ...rest } = options;
  return rest as Options;
}

/**
 * Checks that `--output` can be written, before a command changes anything.
 * @param folder a QEMU tree, whose files must not be overwritten
 * @param option what the user named the file by, if not by `--output`
 * @throws WrongUsage `output-unfit`
 */
export function requireOutput(output: string | undefined, folder?: string, option?: string): void {
  if (output === undefined) return;
  if (output !== '' && !statsAt(dirname(output)))
    throw usageProblems.noOutputFolder(output, dirname(output), option);
  const why = unfit(output) ?? (folder === undefined ? undefined : takenBy(output, folder));
  if (why !== undefined) throw usageProblems.outputUnfit(output, why, option);
}

/**
 * Checks that a result does not take the place of what it is made of.
 * @param inputs paths that the command reads
 * @throws WrongUsage `output-unfit`
 */
export function requireNoInput(output: string | undefined, inputs: readonly string[]): void {
  if (output === undefined || !statsAt(output)?.isFile()) return;
  if (inputs.some((path) => isSameFile(path, output)))
    throw usageProblems.outputUnfit(output, 'this run reads it');
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function unfit(output: string): string | undefined {
  const folder = dirname(output);
  if (output === '') return 'an empty name';
  if (!statsAt(folder)?.isDirectory()) return `${folder} is not a folder`;
  const target = statsAt(output);
  if (target?.isDirectory()) return 'a folder';
  try {
    accessSync(target && !target.isFile() ? output : dirname(realOf(output) ?? output), constants.W_OK);
    return undefined;
  } catch (error) {
    return `cannot be written: ${systemReason(error, 'write')}`;
  }
}

/** Whether the output is one of the tree's own files, by its name or by another one. */
function takenBy(output: string, folder: string): string | undefined {
  const root = realOf(folder);
  if (root === undefined) return undefined;
  const target = realOf(output) ?? join(realOf(dirname(output)) ?? '', basename(output));
  const same = [...KNOWN_PATHS, LOCK_FILE, JOURNAL_FILE].find((path) => {
    const file = join(root, path);
    if (target === file || target === join(realOf(dirname(file)) ?? '', basename(file))) return true;
    return isSameFile(file, output);
  });
  return same === undefined ? undefined : `${same} of the tree`;
}

/**
 * Writes a command's result to stdout, or to the file that `--output` names; text is one character a byte.
 * @param state what has happened by now, for the message if that fails
 * @throws EnvironmentLack `result-lost`
 */
export function writeResult(
  bytes: Buffer,
  output: string | undefined,
  state = 'the result is not whole',
): void {
  if (output !== undefined) {
    writeResultFiles([{ path: output, bytes }], state);
    return;
  }
  try {
    writeAll(1, bytes);
  } catch (error) {
    throw resultLost('standard output', systemReason(error, 'write'), state);
  }
}

/** A file that is to be written. */
export interface ResultFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * Writes results to files, all of them or none.
 * @param state what has happened by now, for the message if that fails
 * @throws EnvironmentLack `result-lost`
 */
export function writeResultFiles(files: readonly ResultFile[], state = 'no result was written'): void {
  let at = '';
  const drafts: { readonly draft: string; readonly target: string }[] = [];
  try {
    for (const { path, bytes } of files) {
      at = path;
      const stats = statsAt(path);
      if (stats && !stats.isFile()) writeDevice(bytes, path);
      else drafts.push(drafted(bytes, realOf(path) ?? path));
    }
    // Renamed into place, so that a full disk leaves no half of a result.
    for (const { draft, target } of drafts) renameSync(draft, target);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    throw resultLost(at, systemReason(error, 'write'), state);
  }
}

function drafted(bytes: Buffer, target: string): { readonly draft: string; readonly target: string } {
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, bytes);
    return { draft, target };
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** A pipe or a device takes what is written, and has no name to be renamed to. */
function writeDevice(bytes: Buffer, path: string): void {
  const descriptor = openSync(path, 'w');
  try {
    writeAll(descriptor, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a message to stderr. Where even that fails there is nobody to tell. */
export function tell(text: string): void {
  if (text !== '') tellInPlace(text.endsWith('\n') ? text : `${text}\n`);
}

/** As {@link tell}, without ending the line. */
export function tellInPlace(text: string): void {
  try {
    writeAll(2, Buffer.from(text));
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
