/** A host's role. */
export type Side = 'source' | 'destination';

/** How a migration went: the guest's state moved, it was saved beside the running guest, or it cannot be told. */
export type MigrationKind = 'precopy' | 'postcopy' | 'background-snapshot' | 'file' | 'savevm' | 'unknown';

/** `unpaired`: one side is whole, and the log of the other has nothing that goes with it, as when the load failed. */
export type Outcome = 'completed' | 'incomplete' | 'unpaired';

/** Of a run as well that has no downtime event: tracing was off, or its logs are lost. */
export type RunOutcome = Outcome | 'no-event';
