import type { MigrationTrouble } from './trouble.js';

/** Why a migration was not run to its end, in words. */
export interface MigrationReason {
  /** Stable and scriptable. */
  readonly code: MigrationTrouble['kind'];
  readonly expected: string;
  readonly found: string;
}

/**
 * Words for what stopped a migration.
 * @param stderr the end of what the QEMU that it is about wrote to standard error
 */
export function reasonOf(trouble: MigrationTrouble, stderr = ''): MigrationReason {
  return { code: trouble.kind, ...wordsFor(trouble, lastLine(stderr)) };
}

function wordsFor(trouble: MigrationTrouble, lastWords: string | undefined): Omit<MigrationReason, 'code'> {
  switch (trouble.kind) {
    case 'not-offered':
      return { expected: `a QEMU that offers ${trouble.feature}`, found: 'this QEMU does not' };
    case 'not-permitted':
      return { expected: 'a host that lets QEMU use userfaultfd', found: `QEMU said: ${trouble.words}` };
    case 'ended': {
      const how =
        trouble.code === null ? 'a signal ended it' : `it ended by itself with exit code ${trouble.code}`;
      return {
        expected: `the ${trouble.side}'s QEMU to run until it is told to quit`,
        found: lastWords === undefined ? how : `${how}, saying: ${lastWords}`,
      };
    }
    case 'monitor-closed':
      return {
        expected: `the ${trouble.side}'s QEMU to keep its monitor open`,
        found: trouble.noise === '' ? 'it closed' : `it closed after: ${trouble.noise.trim()}`,
      };
    case 'refused':
      return {
        expected: `the ${trouble.side}'s QEMU to take ${trouble.command}`,
        found: `QEMU said: ${trouble.description}`,
      };
    case 'unreadable':
      return {
        expected: `${trouble.expected} in the ${trouble.side}'s answer to ${trouble.command}`,
        found: trouble.found,
      };
    case 'timeout':
      return {
        expected: `${trouble.waitedFor} from the ${trouble.side}'s QEMU in time`,
        found: trouble.last === undefined ? 'nothing came' : `it stayed at ${trouble.last}`,
      };
    case 'wrong-state':
      return {
        expected: `the ${trouble.side}'s QEMU to be ${trouble.expected}`,
        found: trouble.description ? `${trouble.found}: ${trouble.description}` : trouble.found,
      };
    case 'left-running':
      return {
        expected: 'every QEMU to be gone after it was killed',
        found: `still running: ${trouble.sides.join(', ')}`,
      };
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1)?.trim() || undefined;
}
