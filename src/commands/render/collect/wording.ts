import type { Collected, CollectedMigration, CollectedRevision } from '../../../collect/model.js';
import { counted } from '../../../counted.js';

/** What stands for a result that there is not. */
const NONE = '–';

/** The kinds of migration that some revision has, in the order in which they come up. */
export function modesOf({ revisions }: Collected): string[] {
  return [...new Set(revisions.flatMap(({ verify }) => verify?.migrations.map(({ mode }) => mode) ?? []))];
}

export function migrationOf({ verify }: CollectedRevision, mode: string): CollectedMigration | undefined {
  return verify?.migrations.find((one) => one.mode === mode);
}

/** How a migration ended, with its downtime where QEMU says one. */
export function migrationText(migration: CollectedMigration | undefined): string {
  if (!migration) return NONE;
  const { status, downtime } = migration;
  const word = { passed: 'passed', failed: 'FAILED', 'not-runnable': 'not runnable' }[status];
  return status === 'passed' && downtime !== null ? `${downtime} ms` : word;
}

export function portText({ port }: CollectedRevision): string {
  return port === 'refused' ? 'REFUSED' : (port ?? 'MISSING');
}

export function lintText({ lint }: CollectedRevision): string {
  if (!lint) return NONE;
  return `${counted(lint.errors, 'error')}, ${counted(lint.warnings, 'warning')}`;
}

export function verifyText({ verify }: CollectedRevision): string {
  if (!verify) return NONE;
  return `${verify.level} ${verify.passed ? 'passed' : 'FAILED'}`;
}

/** A duration in seconds, in minutes where that is easier to read. */
export function secondsText({ verify }: CollectedRevision): string {
  if (!verify) return NONE;
  const seconds = Math.round(verify.seconds);
  return seconds < 120
    ? `${verify.seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function verdictText({ revisions }: Collected): string {
  const passed = revisions.filter((one) => one.passed).length;
  const { length } = revisions;
  const all = counted(length, 'revision');
  return passed === length ? `${all}: all passed` : `${all}: ${length - passed} FAILED, ${passed} passed`;
}

export function stateText({ passed }: CollectedRevision): string {
  return passed ? 'passed' : 'FAILED';
}
