import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf, systemReason } from '../../src/problem/system-reason.js';

/** What node throws. */
function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('the reason that the system gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-reason-'));
  writeFileSync(join(folder, 'file'), '');

  it.each([
    [join(folder, 'none'), 'no such file or folder'],
    [folder, 'a folder, not a file'],
    [join(folder, 'file', 'below'), 'a part of the path is no folder'],
    [join(folder, 'x'.repeat(300)), 'the name is too long'],
  ])('is told in words that do not name the path again: %s', (path, reason) => {
    expect(systemReason(thrown(() => readFileSync(path)))).toBe(reason);
  });

  it('is not that a file is missing which was to be made', () => {
    expect(
      systemReason(
        thrown(() => writeFileSync(join(folder, 'none', 'x'), '')),
        'write',
      ),
    ).toBe('no file can be made there (ENOENT)');
  });

  it('has the code beside what somebody may want to look up', () => {
    for (const code of ['EACCES', 'EROFS', 'ENOSPC', 'EMFILE']) expect(reasonOf(code)).toMatch(`(${code})`);
  });

  it('stays as it is where it is none of the known', () => {
    expect(reasonOf('EFLEET')).toBe('EFLEET');
    expect(reasonOf('constructor')).toBe('constructor');
    expect(systemReason(new Error('incorrect header check'))).toBe('incorrect header check');
    expect(systemReason('gone')).toBe('gone');
  });
});
