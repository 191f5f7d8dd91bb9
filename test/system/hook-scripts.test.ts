import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const HOOKS = join(import.meta.dirname, '../../templates/hooks');

/** What shellcheck has to say, nothing where all is well. */
function shellcheck(args: readonly string[], input = ''): string {
  try {
    return execFileSync('shellcheck', args, { encoding: 'utf8', input });
  } catch (error) {
    return (error as { stdout?: string }).stdout || String(error);
  }
}

describe('shellcheck', () => {
  it.each(['pre-commit', 'pre-push'])('finds nothing in %s', (hook) => {
    expect(shellcheck([join(HOOKS, hook)])).toBe('');
  });
});
