import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../problem/problem.js';
import { systemReason } from '../../problem/system-reason.js';
import { verifyProblems } from '../../problem/verify-problems.js';
import { lockTree, type TreeLock } from '../../tree/write/lock.js';
import { makeFolder } from '../../tree/write/make-folder.js';

/** Where one tree's copy and build are kept. Used by one run at a time. */
export interface Slot {
  readonly source: string;
  readonly manifest: string;
  readonly build: string;
  /** Says what the build was configured with. */
  readonly configured: string;
  /** Compiled objects of all trees. */
  readonly ccache: string;
  /** For another run to take. */
  release(): void;
}

/** Runs on one tree at once that find a place of their own. */
const MOST_AT_ONCE = 16;

/** The folder of caches where none is given: `$XDG_CACHE_HOME/qemu-downtime/verify`. */
export function defaultCache(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(home, 'qemu-downtime', 'verify');
}

/**
 * Takes the place of a tree in the cache; where another run has it, the next one.
 * @param key what the place is for
 * @throws EnvironmentLack `cache-unfit`
 */
export function takeSlot(cache: string, key: string): Slot {
  // The engines take a folder of this machine and where it is to be in the container, parted by a colon.
  if (cache.includes(':'))
    throw verifyProblems.cacheUnfit(cache, 'a colon in its name, which container engines cannot take');
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const ccache = join(cache, 'ccache');
  try {
    makeFolder(ccache);
    requireOwn(ccache);
    for (let number = 1; number <= MOST_AT_ONCE; number++) {
      const folder = join(cache, 'trees', number === 1 ? name : `${name}-${number}`);
      mkdirSync(folder, { recursive: true });
      requireOwn(folder);
      const lock = takeLock(folder);
      if (!lock) continue;
      const build = join(folder, 'build');
      mkdirSync(build, { recursive: true });
      return {
        source: join(folder, 'source'),
        manifest: join(folder, 'manifest.json'),
        build,
        configured: join(folder, 'configured'),
        ccache,
        release: () => lock.release(),
      };
    }
  } catch (error) {
    throw verifyProblems.cacheUnfit(cache, systemReason(error, 'write'));
  }
  throw verifyProblems.cacheUnfit(cache, `${MOST_AT_ONCE} runs verify this tree already`);
}

/** In a container nobody may write what is another's, not even root. */
function requireOwn(folder: string): void {
  const { uid } = statSync(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user (${uid})`);
}

/** Takes a folder, also from a run that is gone; undefined where another run has it. */
function takeLock(folder: string): TreeLock | undefined {
  try {
    return lockTree(realpathSync(folder));
  } catch (error) {
    if (error instanceof Refusal && error.problems.some(({ code }) => code === 'locked')) return undefined;
    throw error;
  }
}
