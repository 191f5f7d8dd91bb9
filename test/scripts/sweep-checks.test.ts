import { describe, expect, it } from 'vitest';
import { onlyEditsDiffer } from '../../scripts/sweep/bytes-outside.js';
import { portInMemory } from '../../scripts/sweep/port-in-memory.js';
import { roundTripFailures } from '../../scripts/sweep/round-trip.js';
import { treeIdWith } from '../../scripts/sweep/tree-object.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { planPort } from '../../src/port/plan.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { blobId } from '../../src/tree/blob-id.js';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { git } from '../git/scratch-repo.js';
import { copyOf } from '../support/fixture-trees.js';
import { ScratchHistory } from './scratch-history.js';

const SETTINGS = { fixes: false, roundTrip: true, revertMayDecline: false };

function texts(name: string) {
  return treeTexts(openFolderTree(copyOf(name)));
}

describe('onlyEditsDiffer', () => {
  const file = (after: string) => ({
    path: 'x',
    before: 'one two three',
    after,
    edits: [
      { start: 8, end: 13, text: '3' },
      { start: 3, end: 3, text: '!' },
    ],
  });

  it('takes the planned edits', () => expect(onlyEditsDiffer(file('one! two 3'))).toBe(true));
  it.each(['one! twO 3', 'one! two 3 ', 'one? two 3', 'one two 3', 'One! two 3', 'one! two three'])(
    'sees %j',
    (after) => expect(onlyEditsDiffer(file(after))).toBe(false),
  );
  it('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 5, text: 'a' },
      { start: 3, end: 6, text: 'b' },
    ];
    expect(onlyEditsDiffer({ path: 'x', before: '123456', after: 'ab', edits })).toBe(false);
  });
});

describe.each(['sha1', 'sha256'] as const)('treeIdWith (%s)', (format) => {
  it('gives the id that git gives, and writes nothing', async () => {
    const history = new ScratchHistory(format);
    history.commitOnly('first', { top: 'a\n', 'dir/one': 'b\n', 'dir/deep/two': 'c\n', 'dir.txt': 'd\n' });
    const before = history.state;
    const reader = await openObjectReader(history.root);
    const id = (text: string) => blobId(Buffer.from(text), format);
    const changed = await treeIdWith(
      reader,
      'HEAD^{tree}',
      new Map([
        ['top', id('A\n')],
        ['dir/deep/two', id('C\n')],
      ]),
    );
    await expect(treeIdWith(reader, 'HEAD^{tree}', new Map([['dir/none', id('')]]))).rejects.toThrow(
      'has no none',
    );
    await expect(treeIdWith(reader, 'HEAD^{tree}', new Map([['none', id('')]]))).rejects.toThrow(
      'has no none',
    );
    await reader.close();
    expect(history.state).toBe(before);
    history.commitFiles('second', { top: 'A\n', 'dir/deep/two': 'C\n' });
    expect(changed).toBe(git(history.root, 'rev-parse', 'HEAD^{tree}'));
  });
});

describe('portInMemory', () => {
  it('counts calls', async () => {
    expect(await portInMemory(texts('I-7.2'), SETTINGS)).toMatchObject({
      verdict: 'ported',
      sites: 20,
      inserted: 20,
      failures: [],
    });
  });

  it('is wrong where a further check fails', async () => {
    const outcome = await portInMemory(texts('I-7.2'), SETTINGS, async () => ['not so']);
    expect(outcome).toMatchObject({ verdict: 'wrong', failures: ['not so'] });
  });

  it('takes an error for a crash, and goes on', async () => {
    const outcome = await portInMemory(texts('I-7.2'), SETTINGS, async () => {
      throw new TypeError('no such thing');
    });
    expect(outcome.verdict).toBe('crashed');
    expect(outcome.failures[0]).toContain('no such thing');
  });
});

describe('roundTripFailures', () => {
  const options = { selected: () => true, fixes: false, revertMayDecline: false };

  it('finds nothing after a right port', () => {
    const original = texts('G-5.2');
    const { files } = planPort(original, defaultRecipe, options);
    expect(roundTripFailures(files, original, defaultRecipe, options)).toEqual([]);
  });

  it('sees other bytes come back, and changes by a second port', () => {
    const original = texts('G-5.2');
    const { files } = planPort(original, defaultRecipe, options);
    const other = { ...original, events: { ...original.events, text: `${original.events.text}\n` } };
    expect(roundTripFailures(files, other, defaultRecipe, options)).toEqual([
      'revert: does not give back the same bytes',
    ]);
    const untouched = files.map((file) => ({ ...file, after: file.before }));
    expect(roundTripFailures(untouched, original, defaultRecipe, options)).toEqual([
      'applied twice: changes again',
    ]);
  });

  it("lets a revert decline upstream's own only where told to", () => {
    const original = texts('M-10.0');
    const { files } = planPort(original, defaultRecipe, options);
    expect(roundTripFailures(files, original, defaultRecipe, options)).toEqual([
      'revert: refused, upstreams-own',
    ]);
    expect(roundTripFailures(files, original, defaultRecipe, { ...options, revertMayDecline: true })).toEqual(
      [],
    );
  });
});
