import { describe, expect, it } from 'vitest';
import { copyOf } from '../support/fixture-trees.js';
import { commitAll } from '../support/git-scene.js';
import { cli } from '../support/run-cli.js';
import { putFiles } from '../tree/write/scratch-tree.js';

/** What a cherry-pick leaves where a release has its sources elsewhere: a complete tree beside the one that is built. */
describe('lint of a tree with sources of two layouts', () => {
  it('is an error in a folder and in a revision, whatever is in them', async () => {
    const root = copyOf('M-10.0');
    expect((await cli(['lint', root])).stdout).not.toContain('is there beside');
    putFiles(root, { 'savevm.c': 'int none;\n' });
    commitAll(root);
    for (const args of [
      ['lint', root],
      ['lint', '--repo', root, '--rev', 'HEAD'],
    ]) {
      const { code, stdout } = await cli(args);
      expect(code).toBe(1);
      expect(stdout).toContain('savevm.c is there beside migration/savevm.c');
    }
  });
});
