import { execFileSync } from 'node:child_process';
import { gitEnvironment } from '../../src/git/environment.js';

/** A person without settings, so that nobody's configuration is measured. */
export const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.org',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.org',
};

/** Runs git on a bench repository; its output, one character a byte. @throws Error where it fails */
export function benchGit(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: gitEnvironment(GIT_ENVIRONMENT),
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
    encoding: 'latin1',
  });
}
