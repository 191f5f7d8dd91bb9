import { existsSync, type Stats } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { changedMeanwhile, unreadable } from '../../problem/tree-problems.js';
import { errnoOf } from '../../tree/errno.js';
import { realRoot } from '../../tree/real-root.js';
import type { ContentEntry, Origin, TreeContent } from './tree-content.js';

/** Folders of other tools, and of this one. */
const PASSED_OVER = new Set(['.git', '.svn', '.hg', '.pc', 'node_modules']);

/** What a folder that QEMU is built in has, whatever it is called. */
const BUILD_MARKS = ['build.ninja', 'config-host.mak', 'meson-private'];

/** The tree in a folder, without what is built in it. Nothing of it is ever written to. */
export class FolderContent implements TreeContent {
  readonly key: string;
  readonly origin: Origin;
  readonly absent = [];
  readonly #root: string;

  /** @param name as the user gave it @throws Refusal `no-such-tree` */
  constructor(readonly name: string) {
    this.#root = realRoot(name);
    this.key = `folder:${this.#root}`;
    const kind = existsSync(join(this.#root, '.git')) ? 'checkout' : 'files';
    this.origin = { kind, folder: name };
  }

  async *entries(): AsyncIterable<ContentEntry> {
    yield* this.#in('');
  }

  async *#in(folder: string): AsyncIterable<ContentEntry> {
    const names = await asked(folder || '.', () => readdir(join(this.#root, folder)));
    for (const name of names.sort()) {
      if (PASSED_OVER.has(name)) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      const whole = join(this.#root, path);
      const stats = await asked(path, () => lstat(whole));
      if (stats.isDirectory()) {
        if (!isBuildFolder(whole)) yield* this.#in(path);
      } else if (stats.isSymbolicLink()) {
        const read = async () => Buffer.from(await asked(path, () => readlink(whole)));
        yield { path, kind: 'link', identity: identityOf(stats), read };
      } else if (stats.isFile()) {
        const kind = (stats.mode & 0o100) === 0 ? 'file' : 'executable';
        yield { path, kind, identity: identityOf(stats), read: () => asked(path, () => readFile(whole)) };
      }
    }
  }
}

/** @throws Refusal where the system does not give it */
async function asked<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw code === 'ENOENT' ? changedMeanwhile(path, 'it is gone') : unreadable(path, code);
  }
}

function identityOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${ino}-${size}-${mtimeMs}-${ctimeMs}`;
}

function isBuildFolder(folder: string): boolean {
  return BUILD_MARKS.some((name) => existsSync(join(folder, name)));
}
