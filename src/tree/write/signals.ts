/** Signals that ask a program to end. SIGKILL cannot be held back: that is what the journal is for. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether a signal has come since the signals are being held back. */
export interface HeldSignals {
  readonly caught: boolean;
}

let current: { caught: boolean } | undefined;

/**
 * Runs work during which SIGINT, SIGTERM and SIGHUP end nothing, but are noted. Listeners that others have set
 * are put aside meanwhile, because one of them may end the process. Nested calls share what was noted.
 * @param work is given the note; it looks at it between steps, after {@link letSignalsIn}
 */
export async function holdSignals<T>(work: (signals: HeldSignals) => Promise<T>): Promise<T> {
  if (current) return work(current);
  const held = { caught: false };
  const note = (): void => {
    held.caught = true;
  };
  const others = SIGNALS.map((signal) => ({ signal, listeners: process.rawListeners(signal) }));
  for (const { signal } of others) {
    process.removeAllListeners(signal);
    process.on(signal, note);
  }
  current = held;
  try {
    return await work(held);
  } finally {
    current = undefined;
    for (const { signal, listeners } of others) {
      process.removeListener(signal, note);
      for (const listener of listeners) process.on(signal, listener as NodeJS.SignalsListener);
    }
  }
}

/** Gives Node the turn of its event loop in which it runs signal handlers. */
export function letSignalsIn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
