import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HOOKS } from './hooks-scene.js';

/** A hook is one file that people copy, so what both do is in both. */
it('is the same in both hooks', () => {
  const [commit, push] = ['pre-commit', 'pre-push'].map(
    (hook) => /^# --- the same in.*^# --- end ---$/ms.exec(readFileSync(join(HOOKS, hook), 'utf8'))?.[0],
  );
  expect(commit).toContain('lint_tree()');
  expect(push).toBe(commit);
});
