import { closeSync, openSync, readSync } from 'node:fs';
import type { UnreadLog } from '../problem/report-problems.js';
import { EVENT_PREFIX } from '../trace-log/event-text.js';
import { statsAt } from '../tree/stats-at.js';

const MAGIC_BYTES = 16;
const TRACED_ANEW = "run QEMU with its log backend and -trace 'vmstate_downtime*' -msg timestamp=on";
/** How much of a file is looked at for a line that names an event. */
const BEGIN_BYTES = 256 * 1024;

/** By the first line that names an event. */
const LINE_KINDS: readonly { readonly line: RegExp; readonly kind: UnreadLog }[] = [
  {
    line: /^\{.{0,9000}"MESSAGE" ?:/,
    kind: {
      what: 'which is the journal as JSON',
      advice: 'write it with journalctl -o cat, or jq -r .MESSAGE FILE > TEXT, and name that',
    },
  },
  {
    line: /\[\d+\]\s+\d+\.\d+:\s+\w+:vmstate_downtime_\w+:\s+\([0-9a-f]+\)$/,
    kind: {
      what: 'where perf printed the events without what they carry',
      advice: `perf does not know it of QEMU’s events; ${TRACED_ANEW}`,
    },
  },
  {
    line: /\[\d+\]\s+\d+\.\d+:\s+(?:\w+:vmstate_downtime_\w+|ftrace:print):/,
    kind: {
      what: 'which is what perf script prints, and no form that is read',
      advice: `of the ftrace backend give /sys/kernel/tracing/trace, or what trace-cmd report prints; else ${TRACED_ANEW}`,
    },
  },
];

/** By the first bytes, in hex. */
const KINDS: readonly { readonly begins: RegExp; readonly kind: UnreadLog }[] = [
  { begins: /^fd377a585a00/, kind: { what: 'which is packed by xz', command: 'unxz -k FILE' } },
  { begins: /^28b52ffd/, kind: { what: 'which is packed by zstd', command: 'unzstd FILE' } },
  { begins: /^425a68/, kind: { what: 'which is packed by bzip2', command: 'bunzip2 -k FILE' } },
  {
    // The header of either byte order.
    begins: /^f{16}(?:b429a40acb77b1f2|f2b177cb0aa429b4)/,
    kind: {
      what: 'which is a binary trace of QEMU’s backend simple',
      command: 'scripts/simpletrace.py BUILD/trace/trace-events-all FILE > TEXT',
    },
  },
  {
    begins: /^(?:fffe|feff)/,
    kind: { what: 'which is in UTF-16', command: 'iconv -f utf-16 -t utf-8 FILE > TEXT' },
  },
];

/**
 * Why a file in which no downtime event was found may hold some all the same; undefined where nothing tells.
 * @param damaged how many lines name an event and cannot be read
 */
export function unreadLog(path: string, damaged: number): UnreadLog | undefined {
  const stats = path === '-' ? undefined : statsAt(path);
  if (!stats?.isFile()) return undefined;
  if (stats.size === 0) return { what: 'which is empty' };
  const begin = beginOf(path, damaged === 0 ? MAGIC_BYTES : BEGIN_BYTES);
  const hex = begin.toString('hex', 0, MAGIC_BYTES);
  const kind = KINDS.find(({ begins }) => begins.test(hex))?.kind;
  if (kind || damaged === 0) return kind;
  const line =
    begin
      .toString()
      .split('\n')
      .find((one) => one.includes(EVENT_PREFIX))
      ?.trim() ?? '';
  const lineKind = LINE_KINDS.find((one) => one.line.test(line))?.kind;
  if (lineKind) return lineKind;
  const lines = damaged === 1 ? '1 line names' : `${damaged} lines name`;
  return { what: `where ${lines} the events, in no form that is read`, isMisread: true };
}

/** What cannot be read is empty: this is for advice. */
function beginOf(path: string, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, most, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
