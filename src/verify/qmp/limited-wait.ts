import { QmpFailure } from './failure.js';

/** How long a wait may last. */
export interface Limits {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A QEMU that answers does so within milliseconds; a loaded machine gets some more. */
const DEFAULT_TIMEOUT_MS = 10_000;

/** What a wait waits with: either may be called, once. */
export interface Settle<T> {
  done(value: T): void;
  fail(error: Error): void;
}

/**
 * Waits for something that calls back, but no longer than the limits.
 * @param waitedFor what it is, for the failure's text
 * @param begin starts it, and gives back how to stop it: called however the wait ends
 * @throws QmpFailure `timeout` or `aborted`, or what `begin` failed with
 */
export function limitedWait<T>(
  waitedFor: string,
  { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: Limits,
  begin: (settle: Settle<T>) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) {
      reject(new QmpFailure({ kind: 'aborted', waitedFor }));
      return;
    }
    const onAbort = (): void => settle.fail(new QmpFailure({ kind: 'aborted', waitedFor }));
    const onTimeout = (): void => settle.fail(new QmpFailure({ kind: 'timeout', waitedFor, timeoutMs }));
    const timer = setTimeout(onTimeout, timeoutMs);
    let stop: (() => void) | undefined;
    let over = false;
    const end = (then: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      stop?.();
      then();
    };
    const settle: Settle<T> = {
      done: (value) => end(() => resolve(value)),
      fail: (error) => end(() => reject(error)),
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    stop = begin(settle);
    // `begin` may have settled before it gave its stop back.
    if (over) stop();
  });
}
