import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GitChange, TextChange } from '../../src/patch/text-change.js';
import { blobId } from '../../src/tree/blob-id.js';

/** The machine's own settings would show in what git prints. */
const PLAIN = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_PAGER: 'cat' };
const SETTINGS = ['-c', 'core.attributesFile=/dev/null', '-c', 'core.autocrlf=false'];

/** Runs the machine's git. Its output has one character a byte. @param allowed other exit codes that are fine */
export function runGit(
  folder: string,
  args: readonly string[],
  {
    input,
    allowed = [],
    env = {},
  }: { input?: Buffer; allowed?: number[]; env?: Record<string, string> } = {},
): string {
  try {
    return execFileSync('git', [...SETTINGS, ...args], {
      cwd: folder,
      env: { ...process.env, ...PLAIN, ...env },
      encoding: 'latin1',
      stdio: 'pipe',
      ...(input ? { input } : {}),
    });
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status !== undefined && allowed.includes(status)) return stdout ?? '';
    throw error;
  }
}

/** Writes texts into a folder, one character a byte. */
export function putTexts(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(text, 'latin1'));
  }
}

/** A new folder with the texts of one side. */
export function folderWith(space: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(space, 'side-'));
  putTexts(folder, files);
  return folder;
}

/** The change as git's index would have it. */
export function withIds(file: TextChange): GitChange {
  const id = (text: string): string => blobId(Buffer.from(text, 'latin1'));
  return { ...file, mode: '100644', beforeId: id(file.before), afterId: id(file.after) };
}

/** What the machine's git prints between the two sides of the changes. */
export function diffByGit(space: string, files: readonly TextChange[], ...args: string[]): string {
  const root = mkdtempSync(join(space, 'pair-'));
  const side = (of: 'before' | 'after') => Object.fromEntries(files.map((file) => [file.path, file[of]]));
  putTexts(join(root, 'a'), side('before'));
  putTexts(join(root, 'b'), side('after'));
  return runGit(root, ['diff', '--no-index', '--no-prefix', ...args, 'a', 'b'], { allowed: [1] });
}

/** The text that the machine's git makes of the old one by a diff. */
export function appliedByGit(space: string, { path, before }: TextChange, diff: string): string {
  const root = folderWith(space, { [path]: before });
  // Outside of any repository git takes the folder for what it is.
  const env = { GIT_CEILING_DIRECTORIES: space };
  runGit(root, ['apply', '--whitespace=nowarn'], { input: Buffer.from(diff, 'latin1'), env });
  return readFileSync(join(root, path), 'latin1');
}
