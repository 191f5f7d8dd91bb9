import { EnvironmentLack } from '../../src/problem/problem.js';
import { run } from './run.js';

/** The two trees of a source package: with Debian's patches applied, and as upstream released it. */
const TREE_KINDS = ['patched', 'unpatched'] as const;
export type TreeKind = (typeof TREE_KINDS)[number];

/**
 * Unpacks a `.dsc` in `folder` into both trees. dpkg-source compares the tarballs with the checksums in the
 * `.dsc` once more. Throws, if either fails, once both have ended.
 */
export async function unpackBoth(dsc: string, folder: string, signal: AbortSignal): Promise<void> {
  const results = await Promise.allSettled(
    TREE_KINDS.map(async (kind) => {
      const skip = kind === 'unpatched' ? ['--skip-patches'] : [];
      const ran = await run('dpkg-source', ['--no-copy', ...skip, '-x', dsc, kind], { cwd: folder, signal });
      if (ran.code !== 0) {
        throw new EnvironmentLack([
          {
            code: 'unpack-failed',
            expected: `dpkg-source to unpack ${dsc}`,
            found: `it exited with ${ran.code}:\n${ran.stderr.trim()}`,
            next: 'see that the disk has room (half a gigabyte for each tree) and run this again',
          },
        ]);
      }
    }),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
