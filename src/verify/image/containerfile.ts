import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../package-folder.js';

/** The image that trees are built in, as its Containerfile tells. */
export interface BuildImage {
  /** The folder of the Containerfile, for an engine that builds it. */
  readonly folder: string;
  /** Its name with a tag that is made of the Containerfile, so that another one is another image. */
  readonly name: string;
  /** Debian's suite. */
  readonly suite: string;
  /** Debian's packages. */
  readonly packages: readonly string[];
}

/**
 * Reads templates/verify/Containerfile: what it installs, and from which suite.
 * @param folder where it lies, as a URL that ends with a slash
 */
export function buildImage(folder = new URL('templates/verify/', packageFolder)): BuildImage {
  const text = readFileSync(new URL('Containerfile', folder), 'utf8');
  const [, suite] = /^FROM \S*debian:([a-z]+)/m.exec(text) ?? [];
  const [, list] = /--no-install-recommends \\\n([\s\S]*?)\n\s*&&/.exec(text) ?? [];
  if (suite === undefined || list === undefined)
    throw new Error('the Containerfile is not as it was written');
  const tag = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return {
    folder: fileURLToPath(folder),
    // Podman takes a name without a host for one of a registry's.
    name: `localhost/qemu-downtime-build:${tag}`,
    suite,
    packages: list.split(/[\s\\]+/).filter((word) => word !== ''),
  };
}
