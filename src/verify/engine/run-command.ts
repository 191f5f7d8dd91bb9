import { type ChildProcess, spawn } from 'node:child_process';

/** How a program is run. */
export interface CommandOptions {
  readonly signal?: AbortSignal;
  /** After this time it is ended, in milliseconds. */
  readonly timeoutMs?: number;
  /** Given all that it writes, as it comes. */
  readonly onOutput?: (bytes: Buffer) => void;
  readonly environment?: Readonly<Record<string, string>>;
  /** When it is to end it is asked to first, and given this time, in milliseconds: it may have something to take away. */
  readonly graceMs?: number;
}

/** How a program ended. */
export interface CommandEnd {
  /** Its exit code; null where a signal ended it or it could not be started. */
  readonly code: number | null;
  /** What it wrote to standard output, at most {@link MOST_KEPT} bytes from the beginning. */
  readonly stdout: string;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** Why it was ended, where it was. */
  readonly ended?: 'timeout' | 'interrupted';
  /** Why it could not be started, as an error code such as `ENOENT`. */
  readonly notStarted?: string;
}

const MOST_KEPT = 8 * 1024 * 1024;
const STDERR_KEPT = 1024 * 1024;

/**
 * Runs a program to its end. Its standard input stays open meanwhile: what runs behind it can tell by its closing that
 * this process is gone. Never rejects.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  { signal, timeoutMs, onOutput, environment, graceMs }: CommandOptions = {},
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve({ code: null, stdout: '', stderr: '', ended: 'interrupted' });
      return;
    }
    const child: ChildProcess = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
      // A group of its own: what it started has to end with it, and a Ctrl-C in a terminal is for this program.
      detached: true,
    });
    let ended: CommandEnd['ended'];
    let grace: NodeJS.Timeout | undefined;
    const end = (why: CommandEnd['ended']) => () => {
      if (ended) return;
      ended = why;
      if (graceMs === undefined) return killGroup(child, 'SIGKILL');
      killGroup(child, 'SIGTERM');
      grace = setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
    };
    const interrupt = end('interrupted');
    signal?.addEventListener('abort', interrupt, { once: true });
    const timer = timeoutMs === undefined ? undefined : setTimeout(end('timeout'), timeoutMs);
    const out: Buffer[] = [];
    let kept = 0;
    let err = Buffer.alloc(0);
    child.stdin?.on('error', () => {});
    child.stdout?.on('data', (bytes: Buffer) => {
      onOutput?.(bytes);
      if (kept < MOST_KEPT) out.push(bytes);
      kept += bytes.length;
    });
    child.stderr?.on('data', (bytes: Buffer) => {
      onOutput?.(bytes);
      err = Buffer.concat([err, bytes]).subarray(-STDERR_KEPT);
    });
    const finish = (code: number | null, notStarted?: string): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener('abort', interrupt);
      const stdout = Buffer.concat(out).subarray(0, MOST_KEPT).toString();
      resolve({
        code,
        stdout,
        stderr: err.toString(),
        ...(ended && { ended }),
        ...(notStarted !== undefined && { notStarted }),
      });
    };
    child.on('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message));
    child.on('close', (code) => finish(code));
  });
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}
