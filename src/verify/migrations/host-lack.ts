import type { RunTrouble } from './trouble.js';

/** QEMU's words, through the releases, for a host that does not give it userfaultfd. */
const NO_USERFAULT = /userfaultfd not available|postcopy is not supported|not supported by host kernel/i;

/**
 * QEMU's words for what the host does not let it do; undefined where the trouble is another.
 * Old releases only find out on the way, and say so on standard error when they end.
 */
export function hostLack(trouble: RunTrouble, stderr: readonly string[]): string | undefined {
  const answer = trouble.kind === 'refused' ? [trouble.description] : [];
  const lines = stderr.flatMap((text) => text.split('\n')).map((line) => line.trim());
  const words = [...answer, ...lines].filter((line) => NO_USERFAULT.test(line));
  return words.length === 0 ? undefined : [...new Set(words)].join('; ');
}
