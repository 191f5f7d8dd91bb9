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

/** A tree's texts, read as C and as an events file. */
export interface ReadTexts {
  readonly sources: Sources;
  readonly events: EventsFile;
}

/** Reads texts into their models; parses nothing yet. */
export function readTexts(texts: TreeTexts): ReadTexts {
  return {
    sources: {
      migration: new SourceFile(texts.migration.path, texts.migration.text),
      savevm: new SourceFile(texts.savevm.path, texts.savevm.text),
    },
    events: new EventsFile(texts.events.path, texts.events.text),
  };
}
