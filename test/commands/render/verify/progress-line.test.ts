import { describe, expect, it } from 'vitest';
import { plainLine, terminalLine } from '../../../../src/commands/render/verify/progress-line.js';

describe('the progress of verify', () => {
  it('is on a terminal a line with the time, and how far the build is', () => {
    expect(terminalLine('copy', 0)).toBe('copying the tree … 0 s');
    expect(terminalLine('build', 7, { done: 12, total: 345 })).toBe('building … [12/345] 7 s');
  });

  it('is elsewhere a line a stage, with the log of what prints', () => {
    expect(plainLine('copy', '/l/build.log')).toBe('copying the tree …');
    expect(plainLine('configure', '/l/build.log')).toBe('configuring … (log: /l/build.log)');
    expect(plainLine('build', '/l\n::error::/build.log')).toBe('building … (log: /l\\n::error::/build.log)');
    expect(plainLine('build', undefined)).toBe('building …');
  });
});
