import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BatchAnswers } from '../../src/git/batch-answers.js';
import { parseCommit, parsePerson } from '../../src/git/commit-text.js';
import { type ObjectReader, openObjectReader } from '../../src/git/object-reader.js';
import { openRepository } from '../../src/git/repository.js';
import { resolveCommit } from '../../src/git/revision.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import { withSignOff } from '../../src/git/sign-off.js';
import { readUpstreamCommit } from '../../src/git/upstream-commit.js';
import { failureOf } from '../tree/refusal.js';
import { MARKED_CHANGES } from '../tree/write/marked-changes.js';
import { putFiles, scratchTree } from '../tree/write/scratch-tree.js';
import { git, scratchFolder, scratchRepo } from './scratch-repo.js';

async function open(path: string): Promise<ObjectReader> {
  const reader = await openObjectReader(path);
  onTestFinished(() => reader.close());
  return reader;
}

describe('openObjectReader', () => {
  it('reads bytes as they are, many at a time, and null for what is not there', async () => {
    const root = scratchRepo();
    const bytes = Buffer.alloc(300_000, Buffer.from([0, 0xff, 0x0a, 0x0d]));
    putFiles(root, { big: bytes, empty: '', 'name missing': 'odd' });
    git(root, '-c', 'core.autocrlf=false', 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'more');
    const reader = await open(root);
    const names = ['HEAD:big', 'HEAD:none', 'HEAD:empty', 'HEAD:name missing', 'HEAD:big', 'HEAD:a missing'];
    const read = await Promise.all(names.map((name) => reader.read(name)));
    expect(read).toEqual([bytes, null, Buffer.alloc(0), Buffer.from('odd'), bytes, null]);
  });

  it('reads a bare SHA-256 repository', async () => {
    const bare = join(scratchFolder(), 'bare.git');
    git('/', 'clone', '--quiet', '--bare', scratchRepo('sha256'), bare);
    const reader = await open(bare);
    expect(reader.repository.format).toBe('sha256');
    expect((await reader.readObject('main:migration/savevm.c'))?.id).toHaveLength(64);
  });

  it.each(['', '-x', '--batch', 'HEAD\nHEAD', 'a\0b'])('refuses the name %j', async (name) => {
    const reader = await open(scratchRepo());
    expect(await failureOf(() => reader.read(name))).toMatchObject({ code: 'unknown-revision', exit: 3 });
    expect(await failureOf(() => readRevisionTree(reader, name))).toMatchObject({ code: 'unknown-revision' });
    expect(await failureOf(() => resolveCommit(reader.repository, name))).toMatchObject({
      code: 'unknown-revision',
    });
  });

  it('fails, and does not hang, when the repository goes away', async () => {
    const root = scratchRepo();
    const reader = await open(root);
    execFileSync('rm', ['-r', join(root, '.git')]);
    expect(await failureOf(() => reader.read('HEAD'))).toMatchObject({ code: 'git-failed', exit: 4 });
  });

  it('reads the object itself, not what a planted replacement makes of it', async () => {
    const root = scratchRepo();
    const [id, other] = [
      git(root, 'rev-parse', 'HEAD:migration/savevm.c'),
      git(root, 'rev-parse', 'HEAD:other'),
    ];
    git(root, 'replace', id, other);
    expect(await (await open(root)).read('HEAD:migration/savevm.c')).toEqual(MARKED_CHANGES[1]?.before);
  });

  it('refuses no repository', async () => {
    expect(await failureOf(() => openObjectReader(scratchTree()))).toMatchObject({
      code: 'not-a-git-tree',
      exit: 3,
    });
  });
});

describe('readRevisionTree', () => {
  it('gives the files of a commit, whatever the work tree holds', async () => {
    const root = scratchRepo();
    git(root, 'tag', '-a', '-m', 'tag', 'v7.2.0');
    putFiles(root, { 'migration/migration.c': 'edited' });
    const reader = await open(root);
    const { commit, tree, blobIds } = await readRevisionTree(reader, 'v7.2.0', ['other', 'none']);
    expect(commit).toBe(git(root, 'rev-parse', 'HEAD'));
    expect([tree.name, tree.version, tree.has('other'), tree.has('none')]).toEqual([
      'v7.2.0',
      '7.2.0',
      true,
      false,
    ]);
    expect(tree.read('migration/migration.c')).toEqual(MARKED_CHANGES[0]?.before);
    expect(blobIds.get('other')).toBe(git(root, 'rev-parse', 'HEAD:other'));
    expect(await resolveCommit(reader.repository, 'v7.2.0')).toBe(commit);
  });

  it('refuses what is no commit, no revision, or no QEMU tree', async () => {
    const root = scratchRepo();
    const reader = await open(root);
    expect(await failureOf(() => readRevisionTree(reader, 'HEAD:other'))).toMatchObject({
      code: 'unknown-revision',
    });
    expect(await failureOf(() => readRevisionTree(reader, 'v9'))).toMatchObject({ code: 'unknown-revision' });
    git(root, 'rm', '--quiet', 'migration/savevm.c');
    git(root, 'commit', '--quiet', '-m', 'gone');
    expect(await failureOf(() => readRevisionTree(reader, 'HEAD'))).toMatchObject({
      code: 'not-a-qemu-tree',
    });
  });
});

