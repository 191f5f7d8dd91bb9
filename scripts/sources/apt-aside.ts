import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mirror } from '../../src/apt/mirror.js';
import { WrongUsage } from '../../src/problem/problem.js';

/** Suites to take source packages from, and the mirror that has them. */
export interface SuiteGroup {
  readonly mirror: Mirror;
  readonly suites: readonly string[];
}

/** The deb822 sources file: source packages only, component main only. */
export function sourcesText(groups: readonly SuiteGroup[]): string {
  return groups
    .map(({ mirror, suites }) => {
      const lines = [
        'Types: deb-src',
        `URIs: ${mirror.uri}`,
        `Suites: ${suites.join(' ')}`,
        'Components: main',
      ];
      if (mirror.signedBy !== undefined) lines.push(`Signed-By: ${mirror.signedBy}`);
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

/**
 * An apt configuration that is read after the machine's own, so that proxies and credentials still hold, and
 * that keeps apt inside `folder`. It takes back whatever would loosen the signature check, and the machine's
 * hooks, which expect the machine's own package lists.
 */
export function configText(folder: string): string {
  if (/["\n\\]/.test(folder)) {
    throw new WrongUsage([
      {
        code: 'cache-path',
        expected: 'a cache path that an apt configuration can hold',
        found: `the path ${JSON.stringify(folder)} has a quote, a backslash or a line break`,
        next: 'name another folder with --cache',
      },
    ]);
  }
  return `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::sourcelist "${folder}/qemu.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "${folder}/state";
Dir::State::lists "${folder}/state/lists";
Dir::State::status "${folder}/state/status";
Dir::Cache "${folder}/cache";
Dir::Cache::archives "${folder}/cache/archives";
APT::Update::Error-Mode "any";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::Retries "3";
`;
}

/** Writes both files and the folders apt expects; the result is the file to give to apt as `--config-file`. */
export function writeAptAside(folder: string, groups: readonly SuiteGroup[]): string {
  mkdirSync(join(folder, 'state/lists/partial'), { recursive: true });
  mkdirSync(join(folder, 'cache/archives/partial'), { recursive: true });
  writeFileSync(join(folder, 'state/status'), '');
  writeFileSync(join(folder, 'qemu.sources'), sourcesText(groups));
  const config = join(folder, 'apt.conf');
  writeFileSync(config, configText(folder));
  return config;
}
