import type { BackportRow } from './backport.js';
import { type Measured, ratioOf } from './measure.js';
import type { Measurements } from './measurements.js';
import { logLine } from './table.js';

/** The page docs/bench.md. @param picture the path of docs/bench.svg as seen from there */
export function benchPage(measured: Measurements, picture: string): string {
  const { rows, release, rounds, notRun, broken, log, verify } = measured;
  const sections = [
    '# Benchmarks',
    '<!-- Made by `npm run bench -- --git DIR`; DIR is a repository with upstream’s history. -->',
    `Measured on ${measured.day}. Look at the ratios: milliseconds are this machine’s. Rows of one table were run in turn, round after round, so that a busy moment hits all of them alike.`,
    `![The ratios of the tables as bars](${picture})`,
    table(['machine', ''], machineRows(measured)),
    `## One release, QEMU ${release}`,
    `Medians of ${rounds} runs; *× node* is against a node that does nothing. *Right*, *wrong* and *missing* are calls: where they belong is known for this release line by line. Of a merge with conflicts counts what is in place before anybody resolves them. *Builds* says whether the files compile in QEMU’s own build: what is wrong may well compile; coccinelle changes C alone, so for it the event is declared by hand.`,
    table(
      ['', 'median', '× node', 'in process', 'most memory', 'exit', 'right', 'wrong', 'missing', 'builds'],
      rows.map((row) => releaseRow(row, rows)),
    ),
    ...wrongCalls(rows),
    ...(log ? [`${logLine(log)}.`] : []),
    ...backportSections(measured),
    ...(verify.length === 0
      ? []
      : [
          '## `verify`',
          table(
            ['', 'seconds', 'of them'],
            verify.map(({ name, seconds, stages }) => [
              name,
              seconds.toFixed(1),
              stages.map(([stage, own]) => `${stage} ${own.toFixed(1)}`).join(', '),
            ]),
          ),
        ]),
    ...listed(
      '## Not measured',
      notRun.map(({ name, why }) => `**NOT RUN**: ${name}: ${why}`),
    ),
    ...listed('## Over budget', broken),
  ];
  return `${sections.join('\n\n')}\n`;
}

function machineRows({ machine, versions }: Measurements): string[][] {
  const { processor, cores, gibibytes, system, load } = machine;
  return [
    ['processor', `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}`],
    ['memory', `${gibibytes.toFixed(1)} GiB`],
    ['system', system],
    ['load before', load.toFixed(1)],
    ...versions.map(([program, version]) => [program, version ?? '**not installed**']),
  ];
}

function releaseRow(row: Measured, rows: readonly Measured[]): string[] {
  const { name, whole, inProcess, megabytes, status, judgement, builds } = row;
  return [
    name,
    `${whole.toFixed(1)} ms`,
    ratioOf(row, rows).toFixed(2),
    inProcess === undefined ? '' : `${inProcess.toFixed(1)} ms`,
    megabytes === undefined ? '?' : `${megabytes.toFixed(0)} MB`,
    String(status ?? 'killed'),
    ...(judgement
      ? [judgement.right, judgement.wrong.length, judgement.missing.length].map(String)
      : ['', '', '']),
    builds === undefined ? '' : builds ? 'yes' : '**no**',
  ];
}

function wrongCalls(rows: readonly Measured[]): string[] {
  const lines = rows.flatMap(({ name, judgement }) =>
    (judgement?.wrong ?? []).map((call) => `${name}: ${call.file}:${call.line}: ${call.name}: ${call.why}`),
  );
  return lines.length === 0 ? [] : ['The wrong calls:', bullets(lines)];
}

function backportSections({ backports, releases }: Measurements): string[] {
  const [own] = backports;
  if (!own) return [];
  const { count, first, last } = releases;
  return [
    `## Onto ${count} releases, ${first} to ${last}`,
    '*Right*, *wrong* and *missing* are numbers of calls by their names: one in a wrong function counts as right here, which flatters whoever places by context.',
    table(
      ['', 'whole', 'a revision', '× backport', 'most memory', 'clean', 'right', 'wrong', 'missing'],
      backports.map((row) => backportRow(row, own)),
    ),
  ];
}

function backportRow(row: BackportRow, own: BackportRow): string[] {
  const { name, milliseconds, revisions, megabytes, clean, calls } = row;
  return [
    name.trim(),
    `${milliseconds.toFixed(0)} ms`,
    `${(milliseconds / revisions).toFixed(1)} ms`,
    (milliseconds / revisions / (own.milliseconds / own.revisions)).toFixed(2),
    megabytes === undefined ? '' : `${megabytes.toFixed(0)} MB`,
    clean === undefined ? '' : `${clean} of ${revisions}`,
    ...(calls ? [calls.right, calls.wrong, calls.missing].map(String) : ['', '', '']),
  ];
}

function listed(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, bullets(lines)];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A table of Markdown: names to the left, figures to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  const isOfFigures = head.length > 3;
  const rule = `|${head.map((_, column) => (column > 0 && isOfFigures ? ' ---: |' : ' --- |')).join('')}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
