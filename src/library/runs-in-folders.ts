import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WrongUsage } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { systemReason } from '../problem/system-reason.js';
import { type NamedLog, readMigrations } from '../report/build-report.js';
import { noEventText, findings as wording } from '../report/finding-wording.js';
import type { Finding } from '../report/model.js';
import { groupLogs } from '../report/run-groups.js';
import { type LostRun, type NamedMigration, summarize } from '../report/runs.js';
import type { Figure } from '../report/runs-model.js';
import { savedFigures } from '../report/saved-report.js';
import { silentLogs } from '../report/silent-logs.js';
import { statsAt } from '../tree/stats-at.js';
import { type LogsInFolder, logsInFolder } from './logs-in-folder.js';
import type { ReportRequest } from './report-request.js';
import { globTest } from './select.js';
import { unreadLog } from './unread-log.js';

/**
 * The migrations in folders of runs. A folder holds the logs of one run, or of several whose names differ in more than the side;
 * or, where it has no logs itself, folders of runs.
 * @param texts folders, or patterns of folders
 * @throws WrongUsage `no-such-run`
 */
export async function migrationsOfRuns(
  texts: readonly string[],
  request: ReportRequest,
  option: RunOption = '--run',
): Promise<ReadRuns> {
  const read: ReadRuns[] = [];
  const seen = new Set<string>();
  for (const folder of texts.flatMap(foldersOf)) {
    const before = seen.size;
    const runs = await migrationsIn(folder, request, seen);
    // One that was named before has been seen.
    if (seen.size > before && runs.every(({ named }) => named.length === 0))
      throw await noRunIn(folder, option, request);
    read.push(...runs);
  }
  const all = read.flatMap(({ named }) => named);
  const { migration } = request;
  const named = all.filter((one) => migration === undefined || one.migration.number === migration);
  if (migration !== undefined && named.length === 0)
    throw reportProblems.noSuchMigration(migration, Math.max(...all.map((one) => one.migration.number)));
  return {
    named,
    findings: read.flatMap(({ findings }) => findings),
    lost: read.flatMap(({ lost }) => lost),
  };
}

/** What names runs: several folders or patterns, or a folder for a baseline. */
type RunOption = '--run' | '--compare';

async function noRunIn(folder: string, option: RunOption, { form }: ReportRequest): Promise<WrongUsage> {
  const { runsNear } = await import('./runs-near.js');
  const near = await runsNear(folder, form, foldersOf);
  const isTaken = option === '--run' || (near.length === 1 && near.every((one) => statsAt(one)));
  const meant = isTaken ? near : [];
  return reportProblems.noSuchRun(folder, 'no log with a downtime event in it', { option, meant });
}

/** The migrations of runs, and what there is to say about their logs. */
interface ReadRuns {
  readonly named: readonly NamedMigration[];
  readonly findings: readonly Finding[];
  readonly lost: readonly LostRun[];
}

/** What is compared with, and what there is to say about its runs. */
interface Baseline {
  readonly figures: readonly Figure[];
  readonly findings: readonly Finding[];
}

/**
 * The figures of a baseline: a folder of runs, or a report in JSON.
 * @throws WrongUsage `baseline-unfit`
 */
export async function baselineFigures(path: string, request: ReportRequest): Promise<Baseline> {
  if (path !== '-' && statsAt(path)?.isDirectory()) {
    const { named, lost } = await migrationsOfRuns([path], request, '--compare');
    const findings = lost.map(({ name, problem }) => wording.lostBaselineRun(name, problem));
    return { figures: summarize(named).figures, findings };
  }
  const figures = savedFigures(textOf(path));
  if (!figures) throw reportProblems.baselineUnfit(path, 'it is no report in JSON');
  if (figures.length === 0) throw reportProblems.baselineUnfit(path, 'no migration in it was completed');
  return { figures, findings: [] };
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw reportProblems.baselineUnfit(path, systemReason(error));
  }
}

