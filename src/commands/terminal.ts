import { fstatSync } from 'node:fs';

/** What a person sees of what is written to a stream; nothing where it goes to a file or a pipe. */
export interface Terminal {
  readonly isTTY: boolean;
  /** Characters in a line. */
  readonly columns: number | undefined;
}

const NO_TERMINAL: Terminal = { isTTY: false, columns: undefined };

/**
 * Looks at where standard output or standard error goes. Node's own streams are asked only of a terminal: to make them
 * for a pipe takes longer than all the rest of a short answer.
 */
export function terminalAt(stream: 'stdout' | 'stderr'): Terminal {
  try {
    if (!fstatSync(stream === 'stdout' ? 1 : 2).isCharacterDevice()) return NO_TERMINAL;
  } catch {
    // Closed.
    return NO_TERMINAL;
  }
  const { isTTY, columns } = process[stream];
  return isTTY ? { isTTY, columns } : NO_TERMINAL;
}
