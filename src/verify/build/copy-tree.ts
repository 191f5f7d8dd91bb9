import { readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathLeavesTree, symlinkInTree } from '../../problem/tree-problems.js';
import { checkFolder } from '../../tree/safe-path.js';
import type { ContentEntry } from './tree-content.js';

/** What the copy holds: by path, what was copied. */
type Manifest = ReadonlyMap<string, string>;

/** What a copy has other bytes of than the tree: by path, given the tree's bytes or undefined where there are none. */
export type Overlay = ReadonlyMap<string, (original: Buffer | undefined) => Buffer>;

/** Instead of the identity of a file that the overlay has: looked at by its bytes. */
const OVERLAID = 'overlaid';

/**
 * Makes a folder hold the tree with the overlay on it. Files whose bytes are right already are not written, so that
 * what was built of them stays up to date; files that the tree no longer has go.
 * @param manifestFile tells what the copy has; removed while the copy is being changed, so that an interrupted copy is
 *   made anew
 * @throws Refusal where a path leads out of the tree; system errors as they are
 */
export async function copyTree(
  entries: Iterable<ContentEntry>,
  folder: string,
  manifestFile: string,
  overlay: Overlay,
  signal?: AbortSignal,
): Promise<{ readonly written: number }> {
  const before = readManifest(manifestFile);
  await rm(manifestFile, { force: true });
  if (!before) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const wanted = wantedFiles(entries, overlay);
  const after: Manifest = new Map([...wanted].map(([path, file]) => [path, stateOf(file)]));
  // What was a file may be a folder now.
  for (const path of before?.keys() ?? [])
    if (!after.has(path) && hasFolder(folder, path))
      await rm(join(folder, path), { recursive: true, force: true });
  const copy = new Copy(folder, before ?? new Map());
  const [links, files] = parted(wanted);
  requireNothingBelow(new Set(links.map(([path]) => path)), wanted.keys());
  await inParallel(files, async ([path, file]) => {
    signal?.throwIfAborted();
    await copy.put(path, file);
  });
  // One that came while others are written might lead them out of the copy.
  for (const [path, link] of links) {
    signal?.throwIfAborted();
    await copy.put(path, link);
  }
  signal?.throwIfAborted();
  await writeFile(manifestFile, JSON.stringify([...after]));
  return { written: copy.written };
}

/** A tree of git's that was made by hand may have a link and something below it. @throws Refusal `symlink-in-tree` */
function requireNothingBelow(links: ReadonlySet<string>, paths: Iterable<string>): void {
  for (const path of paths)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      if (links.has(path.slice(0, end))) throw symlinkInTree(path.slice(0, end));
}

/** How many files are under way at a time: node's own threads are four, and the disk is quicker asked more at once. */
const UNDER_WAY = 16;

/** Does work on all; once it fails for one, no more are begun. */
async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of rest) {
      if (failed) return;
      await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: UNDER_WAY }, worker));
  const failure = ended.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
}

function parted(
  wanted: ReadonlyMap<string, WantedFile>,
): [links: [string, WantedFile][], files: [string, WantedFile][]] {
  const all = [...wanted];
  const isLink = ([, { kind }]: [string, WantedFile]): boolean => kind === 'link';
  return [all.filter(isLink), all.filter((one) => !isLink(one))];
}

/** A file that the copy is to have. */
interface WantedFile {
  readonly kind: ContentEntry['kind'];
  readonly identity: string;
  readonly bytes: () => Promise<Buffer>;
}

function wantedFiles(entries: Iterable<ContentEntry>, overlay: Overlay): Map<string, WantedFile> {
  const wanted = new Map<string, WantedFile>();
  for (const entry of entries) {
    const change = overlay.get(entry.path);
    // The overlay's bytes are the file's, not those of where a link points to.
    const kind = change && entry.kind === 'link' ? 'file' : entry.kind;
    const identity = change ? OVERLAID : entry.identity;
    const bytes = change ? async () => change(await entry.read()) : () => entry.read();
    wanted.set(entry.path, { kind, identity, bytes });
  }
  for (const [path, change] of overlay)
    if (!wanted.has(path))
      wanted.set(path, { kind: 'file', identity: OVERLAID, bytes: async () => change(undefined) });
  return wanted;
}

/** Whether a path's folder is there, and no link on the way to it. */
function hasFolder(root: string, path: string): boolean {
  return checkFolder(root, dirname(path));
}

class Copy {
  readonly #made = new Set<string>();
  written = 0;

  constructor(
    readonly folder: string,
    readonly before: Manifest,
  ) {}

  async put(path: string, file: WantedFile): Promise<void> {
    const was = this.before.get(path);
    if (file.identity !== OVERLAID && was === stateOf(file)) return;
    // A tree of git's may be made by hand to have any name.
    if (path.split('/').some((part) => ['', '.', '..'].includes(part))) throw pathLeavesTree(path);
    const target = join(this.folder, path);
    await this.#makeFolder(dirname(path));
    const content = await file.bytes();
    const { kind } = file;
    // Its bytes don't tell whether it may be run.
    if (kind !== 'link' && was?.startsWith(`${kind}:`) && (await hasBytes(target, content))) return;
    this.written += 1;
    await rm(target, { recursive: true, force: true });
    if (kind === 'link') await symlink(content.toString(), target);
    else {
      await writeFile(target, content);
      if (kind === 'executable') await chmod(target, 0o755);
    }
  }

  /** Follows no link of the tree, which may lead anywhere. */
  async #makeFolder(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    if (!checkFolder(this.folder, folder)) await mkdir(join(this.folder, folder), { recursive: true });
    this.#made.add(folder);
  }
}

function stateOf({ kind, identity }: WantedFile): string {
  return `${kind}:${identity}`;
}

function readManifest(file: string): Manifest | undefined {
  try {
    return new Map(JSON.parse(readFileSync(file, 'utf8')) as [string, string][]);
  } catch {
    return undefined;
  }
}

async function hasBytes(file: string, bytes: Buffer): Promise<boolean> {
  try {
    return bytes.equals(await readFile(file));
  } catch {
    return false;
  }
}
