import type { Collected, CollectedRevision } from '../../../collect/model.js';
import { printableLine } from '../../../problem/printable.js';
import { type Column, tableLines } from '../report/text-table.js';
import type { CollectReporter } from './reporter.js';
import {
  lintText,
  migrationOf,
  migrationText,
  modesOf,
  portText,
  secondsText,
  stateText,
  verdictText,
  verifyText,
} from './wording.js';

/** A line a revision, what failed with its reasons, and the verdict. */
export const text: CollectReporter = (collected, { paint }) => {
  const { revisions } = collected;
  const failed = revisions.filter((one) => !one.passed);
  const lines = [
    ...tableLines(columnsOf(collected), rowsOf(collected), paint.strong),
    ...(failed.length > 0 ? ['', ...failed.flatMap((one) => reasons(one, paint.bad))] : []),
    '',
    collected.passed ? paint.good(verdictText(collected)) : paint.bad(verdictText(collected)),
    '',
  ];
  return lines.join('\n');
};

function columnsOf(collected: Collected): Column[] {
  const left = (title: string): Column => ({ title, align: 'left' });
  const right = (title: string): Column => ({ title: printableLine(title), align: 'right' });
  return [
    ...['revision', 'QEMU', 'result', 'port', 'lint', 'verify'].map(left),
    ...modesOf(collected).map(right),
    right('time'),
  ];
}

function rowsOf(collected: Collected): string[][] {
  const modes = modesOf(collected);
  return collected.revisions.map((one) =>
    [
      one.revision,
      one.version ?? '–',
      stateText(one),
      portText(one),
      lintText(one),
      verifyText(one),
      ...modes.map((mode) => migrationText(migrationOf(one, mode))),
      secondsText(one),
    ].map(printableLine),
  );
}

function reasons({ revision, problems }: CollectedRevision, bad: (text: string) => string): string[] {
  return [
    `${printableLine(revision)}: ${bad('FAILED')}`,
    ...problems.map((problem) => `  ${printableLine(problem)}`),
  ];
}
