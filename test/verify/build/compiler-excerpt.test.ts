import { describe, expect, it } from 'vitest';
import { compilerExcerpt } from '../../../src/verify/build/compiler-excerpt.js';

const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`);

describe('the excerpt of a failed build', () => {
  it.each([
    ['../src/migration/migration.c', 'migration/migration.c'],
    ['/src/migration/savevm.c', 'migration/savevm.c'],
    ['../../src/include/migration/misc.h', 'include/migration/misc.h'],
    ['trace/trace-migration.h', 'trace/trace-migration.h'],
  ])('names the file as the tree has it: %s', (path, file) => {
    expect(compilerExcerpt(`[1/2]\n${path}:10:5: error: no\n`)).toEqual({
      file,
      excerpt: `${path}:10:5: error: no`,
    });
  });

  it('begins with the first error, not with a warning before it, and is no longer than a screen', () => {
    const output = [
      '../src/a.c:1:1: warning: w',
      '../src/b.c:2: fatal error: gone.h: No such file',
      ...lines(100),
      '../src/c.c:3:3: error: later',
    ].join('\n');
    const { file, excerpt } = compilerExcerpt(output);
    expect(file).toBe('b.c');
    expect(excerpt.split('\n')).toHaveLength(20);
    expect(excerpt).not.toContain('warning');
  });

  it('is the end where no compiler speaks', () => {
    const { file, excerpt } = compilerExcerpt(`${lines(100).join('\n')}\nERROR: glib not found\n\n`);
    expect(file).toBeUndefined();
    expect(excerpt.split('\n')).toHaveLength(15);
    expect(excerpt.split('\n').at(-1)).toBe('ERROR: glib not found');
  });

  it('is empty where nothing was printed', () => {
    expect(compilerExcerpt('\n')).toEqual({ file: undefined, excerpt: '' });
  });
});
