import { SourceFile } from '../csource/source-file.js';
import { EventsFile } from '../trace-events/events-file.js';

/** The C files of a tree that a recipe touches. */
export interface Sources {
  readonly migration: SourceFile;
  readonly savevm: SourceFile;
}

/** The texts of the files a recipe touches, one character a byte, with their paths in the tree. */
export interface TreeTexts {
  readonly migration: { readonly path: string; readonly text: string };
  readonly savevm: { readonly path: string; readonly text: string };
  readonly events: { readonly path: string; readonly text: string };
}

/** The same with migration.h, which some commits of upstream's series change. */
export interface SeriesTexts extends TreeTexts {
  readonly header?: { readonly path: string; readonly text: string } | undefined;
}

/** A tree's texts, read as C and as an events file. */
export interface ReadTexts {
  readonly sources: Sources;
  readonly events: EventsFile;
}

/** How many files a cache keeps: those of the last few trees, which are the likeliest to come again. */
const KEPT_FILES = 12;

/**
 * C files that were read already, for ports onto many trees: neighbouring branches mostly have the same files.
 * What is parsed of a file stays with it.
 */
export class SourceCache {
  readonly #files = new Map<string, SourceFile>();

  /** The file with this path and text, read now or before. */
  read(path: string, text: string): SourceFile {
    const known = this.#files.get(text);
    this.#files.delete(text);
    const file = known?.path === path ? known : new SourceFile(path, text);
    // Put last: the file used longest ago goes first.
    this.#files.set(text, file);
    const oldest = this.#files.keys().next();
    if (this.#files.size > KEPT_FILES && !oldest.done) this.#files.delete(oldest.value);
    return file;
  }
}

/**
 * Reads texts into their models; parses nothing yet.
 * @param cache files that were read before
 */
export function readTexts(texts: TreeTexts, cache: SourceCache = new SourceCache()): ReadTexts {
  return {
    sources: {
      migration: cache.read(texts.migration.path, texts.migration.text),
      savevm: cache.read(texts.savevm.path, texts.savevm.text),
    },
    events: new EventsFile(texts.events.path, texts.events.text),
  };
}
