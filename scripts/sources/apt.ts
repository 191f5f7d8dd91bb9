import { EnvironmentLack } from '../../src/problem/problem.js';
import { isVersionOf } from './releases.js';
import { type Ran, run } from './run.js';

/** A version of the source package, and the suite that has it. */
export interface Candidate {
  readonly version: string;
  readonly suite: string;
}

/** apt with a configuration of our own. */
export interface Apt {
  readonly config: string;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Fetches and checks the package indexes. The result names the suites that the mirror does not have (any
 * more) or whose index has run out; every other failure throws.
 */
export async function updateIndexes(apt: Apt, suites: readonly string[]): Promise<string[]> {
  const ran = await run('apt-get', ['--config-file', apt.config, '-q', 'update'], apt);
  if (ran.code === 0) return [];
  const errors = errorLines(ran);
  const unusable = unusableSuites(errors, suites);
  if (unusable.length === 0)
    throw aptFailure('apt-update-failed', 'signed package indexes that apt accepts', errors);
  return unusable;
}

/** The suites that apt's errors call missing or run out; a failed signature is neither. */
export function unusableSuites(errors: readonly string[], suites: readonly string[]): string[] {
  const gone = errors.filter((line) =>
    /does not have a Release file|is not valid anymore|is expired/.test(line),
  );
  return suites.filter((suite) => gone.some((line) => line.split(/[\s/']+/).includes(suite)));
}

/** Every version of QEMU's source package that the indexes hold. */
export async function listCandidates(apt: Apt): Promise<Candidate[]> {
  const ran = await run('apt-cache', ['--config-file', apt.config, 'madison', 'qemu'], apt);
  return parseMadison(ran.stdout);
}

/** Reads `apt-cache madison`: `qemu | VERSION | URL SUITE/COMPONENT Sources`. */
export function parseMadison(text: string): Candidate[] {
  return text.split('\n').flatMap((line) => {
    const [name, version, origin] = line.split(' | ').map((column) => column.trim());
    const [, suite] = /\s(\S+)\/[^\s/]+ Sources$/.exec(origin ?? '') ?? [];
    return name === 'qemu' && version !== undefined && suite !== undefined ? [{ version, suite }] : [];
  });
}

/** The newest candidate of a release by Debian's order of versions; a version given in full means itself only. */
export async function newestCandidate(
  candidates: readonly Candidate[],
  wanted: string,
  apt: Apt,
): Promise<Candidate | undefined> {
  const meant = candidates.filter(({ version }) => isVersionOf(version, wanted));
  const exact = meant.filter(({ version }) => version.replace(/^[0-9]+:/, '') === wanted);
  let newest: Candidate | undefined;
  for (const candidate of exact.length > 0 ? exact : meant) {
    if (newest !== undefined) {
      const order = await run('dpkg', ['--compare-versions', candidate.version, 'gt', newest.version], apt);
      if (order.code !== 0) continue;
    }
    newest = candidate;
  }
  return newest;
}

/**
 * Downloads the `.dsc` and the tarballs into `apt.cwd`; apt checks each against the signed index. `false` if
 * the index names files that the mirror does not have.
 */
export async function downloadSource(version: string, apt: Apt): Promise<boolean> {
  const args = [
    '--config-file',
    apt.config,
    '-q',
    '--download-only',
    '--only-source',
    'source',
    `qemu=${version}`,
  ];
  const ran = await run('apt-get', args, apt);
  if (ran.code === 0) return true;
  const errors = errorLines(ran);
  const fetches = errors.filter((line) => /^E: Failed to fetch [a-z+]+:/i.test(line));
  if (fetches.length > 0 && fetches.every(isMissingFile)) return false;
  throw aptFailure('apt-source-failed', `apt to download qemu ${version}`, errors);
}

/** Whether the mirror answered that it does not have the file, as against failing to answer or sending another. */
function isMissingFile(line: string): boolean {
  return / 404 |File not found|No such file or directory/.test(line);
}

/** apt's errors, without what is only a note: that root's cache is closed to apt's own user, for one. */
function errorLines(ran: Ran): string[] {
  const lines = ran.stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('E:') || line.startsWith('Err:'));
  const gpg = lines.filter((line) => /NO_PUBKEY|BADSIG|EXPKEYSIG|KEYEXPIRED|Missing key|NOSPLIT/.test(line));
  const told = [...new Set([...gpg, ...errors])];
  return told.length > 0 ? told : lines;
}

function aptFailure(code: string, expected: string, errors: readonly string[]): EnvironmentLack {
  const text = errors.join('\n');
  const next = /NO_PUBKEY|EXPKEYSIG|Missing key|not signed|no longer signed|couldn't be verified/i.test(text)
    ? "install or update the package debian-archive-keyring, or name the archive's keys with --keyring FILE; the check is never skipped"
    : 'check the network and apt’s proxy settings, or name another mirror with --mirror URL';
  return new EnvironmentLack([{ code, expected, found: `apt says:\n${text}`, next }]);
}
