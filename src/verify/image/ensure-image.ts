import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyProblems } from '../../problem/verify-problems.js';
import type { ContainerEngine } from '../engine/container-engine.js';
import { runCommand } from '../engine/run-command.js';
import { bootstrap } from './bootstrap.js';
import { buildImage } from './containerfile.js';

/** An image on this machine. */
export interface EnsuredImage {
  readonly name: string;
  /** As the engine has it; builds made with another image are not reused. */
  readonly id: string;
  /** It was there already. */
  readonly isCached: boolean;
}

const MINUTES = 60_000;

/**
 * Sees to an image to build in: the user's own, or ours, which is made once. Made by a bootstrap from this machine's
 * Debian mirror, which needs no registry; where that cannot be, from the Containerfile by the engine.
 * @throws EnvironmentLack `no-image`, `image-not-made`
 */
export async function ensureImage(
  engine: ContainerEngine,
  own: string | undefined,
  signal?: AbortSignal,
): Promise<EnsuredImage> {
  if (own !== undefined) {
    // An engine would take it for an option.
    const id = own.startsWith('-') ? undefined : await engine.imageId(own);
    if (id === undefined) throw verifyProblems.noImage(own);
    return { name: own, id, isCached: true };
  }
  const image = buildImage();
  const known = await engine.imageId(image.name);
  if (known !== undefined) return { name: image.name, id: known, isCached: true };
  const tries: string[] = [];
  const options = { timeoutMs: 20 * MINUTES, graceMs: 10_000, ...(signal && { signal }) };
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-image-'));
  try {
    const made = await bootstrap(image, folder, options);
    if ('why' in made) tries.push(`bootstrap: ${made.why}`);
    else {
      const end = await engine.ask(['import', made.tar, image.name], options);
      if (end.code !== 0) tries.push(`${engine.name} import: ${lastLine(end.stderr)}`);
    }
  } finally {
    // A bootstrap that was killed may have left mounts of /proc and /dev in it.
    await runCommand('rm', ['-rf', '--one-file-system', folder]);
  }
  if (tries.length > 0 && signal?.aborted !== true) {
    const args = ['build', '--network=host', `--tag=${image.name}`, `--file=${image.folder}Containerfile`];
    const end = await engine.ask([...args, image.folder], options);
    if (end.code !== 0) tries.push(`${engine.name} build: ${lastLine(end.stderr)}`);
  }
  const id = await engine.imageId(image.name);
  if (id === undefined) throw verifyProblems.imageNotMade(tries);
  return { name: image.name, id, isCached: false };
}

/** The line of an error that says it. */
function lastLine(stderr: string): string {
  return stderr.trim().split('\n').at(-1) || 'no reason given';
}
