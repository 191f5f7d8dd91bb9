import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errnoOf } from '../errno.js';

/** Who holds a lock, told apart from every other process, also across reboots, reused pids and containers. */
export interface Holder {
  readonly pid: number;
  /** Start time in clock ticks since boot; null where there is no /proc. */
  readonly start: string | null;
  readonly boot: string | null;
  /** The pid namespace: inside a container the same number is another process. */
  readonly namespace: string | null;
  readonly host: string;
}

/** What is known of a holder. `unknown`: it belongs to another host or container, whose processes cannot be seen. */
export type Liveness = 'alive' | 'dead' | 'unknown';

function orNull(read: () => string): string | null {
  try {
    return read().trim();
  } catch (error) {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  }
}

/** State letter and start time from /proc/PID/stat. The command name before them may hold spaces and brackets. */
function procStat(pid: number): { state: string; start: string } | undefined {
  const text = orNull(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  if (text === null) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}

/** This process as a lock holder. */
export function ownHolder(): Holder {
  return {
    pid: process.pid,
    start: procStat(process.pid)?.start ?? null,
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')),
    namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

function pidInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/** Whether a holder still runs, as far as this process can see. */
export function liveness(holder: Holder): Liveness {
  const own = ownHolder();
  if (holder.boot !== own.boot) return holder.host === own.host ? 'dead' : 'unknown';
  if (holder.boot === null && holder.host !== own.host) return 'unknown';
  if (holder.namespace !== own.namespace) return 'unknown';
  if (!pidInUse(holder.pid)) return 'dead';
  const stat = procStat(holder.pid);
  if (stat === undefined || holder.start === null) return 'alive';
  // A killed process stays a zombie until its parent asks for it, which in a container may be never.
  const gone = stat.state === 'Z' || stat.state === 'X' || stat.start !== holder.start;
  return gone ? 'dead' : 'alive';
}

/** The holder as the text of a lock file. */
export function holderText(holder: Holder): string {
  return `${JSON.stringify({ writer: 'qemu-downtime', ...holder })}\n`;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length < 256);
}

/** The holder that a lock file's bytes name, or undefined if the bytes aren't ours. */
export function parseHolder(bytes: Buffer): Holder | undefined {
  if (bytes.length > 4096) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const { writer, pid, start, boot, namespace, host } = data as Record<string, unknown>;
  if (writer !== 'qemu-downtime' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1)
    return undefined;
  if (!isTextOrNull(start) || !isTextOrNull(boot) || !isTextOrNull(namespace)) return undefined;
  if ((start !== null && !/^\d+$/.test(start)) || typeof host !== 'string') return undefined;
  return { pid, start, boot, namespace, host };
}
