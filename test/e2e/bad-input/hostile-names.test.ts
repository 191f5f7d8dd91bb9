import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf } from '../../support/fixture-trees.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** A CI system would take the second line for a command to it, a terminal the end for a colour. */
const NAME = 'a\n::error::b\u001b[31m';

function hostileTree(): string {
  const tree = join(scratchFolder(), NAME);
  mkdirSync(tree);
  return copyOf('I-7.2', tree);
}

/** A name begins no line of its own, whatever is told of it. */
async function expectHarmless(args: readonly string[]): Promise<void> {
  const { stdout, stderr } = await cli(args);
  const all = stdout + stderr;
  expect(all).toContain('\\n::error::b\\x1b[31m');
  expect(all).not.toMatch(/^\s*::/m);
  expect(all).not.toContain('\u001b');
}

describe('a line feed in a name begins no line', () => {
  it.each(['apply --check', 'apply --dry-run', 'apply', 'revert', 'lint --write-baseline'])(
    'of a tree: %s',
    async (command) => {
      const tree = hostileTree();
      const words = command.split(' ');
      await expectHarmless([...words, ...(words[1] === '--write-baseline' ? [`${tree}.json`] : []), tree]);
    },
  );

  it.each([
    'apply',
    'lint',
    'revert',
    'verify',
    'collect',
    'report --source',
    'report --run',
    'lint --baseline',
    'backport --onto x',
    'pipeline --emit gitlab --onto x',
    'apply --output',
  ])('of what is not there: %s', async (command) => {
    await expectHarmless([...command.split(' '), join(scratchFolder(), NAME, 'x')]);
  });

  it.each(['apply --only', 'apply --format', 'lint --rule', 'lint --explain', 'checkpoints', ''])(
    'of what there never is: %s',
    async (command) => {
      await expectHarmless([...command.split(' ').filter((word) => word !== ''), NAME]);
    },
  );
});
