import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { systemReason } from '../problem/system-reason.js';
import { JsonView, NotAsDescribed } from './json-view.js';

/** No result of a revision is longer by far. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A document, or why there is none that can be read. */
export type Read = { readonly document: JsonView } | { readonly missing: true } | { readonly unfit: string };

/**
 * Reads a document of JSON. What is in a file that is none is never told: a job can put a link there to any file.
 * @param schema what its `schema` has to say
 */
export function readDocument(path: string, schema: string): Read {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) return { unfit: 'it is no file' };
      if (stats.size > MOST_BYTES) return { unfit: `it has ${stats.size} bytes` };
      return parsed(readFileSync(file, 'utf8'), schema);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { missing: true };
    return { unfit: code === 'ELOOP' ? 'it is a link' : `it cannot be read: ${systemReason(error)}` };
  }
}

function parsed(text: string, schema: string): Read {
  let document: JsonView;
  try {
    document = new JsonView(JSON.parse(text));
  } catch {
    return { unfit: text.trim() === '' ? 'it is empty' : 'it is no JSON, or only a part' };
  }
  try {
    const found = document.member('schema').text;
    return found === schema ? { document } : { unfit: `it is not of ${schema}` };
  } catch (error) {
    return { unfit: whyOf(error) };
  }
}

/** What is wrong with a document. @throws what is no fault of the document */
export function whyOf(error: unknown): string {
  if (error instanceof NotAsDescribed) return error.message;
  throw error;
}
