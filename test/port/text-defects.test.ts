import { describe, expect, it } from 'vitest';
import { readTexts } from '../../src/placement/sources.js';
import { newBlemishes } from '../../src/port/text-defects.js';
import { PATHS, textsOf } from '../support/ported-tree.js';
import { changed, extended, oldTree, type SmallTree } from '../support/small-tree.js';

const read = (tree: SmallTree) => readTexts(textsOf(tree));
const told = (after: SmallTree, brought?: readonly string[], before = oldTree) =>
  newBlemishes(read(before), read(after), brought).map(({ code, place }) => [code, place?.file, place?.line]);

describe('what a port spoils', () => {
  const more = extended(oldTree, 'savevm', '\nint brought(void)\n{\n    return 0;\n}\n');

  it('is nothing where the text is as it was', () => expect(told(oldTree)).toEqual([]));

  it('is a file that has a function more or less', () => {
    expect(told(more)).toEqual([['not-analysable', PATHS.savevm, undefined]]);
    expect(told(oldTree, [], more)).toEqual([['not-analysable', PATHS.savevm, undefined]]);
  });

  it('is not the function that it brings', () => expect(told(more, ['brought'])).toEqual([]));

  it('is not what has the name of one that it brings, and was there', () => {
    expect(told(more, ['brought'], more)).toEqual([]);
  });

  it('is a function that parses no more', () => {
    const broken = changed(oldTree, 'migration', '    return NULL;\n', '    return NULL NULL;\n');
    expect(told(broken)).toEqual([['not-analysable', PATHS.migration, expect.any(Number)]]);
  });
});
