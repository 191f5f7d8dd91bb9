import { backportTable } from './backport.js';
import type { Measurements } from './measurements.js';
import { benchTable, logLine } from './table.js';
import { verifyTable } from './verify.js';

/** All that was measured, for a terminal; in capitals what was not. */
export function benchText(measured: Measurements): string {
  const { rows, notRun, log, verify, backports, releases, release, rounds, machine, broken } = measured;
  return [
    `QEMU ${release}, medians of ${rounds} interleaved runs, node ${process.version}, ${machine.cores} cores`,
    benchTable(rows, notRun),
    ...(log ? [logLine(log)] : []),
    ...(verify.length > 0 ? [verifyTable(verify)] : []),
    ...(backports.length > 0
      ? [`onto ${releases.count} releases, ${releases.first} to ${releases.last}`, backportTable(backports)]
      : []),
    ...(broken.length > 0 ? [broken.map((promise) => `OVER BUDGET: ${promise}`).join('\n')] : []),
  ].join('\n\n');
}
