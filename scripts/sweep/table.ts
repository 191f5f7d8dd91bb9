import { type Problem, placeText } from '../../src/problem/problem.js';
import type { Row } from './row.js';
import type { Summary } from './summary.js';

const WIDTHS = { revision: 24, commit: 10, date: 10, version: 9, verdict: 10, sites: 5 };

export function tableHead(): string {
  return line(['revision', 'commit', 'date', 'version', 'verdict', 'sites', 'subject']);
}

/** A row, and below it what is wrong with the revision, if anything is. */
export function tableRow(row: Row): string {
  const commit = row.commit?.slice(0, 10) ?? '';
  const name = row.revision === row.commit ? commit : row.revision;
  const sites = row.sites === 0 ? '' : String(row.sites).padStart(5);
  const cells = [name, commit, row.date, row.version ?? '', row.verdict, sites, row.subject.slice(0, 60)];
  const below = [...row.problems.map(reasonText), ...row.failures];
  return [line(cells), ...below.map(indented)].join('\n');
}

/** Code, place and reason. What was expected and what to do next is in the JSON. */
function reasonText({ code, place, found }: Problem): string {
  return `[${code}] ${place ? `${placeText(place)}: ` : ''}${found}`;
}

export function summaryText(summary: Summary): string {
  const verdicts = Object.entries(summary.verdicts).map(([verdict, count]) => `${count} ${verdict}`);
  const reasons = summary.reasons.map(
    ({ reason, revisions, first, last }) => `  ${revisions} × ${reason} (${first} … ${last})`,
  );
  return [
    '',
    `${summary.revisions} revisions, ${summary.distinct} different sets of files: ${verdicts.join(', ')}`,
    `refused: ${summary.refusedPercent.toFixed(2)} % of the trees of 1.0 or later; peak memory ${summary.peakMegabytes} MB`,
    ...(reasons.length > 0 ? ['refusals:', ...reasons] : []),
  ].join('\n');
}

function line(cells: readonly string[]): string {
  const widths = Object.values(WIDTHS);
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd();
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((part) => `    ${part}`)
    .join('\n');
}
