import { existsSync } from 'node:fs';

/**
 * The folder of this package, with its package.json and templates, as a URL that ends with a slash.
 * Looked for upwards, since the built program lies elsewhere than its sources.
 */
export const packageFolder: URL = findPackage(new URL('./', import.meta.url));

function findPackage(from: URL): URL {
  for (let at = from; ; at = new URL('../', at)) {
    if (existsSync(new URL('templates/', at))) return at;
    if (at.pathname === '/')
      throw new Error(`no templates above ${from.pathname}: the package is incomplete`);
  }
}
