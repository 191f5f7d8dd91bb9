import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { planPort } from '../../src/port/plan.js';
import { Failure } from '../../src/problem/problem.js';
import { findLayout } from '../../src/tree/layout.js';
import { MemoryTree } from '../../src/tree/memory-tree.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { FIXTURES } from '../support/fixture-trees.js';
import { refusalOf } from '../support/ported-tree.js';
import { failureOf } from './refusal.js';

const ERAS: readonly { era: string; files: string; layout: ReturnType<typeof findLayout> }[] = [
  {
    era: 'v1.0 - v1.3',
    files: 'migration.c savevm.c trace-events migration.h',
    layout: { migration: 'migration.c', savevm: 'savevm.c', events: 'trace-events', header: 'migration.h' },
  },
  {
    era: 'v1.4 - v2.2',
    files: 'migration.c savevm.c trace-events include/migration/migration.h',
    layout: {
      migration: 'migration.c',
      savevm: 'savevm.c',
      events: 'trace-events',
      header: 'include/migration/migration.h',
    },
  },
  {
    era: 'v2.3: only one of the two sources has moved',
    files: 'migration/migration.c savevm.c trace-events include/migration/migration.h',
    layout: {
      migration: 'migration/migration.c',
      savevm: 'savevm.c',
      events: 'trace-events',
      header: 'include/migration/migration.h',
    },
  },
  {
    era: 'v2.4 - v2.6',
    files: 'migration/migration.c migration/savevm.c trace-events',
    layout: {
      migration: 'migration/migration.c',
      savevm: 'migration/savevm.c',
      events: 'trace-events',
      header: null,
    },
  },
  {
    era: 'v2.10 on: the top-level trace-events holds other events',
    files:
      'migration/migration.c migration/savevm.c migration/trace-events trace-events migration/migration.h',
    layout: {
      migration: 'migration/migration.c',
      savevm: 'migration/savevm.c',
      events: 'migration/trace-events',
      header: 'migration/migration.h',
    },
  },
];

describe('findLayout', () => {
  it.each(ERAS)('$era', ({ files, layout }) => {
    const present = new Set(files.split(' '));
    expect(findLayout((path) => present.has(path))).toEqual(layout);
  });

  it.each(['migration/savevm.c', 'migration/migration.c', 'migration/trace-events'])(
    'needs %s',
    (missing) => {
      const present = new Set(['migration/migration.c', 'migration/savevm.c', 'migration/trace-events']);
      present.delete(missing);
      expect(findLayout((path) => present.has(path))).toBeUndefined();
    },
  );
});

describe('MemoryTree', () => {
  const files = new Map(
    ['migration.c', 'savevm.c', 'trace-events'].map((path) => [path, Buffer.from(`text of ${path}`)]),
  );

  it('gives the bytes it was made of', () => {
    const tree = new MemoryTree('v1.0', files);
    expect(tree.read('savevm.c').toString()).toBe('text of savevm.c');
    expect(tree.version).toBeNull();
    expect(tree.has('VERSION')).toBe(false);
  });

  it('refuses what it does not hold', async () => {
    const tree = new MemoryTree('v1.0', files);
    expect(await failureOf(() => tree.read('other.c'))).toEqual({
      code: 'missing-file',
      exit: 3,
      file: 'other.c',
    });
  });

  it('refuses what is no QEMU tree, naming the files looked for', () => {
    expect(() => new MemoryTree('linux', new Map([['migration.c', Buffer.alloc(0)]]))).toThrow(
      /linux has none of: migration\/savevm\.c, savevm\.c; none of: migration\/trace-events, trace-events \[not-a-qemu-tree\]/,
    );
  });

  it('or a plan refuses a tree whose only events file is the top-level one that migration left', () => {
    const { migration, savevm } = fixtureTexts('I-7.2');
    const text = readFileSync(join(FIXTURES, 'I-7.2/trace-events'), 'latin1');
    const events = { path: 'trace-events', text };
    const files = [migration, savevm, events].map(
      (file) => [file.path, Buffer.from(file.text, 'latin1')] as const,
    );
    try {
      new MemoryTree('v7.2', new Map(files));
    } catch (error) {
      expect(error).toBeInstanceOf(Failure);
      return;
    }
    refusalOf(planPort({ migration, savevm, events }, defaultRecipe, { selected: () => true, fixes: false }));
  });

  it.each([
    ['7.2.22\n', '7.2.22'],
    ['1.0-rc4', '1.0-rc4'],
    ['8.1.50\r\n', '8.1.50'],
    ['', null],
    ['\u001b[31mred', null],
    ['two words', null],
  ])('VERSION %j is %j', (text, version) => {
    expect(new MemoryTree('t', new Map([...files, ['VERSION', Buffer.from(text)]])).version).toBe(version);
  });
});
