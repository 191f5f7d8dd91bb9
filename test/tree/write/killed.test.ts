import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recoverTree } from '../../../src/tree/write/recover.js';
import { MARKED_CHANGES } from './marked-changes.js';
import { child, countCalls, inTurns } from './run-killed.js';
import { scratchFolder, scratchTree, stateOfTree } from './scratch-tree.js';

describe('a write killed by SIGKILL', { timeout: 600_000 }, () => {
  it('is wholly old or wholly new after recovery, at every call that changes the disk', async () => {
    const whole = scratchTree();
    const calls = await countCalls('write', whole);
    expect(stateOfTree(whole)).toBe('new');
    expect(calls).toBeGreaterThan(20);

    const roots = Array.from({ length: calls }, () => scratchTree());
    const states = await inTurns(calls, async (n) => {
      const root = roots[n - 1] ?? '';
      const { signal } = await child('write', root, n);
      expect(signal).toBe('SIGKILL');
      await recoverTree(root);
      return stateOfTree(root);
    });
    // Old up to the moment the journal takes its name, new from then on: never back again.
    const decided = states.indexOf('new');
    expect(decided).toBeGreaterThan(0);
    expect(states).toEqual(states.map((_state, index) => (index < decided ? 'old' : 'new')));
    // Some of the kills must have hit between two renames, or this test shows nothing.
    expect(states.length - decided).toBeGreaterThan(3);
  });

  it('is completed even if the recovery is killed as well, at every call', async () => {
    const mixed = await mixedTree();
    const copyOfMixed = (): string => {
      const root = scratchFolder();
      cpSync(mixed, root, { recursive: true });
      return root;
    };
    const recoveryCalls = await countCalls('recover', copyOfMixed());
    expect(recoveryCalls).toBeGreaterThan(10);

    const roots = Array.from({ length: recoveryCalls }, copyOfMixed);
    const states = await inTurns(recoveryCalls, async (n) => {
      const root = roots[n - 1] ?? '';
      const { signal } = await child('recover', root, n);
      expect(signal).toBe('SIGKILL');
      await recoverTree(root);
      return stateOfTree(root);
    });
    expect([...new Set(states)]).toEqual(['new']);
  });
});

/** A tree whose write was killed between two renames. */
async function mixedTree(): Promise<string> {
  const calls = await countCalls('write', scratchTree());
  for (let stop = calls; stop > 0; stop -= 1) {
    const root = scratchTree();
    await child('write', root, stop);
    const done = MARKED_CHANGES.filter(({ path, after }) => readFileSync(join(root, path)).equals(after));
    if (done.length > 0 && done.length < MARKED_CHANGES.length) return root;
  }
  throw new Error('no kill hit between two renames');
}
