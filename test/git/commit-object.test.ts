import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitObject } from '../../src/git/commit-object.js';
import { type CommitText, parseCommit } from '../../src/git/commit-text.js';
import { failureOf } from '../tree/refusal.js';
import { git, gitBytes, scratchRepo } from './scratch-repo.js';

const ANN = { name: 'Péter Ann', email: 'ann@example.org', date: '1698683626 -0400' };
const BEN = { name: 'Ben', email: 'ben@example.org', date: '0 +0530' };

/** The bytes that `git commit-tree` makes of the same. */
function byGit(root: string, { tree, parents, author, committer, message }: CommitText): Buffer {
  const env = {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${author.date}`,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${committer.date}`,
  };
  const args = ['commit-tree', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree];
  const id = gitBytes(root, args, { env, input: Buffer.from(message) })
    .toString()
    .trim();
  return gitBytes(root, ['cat-file', 'commit', id]);
}

const word = fc.string({ unit: fc.constantFrom(...'aZ09é漢💥-_()&/+'), minLength: 1, maxLength: 12 });
const person = fc.record({
  name: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  email: word.map((local) => `${local}@example.org`),
  date: fc
    .tuple(fc.nat(4_000_000_000), fc.constantFrom('+0000', '-0730', '+1400'))
    .map(([seconds, zone]) => `${seconds} ${zone}`),
});
const message = fc
  .string({ unit: fc.constantFrom(...'ab é漢\n\n\t#'), maxLength: 40 })
  .map((text) => `${text}\n`);

describe('commitObject', () => {
  it.each(['sha1', 'sha256'] as const)('is what git commit-tree makes of the same (%s)', (format) => {
    const root = scratchRepo(format);
    const [head = '', tree = ''] = git(root, 'rev-parse', 'HEAD', 'HEAD^{tree}').split('\n');
    const other = git(root, 'commit-tree', '-m', 'other', tree);
    const parts = fc.record({
      tree: fc.constant(tree),
      parents: fc.constantFrom([], [head], [head, other]),
      author: person,
      committer: person,
      message,
    });
    fc.assert(
      fc.property(parts, (commit) => {
        const made = commitObject(commit, format);
        const theirs = byGit(root, commit);
        expect(made.bytes.toString()).toBe(theirs.toString());
        expect(made).toMatchObject({ type: 'commit', bytes: theirs });
        expect(git(root, 'cat-file', '-t', made.id)).toBe('commit');
      }),
      { numRuns: 40 },
    );
  });

  it('is read back as it was', () => {
    const parts = {
      tree: '1'.repeat(40),
      parents: ['2'.repeat(40)],
      author: ANN,
      committer: BEN,
      message: 'ä\n',
    };
    expect(parseCommit(commitObject(parts, 'sha1').bytes)).toEqual(parts);
  });

  it.each([
    ['one', 'one\n'],
    ['one\n', 'one\n'],
    ['one\n\n', 'one\n\n'],
    ['', ''],
  ])('ends the message %j as %j', (text, ended) => {
    const parts = { tree: '1'.repeat(40), parents: [], author: ANN, committer: BEN, message: text };
    const { bytes } = commitObject(parts, 'sha1');
    expect(bytes.subarray(bytes.indexOf('\n\n') + 2).toString()).toBe(ended);
  });

  it('refuses a NUL in the message', async () => {
    const parts = { tree: '1'.repeat(40), parents: [], author: ANN, committer: BEN, message: 'a\0b' };
    expect(await failureOf(() => commitObject(parts, 'sha1'))).toMatchObject({
      code: 'nul-in-message',
      exit: 3,
    });
  });

  it.each([
    { name: '' },
    { name: 'A <b' },
    { name: 'A\nauthor B' },
    { name: 'A\0' },
    { email: 'a>b' },
    { email: 'a\nb' },
    { date: '@1 +0000' },
    { date: 'now' },
    { date: '1 +0000\nparent x' },
  ])('takes no person with %j, as author or as committer', (wrong) => {
    const parts = { tree: '1'.repeat(40), parents: [], message: 'm' };
    const bad = { ...ANN, ...wrong };
    expect(() => commitObject({ ...parts, author: bad, committer: BEN }, 'sha1')).toThrow('would not store');
    expect(() => commitObject({ ...parts, author: ANN, committer: bad }, 'sha1')).toThrow('would not store');
  });
});
