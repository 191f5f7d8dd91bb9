import type { NotRun } from './contestant.js';
import type { StreamedLog } from './logs.js';
import { type Measured, ratioOf } from './measure.js';

const HEAD = ['', 'whole', '× node', 'in process', 'max RSS', 'exit', 'right', 'wrong', 'missing', 'builds'];

/** One table for all that ran; below it, in capitals, what did not. */
export function benchTable(rows: readonly Measured[], notRun: readonly NotRun[]): string {
  const cells = rows.map((row) => [
    row.name,
    `${row.whole.toFixed(1)} ms`,
    ratioOf(row, rows).toFixed(2),
    row.inProcess === undefined ? '' : `${row.inProcess.toFixed(1)} ms`,
    row.megabytes === undefined ? '?' : `${row.megabytes.toFixed(0)} MB`,
    String(row.status ?? 'killed'),
    ...(row.judgement
      ? [row.judgement.right, row.judgement.wrong.length, row.judgement.missing.length].map(String)
      : ['', '', '']),
    row.builds === undefined ? '' : row.builds ? 'yes' : 'no',
  ]);
  const wrong = rows.flatMap(({ name, judgement }) =>
    (judgement?.wrong ?? []).map((call) => `  ${name}: ${call.file}:${call.line}: ${call.name}: ${call.why}`),
  );
  return [
    ...aligned([HEAD, ...cells]),
    ...(wrong.length > 0 ? ['', 'wrong calls:', ...wrong] : []),
    ...(notRun.length > 0 ? ['', ...notRun.map(({ name, why }) => `NOT RUN: ${name}: ${why}`)] : []),
  ].join('\n');
}

/** How a large log was read, in a line. */
export function logLine({ megabytes, milliseconds, memory }: StreamedLog): string {
  const speed = (megabytes / (milliseconds / 1000)).toFixed(0);
  const most = memory === undefined ? '?' : `${memory.toFixed(0)} MB`;
  return `qemu-downtime report, a libvirt log of ${megabytes} MB: ${speed} MB/s, max RSS ${most}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