/** A shell that finds nothing for a pattern passes it on; one in quotes as well. */
function foldersOf(text: string): string[] {
  if (statsAt(text)?.isDirectory()) return [text];
  if (!/[*?]/.test(text))
    throw reportProblems.noSuchRun(
      text,
      statsAt(text) ? 'not a folder; a log goes with --source or --destination' : 'no such folder',
    );
  let folders = [text.startsWith('/') ? '/' : ''];
  for (const part of text.split('/').filter((one) => one !== ''))
    folders = folders.flatMap((folder) =>
      part === '.' || part === '..'
        ? [join(folder, part)]
        : entriesOf(folder === '' ? '.' : folder)
            .filter((entry) => globTest(part)(entry.name) && isFolder(folder, entry))
            .map(({ name }) => join(folder, name)),
    );
  if (folders.length === 0) throw reportProblems.noSuchRun(text, 'no folder fits');
  return folders;
}

function isFolder(folder: string, { name }: Dirent): boolean {
  return statsAt(join(folder, name))?.isDirectory() === true;
}

/** Not so pipes and sockets, which a run may leave behind and nobody writes to any more. */
function isFile(folder: string, { name }: Dirent): boolean {
  return statsAt(join(folder, name))?.isFile() === true;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    throw reportProblems.noSuchRun(folder, systemReason(error));
  }
}

/** @param seen folders that were read before, by whatever name, as `dev:ino` */
async function migrationsIn(folder: string, request: ReportRequest, seen: Set<string>): Promise<ReadRuns[]> {
  if (isSeen(folder, seen)) return [];
  const own = await logsOf(folder, request);
  if (own.logs.length > 0) return runsOf(folder, own, request);
  const inner: ReadRuns[] = [];
  for (const entry of entriesOf(folder).filter((one) => isFolder(folder, one))) {
    const path = join(folder, entry.name);
    if (!isSeen(path, seen)) inner.push(...runsOf(path, await logsOf(path, request), request));
  }
  return inner;
}

function isSeen(folder: string, seen: Set<string>): boolean {
  const stats = statsAt(folder);
  const key = stats ? `${stats.dev}:${stats.ino}` : folder;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

function logsOf(folder: string, request: ReportRequest): Promise<LogsInFolder> {
  const names = entriesOf(folder).flatMap((entry) => (isFile(folder, entry) ? [entry.name] : []));
  return logsInFolder(folder, names, request);
}

function runsOf(
  folder: string,
  { logs, silent, findings: own }: LogsInFolder,
  request: ReportRequest,
): ReadRuns[] {
  const whats = new Map(silent.map((log) => [basename(log.name), fileText(log)]));
  const textOf = (names: Iterable<string>): string =>
    noEventText([...names].map((name) => whats.get(name) ?? name));
  if (logs.length === 0)
    return [{ named: [], findings: [], lost: [{ name: folder, problem: textOf(whats.keys()) }] }];
  const groups = groupLogs(logs);
  const nameOf = (stem: string): string => (groups.size === 1 ? folder : join(folder, stem));
  const { beside, alone } = silentLogs([...whats.keys()], groups);
  const named = (name: string, finding: Finding): Finding => ({
    ...finding,
    message: `${name}: ${finding.message}`,
  });
  return [
    ...[...groups].map(([stem, group]) => {
      const { migrations, findings } = readMigrations(group, request.host);
      const name = nameOf(stem);
      return {
        named: migrations.map((migration) => ({
          name: migrations.length === 1 ? name : `${name} migration ${migration.number}`,
          migration,
        })),
        findings: findings.map((finding) => named(name, finding)),
        lost: [],
      };
    }),
    {
      named: [],
      findings: [
        ...own.map((finding) => named(folder, finding)),
        ...beside.map(({ name, side, stem }) => named(nameOf(stem), wording.silentLog(side, textOf([name])))),
      ],
      lost: [...alone].map(([stem, names]) => ({ name: join(folder, stem), problem: textOf(names) })),
    },
  ];
}

/** A file without an event, with why as far as that can be told. */
function fileText({ name, log }: NamedLog): string {
  const unread = unreadLog(name, log.skipped.damaged);
  return unread ? `${basename(name)}, ${unread.what}` : basename(name);
}
