import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = join(import.meta.dirname, '../../man/qemu-downtime.1');

/** What a printer would show: a character before a backspace is struck over. */
function withoutOverstrikes(text: string): string {
  const parts = text.split('\b');
  return parts.map((part, index) => (index < parts.length - 1 ? part.slice(0, -1) : part)).join('');
}

describe('the man page', () => {
  it.each([
    ['mandoc', ['-T', 'lint', '-W', 'warning', page]],
    ['groff', ['-man', '-ww', '-z', '-T', 'utf8', page]],
  ])('is accepted by %s without a warning', (program, args) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it.each([
    ['mandoc', ['-T', 'ascii', page]],
    ['groff', ['-man', '-T', 'ascii', '-P', '-cbou', page]],
  ])('shows command lines by %s that can be copied', (program, args) => {
    const shown = withoutOverstrikes(execFileSync(program, args, { encoding: 'utf8' }));
    expect(shown).toContain('--onto-file <file>');
    expect(shown).toContain("  qemu-downtime backport --onto 'refs/tags/v[4-7].*' --dry-run\n");
    expect(shown).toContain('  git rev-list v9.0.0..HEAD -- migration | qemu-downtime lint --rev-file -\n');
    expect(shown).not.toMatch(/\\/);
  });
});
