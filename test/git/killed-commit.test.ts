import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckout } from '../../src/git/repository.js';
import { sweepIndexDrafts } from '../../src/git/work-index.js';
import { recoverTree } from '../../src/tree/write/recover.js';
import { MARKED_CHANGES } from '../tree/write/marked-changes.js';
import { child, countCalls, inTurns } from '../tree/write/run-killed.js';
import { git, scratchRepo } from './scratch-repo.js';

/** In words: what became of files, index and HEAD. Anything not in order is said in words that no test expects. */
function outcome(root: string, first: string): string {
  const strays = readdirSync(join(root, '.git')).filter((name) => /qemu-downtime|lock$/.test(name));
  if (strays.length > 0) return `strays: ${strays.join(' ')}`;
  const fresh = MARKED_CHANGES.filter(({ path, after }) => readFileSync(join(root, path)).equals(after));
  const files = fresh.length === 0 ? 'old' : fresh.length === MARKED_CHANGES.length ? 'new' : 'mixed';
  const head = git(root, 'rev-parse', 'HEAD') === first ? 'old' : 'new';
  const count = (...args: string[]): number =>
    git(root, 'diff', '--name-only', ...args)
      .split('\n')
      .filter(Boolean).length;
  return `files ${files}, HEAD ${head}, unstaged ${count()}, staged ${count('--cached')}`;
}

describe('a commit killed by SIGKILL', { timeout: 600_000 }, () => {
  it('leaves an ordinary state of git, at every call that changes the disk', async () => {
    const whole = scratchRepo();
    const calls = await countCalls('commit', whole);
    expect(calls).toBeGreaterThan(30);
    const roots = Array.from({ length: calls }, () => scratchRepo());
    const outcomes = await inTurns(calls, async (n) => {
      const root = roots[n - 1] ?? '';
      const first = git(root, 'rev-parse', 'HEAD');
      expect((await child('commit', root, n)).signal).toBe('SIGKILL');
      await recoverTree(root);
      sweepIndexDrafts(await openCheckout(root));
      expect(existsSync(join(root, '.git/HEAD.lock'))).toBe(false);
      return outcome(root, first);
    });
    const order = [
      'files old, HEAD old, unstaged 0, staged 0',
      'files new, HEAD old, unstaged 3, staged 0',
      'files new, HEAD old, unstaged 0, staged 3',
      'files new, HEAD new, unstaged 0, staged 0',
    ];
    expect(outcomes.filter((state) => !order.includes(state))).toEqual([]);
    // Only ever forwards.
    const ranks = outcomes.map((state) => order.indexOf(state));
    expect(ranks).toEqual([...ranks].sort());
    expect([...new Set(ranks)].slice(0, 3)).toEqual([0, 1, 2]);
  });
});
