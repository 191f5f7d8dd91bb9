import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { packageVersion } from '../../src/package-version.js';
import { isInstalled } from '../sources/run.js';

/** What the figures were taken on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly gibibytes: number;
  /** Distribution and kernel. */
  readonly system: string;
  /** How much else ran when the measuring began: the system's mean of a minute. */
  readonly load: number;
}

export function machine(): Machine {
  const cores = cpus();
  return {
    processor: (cores[0]?.model ?? 'unknown').replace(/\s+/g, ' ').trim(),
    cores: cores.length,
    gibibytes: totalmem() / 1024 ** 3,
    system: `${distribution()}, ${type()} ${release()}`,
    load: loadavg()[0] ?? Number.NaN,
  };
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The programs that are measured, with their versions; undefined for one that is not installed. */
export type Versions = readonly (readonly [program: string, version: string | undefined])[];

export function versions(): Versions {
  return [
    ['qemu-downtime', packageVersion()],
    ['node', process.version],
    ...['git', 'patch', 'spatch'].map((program) => [program, versionOf(program)] as const),
  ];
}

/** The first thing like a version in the first line that a program says of itself. */
function versionOf(program: string): string | undefined {
  if (!isInstalled(program)) return undefined;
  const said = execFileSync(program, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d[\w.+-]*/.exec(said.split('\n')[0] ?? '')?.[0] ?? 'unknown';
}
