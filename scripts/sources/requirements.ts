import { EnvironmentLack } from '../../src/problem/problem.js';
import { isInstalled } from './run.js';

/** Throws if a program is missing, before anything is downloaded. */
export function checkRequirements(installed: (program: string) => boolean = isInstalled): void {
  if (!installed('apt-get') || !installed('apt-cache') || !installed('dpkg')) {
    throw new EnvironmentLack([
      {
        code: 'apt-missing',
        expected:
          'apt-get, apt-cache and dpkg: the sources come by apt, which checks signatures and checksums',
        found: 'no apt on this machine',
        next: 'run this on Debian or a derivative, or in a container of one',
      },
    ]);
  }
  if (!installed('dpkg-source')) {
    throw new EnvironmentLack([
      {
        code: 'dpkg-source-missing',
        expected: 'dpkg-source, which unpacks source packages',
        found: 'it is not installed',
        next: 'apt-get install --no-install-recommends dpkg-dev',
      },
    ]);
  }
}
