import type { BackportRow } from './backport.js';
import type { StreamedLog } from './logs.js';
import type { Measured } from './measure.js';

/** What `apply --dry-run` may take of time, against a node that does nothing, and of memory. */
const MOST_TIMES_NODE = 3;
/** The same of `lint`, and of `report` on two long logs. */
const MOST_TIMES_NODE_LINT = 2.5;
const MOST_TIMES_NODE_REPORT = 3;
const MOST_MEGABYTES = 120;

/** How fast a large log is read at least, and in how much memory at most. */
const LEAST_MEGABYTES_A_SECOND = 100;
const MOST_MEGABYTES_FOR_A_LOG = 150;

/** What a revision of a backport may take in process, and what a thousand may take of memory. */
const MOST_MS_A_REVISION = 80;
const MOST_MEGABYTES_FOR_MANY = 300;

/** The promises that this run does not keep. */
export function overBudget(rows: readonly Measured[]): string[] {
  const find = (start: string) => rows.find(({ name }) => name.startsWith(start));
  const node = find('node -e 0');
  const apply = find('qemu-downtime apply');
  const spatch = find('spatch');
  if (!node || !apply) return [];
  const broken: string[] = [];
  const ratio = apply.whole / node.whole;
  if (ratio > MOST_TIMES_NODE)
    broken.push(`apply takes ${ratio.toFixed(2)} × node -e 0, over ${MOST_TIMES_NODE}`);
  for (const [name, most] of [
    ['qemu-downtime lint', MOST_TIMES_NODE_LINT],
    ['qemu-downtime report', MOST_TIMES_NODE_REPORT],
  ] as const) {
    const own = (find(name)?.whole ?? 0) / node.whole;
    if (own > most) broken.push(`${name} takes ${own.toFixed(2)} × node -e 0, over ${most}`);
  }
  if ((apply.megabytes ?? 0) > MOST_MEGABYTES) {
    broken.push(`apply takes ${apply.megabytes?.toFixed(0)} MB, over ${MOST_MEGABYTES}`);
  }
  if (spatch && apply.whole > spatch.whole) broken.push('apply takes longer than spatch with two calls');
  return broken;
}

/** The promises of `report` on a large log that this run does not keep. */
export function logOverBudget({ megabytes, milliseconds, memory = 0 }: StreamedLog): string[] {
  const speed = megabytes / (milliseconds / 1000);
  return [
    ...(speed < LEAST_MEGABYTES_A_SECOND
      ? [`a log is read at ${speed.toFixed(0)} MB/s, under ${LEAST_MEGABYTES_A_SECOND}`]
      : []),
    ...(memory > MOST_MEGABYTES_FOR_A_LOG
      ? [`a log takes ${memory.toFixed(0)} MB, over ${MOST_MEGABYTES_FOR_A_LOG}`]
      : []),
  ];
}

/** Whether the program's own calls are all right: the one result that no machine may change. */
export function isOwnResultRight(rows: readonly Measured[]): boolean {
  const judgement = rows.find(({ name }) => name.startsWith('qemu-downtime apply'))?.judgement;
  return judgement === undefined || (judgement.wrong.length === 0 && judgement.missing.length === 0);
}

/** The promises of `backport` that this run does not keep. */
export function backportOverBudget(rows: readonly BackportRow[]): string[] {
  const broken: string[] = [];
  for (const { name, milliseconds, revisions, megabytes = 0 } of rows) {
    const each = milliseconds / revisions;
    if (name.includes('in process') && each > MOST_MS_A_REVISION)
      broken.push(`a backport takes ${each.toFixed(0)} ms a revision, over ${MOST_MS_A_REVISION}`);
    if (megabytes > MOST_MEGABYTES_FOR_MANY)
      broken.push(`${name}: ${megabytes.toFixed(0)} MB, over ${MOST_MEGABYTES_FOR_MANY}`);
  }
  return broken;
}

/** Whether the program's own backports have every call, and none more. */
export function areBackportsRight(rows: readonly BackportRow[]): boolean {
  const calls = rows.find(({ name }) => name.startsWith('qemu-downtime backport, one call'))?.calls;
  return calls !== undefined && calls.wrong === 0 && calls.missing === 0;
}
