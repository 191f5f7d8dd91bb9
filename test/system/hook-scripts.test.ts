import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { action } from '../e2e/hooks/composite-action.js';

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

  it.each(action.runs.steps)('finds nothing in the step $id of the action', ({ run }) => {
    expect(shellcheck(['--shell=bash', '-'], `set -eo pipefail\n${run}`)).toBe('');
  });

  it('finds nothing in the job for GitLab', () => {
    const [job] = Object.values(parse(readFileSync(join(HOOKS, '../gitlab/lint.yml'), 'utf8'))) as [
      { readonly before_script: readonly string[]; readonly script: readonly string[] },
    ];
    expect(shellcheck(['--shell=sh', '-'], [...job.before_script, ...job.script].join('\n'))).toBe('');
  });
});
