import { describe, expect, it } from 'vitest';
import { readTexts, SourceCache } from '../../src/placement/sources.js';
import { fixtureTexts } from '../support/fixture-texts.js';

describe('the cache of C files', () => {
  it('reads the same text once, whoever has it', () => {
    const cache = new SourceCache();
    const first = readTexts(fixtureTexts('I-7.2'), cache);
    const again = readTexts(fixtureTexts('I-7.2'), cache);
    expect(again.sources.migration).toBe(first.sources.migration);
    expect(again.sources.savevm).toBe(first.sources.savevm);
  });

  it('takes neither another text nor another path for the same', () => {
    const cache = new SourceCache();
    const file = cache.read('a.c', 'int a;\n');
    expect(cache.read('a.c', 'int b;\n')).not.toBe(file);
    const moved = cache.read('migration/a.c', 'int a;\n');
    expect(moved.path).toBe('migration/a.c');
    expect(moved).not.toBe(file);
  });

  it('forgets the file used longest ago, and only that', () => {
    const cache = new SourceCache();
    const texts = Array.from({ length: 12 }, (_, index) => `int a${index};\n`);
    const files = texts.map((text) => cache.read('a.c', text));
    expect(cache.read('a.c', texts[0] ?? '')).toBe(files[0]);
    cache.read('a.c', 'one more\n');
    expect(cache.read('a.c', texts[0] ?? '')).toBe(files[0]);
    expect(cache.read('a.c', texts[1] ?? '')).not.toBe(files[1]);
  });
});
