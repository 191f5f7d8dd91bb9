/** One of the two QEMUs of a migration. */
export type MigratingSide = 'source' | 'destination';

/** One of the QEMUs that are started; `probe` only tells what it offers. */
export type Side = MigratingSide | 'probe';

/** What one of the QEMUs did, or did not do. */
type SideTrouble = { readonly side: Side } & (
  | { readonly kind: 'ended'; readonly code: number | null }
  | { readonly kind: 'monitor-closed'; readonly noise: string }
  | { readonly kind: 'refused'; readonly command: string; readonly description: string }
  | {
      readonly kind: 'unreadable';
      readonly command: string;
      readonly expected: string;
      readonly found: string;
    }
  /** No answer, or not the state that was waited for; `last` is the last state that was seen. */
  | { readonly kind: 'timeout'; readonly waitedFor: string; readonly last?: string | undefined }
  | {
      readonly kind: 'wrong-state';
      readonly expected: string;
      readonly found: string;
      readonly description?: string | undefined;
    }
);

/** What ends a run early; `not-offered`: the tree has not what the mode needs. */
export type RunTrouble = SideTrouble | { readonly kind: 'not-offered'; readonly feature: string };

/** Why a migration was not run to its end, as data. */
export type MigrationTrouble =
  | RunTrouble
  /** The host does not let QEMU do what the mode needs; `words` are QEMU's own. */
  | { readonly kind: 'not-permitted'; readonly words: string }
  /** QEMUs outlived their killing. */
  | { readonly kind: 'left-running'; readonly sides: readonly Side[] };

/** Ends a migration early. */
export class MigrationStopped extends Error {
  override readonly name = 'MigrationStopped';

  constructor(readonly trouble: RunTrouble) {
    super(trouble.kind);
  }
}

/** The time for a whole migration is up; what waited then tells what for. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}