describe('readUpstreamCommit', () => {
  it('gives author and message of a commit that is there', async () => {
    const root = scratchRepo();
    git(
      root,
      'commit',
      '--quiet',
      '--allow-empty',
      '--author',
      'Péter <p@x>',
      '--date',
      '@1698683626 -0400',
      '-m',
      'é',
    );
    const id = git(root, 'rev-parse', 'HEAD');
    const found = await readUpstreamCommit(root, id);
    expect(found?.author).toEqual({ name: 'Péter', email: 'p@x', date: '1698683626 -0400' });
    expect(found?.message).toBe('é\n');
    expect(await readUpstreamCommit(root, id.replace(/./g, '1'))).toBeUndefined();
  });
});

describe('BatchAnswers', () => {
  it('does not mind where the stream is cut', () => {
    const id = 'a'.repeat(40);
    const stream = Buffer.from(`${id} blob 5\nab\ncd\nHEAD:x y missing\nabc ambiguous\n${id} tree 0\n\n`);
    for (let size = 1; size <= stream.length; size += 1) {
      const answers = new BatchAnswers();
      const all = [];
      for (let at = 0; at < stream.length; at += size)
        all.push(...answers.take(stream.subarray(at, at + size)));
      const texts = all.map((answer) =>
        typeof answer === 'string' ? answer : `${answer.type} ${answer.bytes}`,
      );
      expect(texts).toEqual(['blob ab\ncd', 'missing', 'ambiguous', 'tree ']);
    }
  });

  it('takes in no endless object and no other language', () => {
    expect(() => new BatchAnswers().take(Buffer.from(`${'a'.repeat(40)} blob 99999999999\n`))).toThrow(
      /99999999999/,
    );
    expect(() => new BatchAnswers().take(Buffer.from('hello\n'))).toThrow(/hello/);
  });
});

describe('commit texts', () => {
  it('parses persons as git writes them', () => {
    expect(parsePerson('A B <a@b> 12 +0000')).toEqual({ name: 'A B', email: 'a@b', date: '12 +0000' });
    expect(parsePerson(' <> 12 -0030\n')).toEqual({ name: '', email: '', date: '12 -0030' });
    expect(parsePerson('A B <a@b>')).toBeUndefined();
  });

  it('takes bytes that are no UTF-8 for Latin-1', () => {
    const head = 'tree 1\nauthor A <a> 1 +0000\ncommitter B <b> 2 +0000\n\n';
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0xe9, 0x0a])]);
    expect(parseCommit(bytes)?.message).toBe('é\n');
    expect(parseCommit(Buffer.from('no commit'))).toBeUndefined();
  });

  const LINE = 'Signed-off-by: U <u@x>';
  it.each([
    ['Subject', `Subject\n\n${LINE}\n`],
    ['Subject: looks like a trailer\n', `Subject: looks like a trailer\n\n${LINE}\n`],
    ['S\n\nBody.\n', `S\n\nBody.\n\n${LINE}\n`],
    ['S\n\nReviewed-by: R <r@x>\n', `S\n\nReviewed-by: R <r@x>\n${LINE}\n`],
    [
      'S\n\n(cherry picked from commit 1)\n[u: two\n lines]\n',
      `S\n\n(cherry picked from commit 1)\n[u: two\n lines]\n${LINE}\n`,
    ],
    [`S\n\n${LINE}\n`, `S\n\n${LINE}\n`],
    [`S\n\n${LINE}\nAcked-by: A <a>\n`, `S\n\n${LINE}\nAcked-by: A <a>\n${LINE}\n`],
  ])('signs off %j', (message, signed) => {
    expect(withSignOff(message, { name: 'U', email: 'u@x' })).toBe(signed);
  });
});

describe('openRepository', () => {
  it('is at the top of a checkout, from any folder in it', async () => {
    const root = scratchRepo();
    const repository = await openRepository(join(root, 'migration'));
    expect(repository).toEqual({ folder: root, gitFolder: join(root, '.git'), format: 'sha1' });
  });
});
