import type { Slot } from '../recipe.js';

/**
 * The functions that stop the guest, by path, newest first: `migration_completion_precopy` since QEMU 8.2,
 * `migration_completion` since 2.5, `migration_thread` in 1.5 to 2.4, `buffered_file_thread` in 1.4,
 * `migrate_fd_put_ready` before.
 */
export const PRECOPY_STOP = [
  'migration_completion_precopy',
  'migration_completion',
  'migration_thread',
  'buffered_file_thread',
  'migrate_fd_put_ready',
] as const;

/** The functions that set the downtime on the normal path: renamed in 9.0; split off `migration_thread` in 2.12. */
export const PRECOPY_END = [
  'migration_completion_end',
  'migration_calculate_complete',
  'migration_thread',
  'buffered_file_thread',
  'migrate_fd_put_ready',
] as const;

/** The destination's resume on the normal path: a bottom half since 2.6 (0aa6aefc9c), inline before. */
export const PRECOPY_RESUME = [
  'process_incoming_migration_bh',
  'process_incoming_migration_co',
  'process_incoming_migration',
] as const;

/** The destination's resume in postcopy: a bottom half since 2.6, inline in 2.5. */
export const POSTCOPY_RESUME = ['loadvm_postcopy_handle_run_bh', 'loadvm_postcopy_handle_run'] as const;

type Path = Pick<Slot, 'path' | 'signs'>;

export const PRECOPY: Path = { path: 'precopy', signs: [] };
/** Postcopy's source side came with `postcopy_start` (2.5). */
export const POSTCOPY: Path = {
  path: 'postcopy',
  signs: ['postcopy_start', 'qemu_savevm_send_postcopy_run'],
};
/** Background snapshots came in 6.0. */
export const BACKGROUND: Path = {
  path: 'background-snapshot',
  signs: ['bg_migration_thread', 'bg_migration_vm_start_bh', 'bg_migration_iteration_run'],
};
export const ANY: Path = { path: 'any', signs: [] };
