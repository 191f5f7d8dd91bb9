import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import * as holders from '../../../src/tree/write/holder.js';
import { lockTree } from '../../../src/tree/write/lock.js';
import * as newFile from '../../../src/tree/write/new-file.js';
import { failureOf } from '../refusal.js';
import { putFiles, scratchTree, stateOfTree } from './scratch-tree.js';

vi.mock('../../../src/tree/write/holder.js', { spy: true });
vi.mock('../../../src/tree/write/new-file.js', { spy: true });

const LOCK = '.qemu-downtime.lock';

it('a lock that a faster run put in the place of a dead one stays, whoever found the dead one too', async () => {
  const root = scratchTree();
  const faster = holders.holderText(holders.ownHolder());
  putFiles(root, { [LOCK]: holders.holderText({ ...holders.ownHolder(), start: '1' }) });
  vi.mocked(holders.liveness).mockImplementationOnce(() => {
    putFiles(root, { [LOCK]: faster });
    return 'dead';
  });
  expect(await failureOf(() => lockTree(root))).toMatchObject({ code: 'locked', file: LOCK });
  expect(readFileSync(join(root, LOCK), 'utf8')).toBe(faster);
});

it('a draft that a run in another container swept away is written again', () => {
  const root = scratchTree();
  vi.mocked(newFile.writeNewFile).mockImplementationOnce(() => undefined);
  lockTree(root).release();
  expect(stateOfTree(root)).toBe('old');
});
