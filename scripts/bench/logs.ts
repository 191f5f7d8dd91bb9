import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { withMemory } from './measure.js';

const MEGABYTE = 1024 * 1024;
/** When the migrations of these logs begin, in microseconds since 1970; any moment will do. */
const BEGIN = 1_700_000_000_000_000;

/** The log of a source, or of a destination, whose machine has as many devices as make the lines. */
export function longLog(side: 'source' | 'destination', lines: number): string {
  const [first, last] =
    side === 'source'
      ? [
          ['src-downtime-start', 'src-vm-stopped', 'src-iterable-saved'],
          ['src-non-iterable-saved', 'src-downtime-end'],
        ]
      : [
          [],
          [
            'dst-precopy-loadvm-completed',
            'dst-precopy-bh-enter',
            'dst-precopy-bh-announced',
            'dst-precopy-bh-vm-started',
          ],
        ];
  const event = side === 'source' ? 'vmstate_downtime_save' : 'vmstate_downtime_load';
  const devices = Array.from({ length: lines - first.length - last.length }, (_, index) => {
    return `${event} type=non-iterable idstr=device-${index % 50} instance_id=${index} downtime=${index % 90}`;
  });
  const named = (names: readonly string[]) => names.map((name) => `vmstate_downtime_checkpoint ${name}`);
  return [...named(first), ...devices, ...named(last)]
    .map((text, index) => `15@${seconds(BEGIN + 100 * index)}:${text}\n`)
    .join('');
}

function seconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6);
}

/** How a log of another program's, with an event here and there, is read. */
export interface StreamedLog {
  readonly megabytes: number;
  readonly milliseconds: number;
  /** The most memory of the process, in MB; undefined where GNU time is not installed. */
  readonly memory: number | undefined;
}

/** Measures `report` on a log of libvirt's. @param cli the built program */
export function readLargeLog(cli: string, scratch: string, megabytes: number): StreamedLog {
  const log = join(scratch, 'libvirt.log');
  writeLargeLog(log, megabytes);
  const args = [cli, 'report', '--source', log];
  const {
    milliseconds,
    status,
    stderr,
    megabytes: memory,
  } = withMemory({
    program: process.execPath,
    args,
    cwd: scratch,
  });
  if (status !== 0) throw new Error(`report ended with ${status}: ${stderr}`);
  return { megabytes, milliseconds, memory };
}

/** What libvirt writes meanwhile, and in the middle one migration. */
function writeLargeLog(file: string, megabytes: number): void {
  const line = '2026-01-01 00:00:00.000+0000: 4242: debug : virEventPollRunOnce:640 : Poll got 1 event(s)\n';
  const piece = line.repeat(Math.ceil(MEGABYTE / line.length));
  const descriptor = openSync(file, 'w');
  try {
    for (let written = 0; written < megabytes; written++) {
      if (written === Math.floor(megabytes / 2)) writeSync(descriptor, longLog('source', 40));
      writeSync(descriptor, piece);
    }
  } finally {
    closeSync(descriptor);
  }
}
