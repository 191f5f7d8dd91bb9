import type { Effects } from '../flow.js';

/** What the migration's functions do that decides which checkpoint fires, in QEMU 1.0 to 10.2. */
export const EFFECTS: Effects = {
  checkpoint: 'trace_vmstate_downtime_checkpoint',
  // migrate_finish_set_state in 1.5 to 1.6.
  stateSetters: ['migrate_set_state', 'migrate_finish_set_state'],
  stateField: 'state',
  fields: ['downtime', 'start_postcopy', 'complete'],
  defer: [
    'qemu_bh_schedule',
    'migration_bh_schedule',
    'aio_bh_schedule_oneshot',
    'qemu_thread_create',
    'migration_thread_create',
  ],
  release: ['qemu_mutex_unlock_iothread', 'bql_unlock'],
  // Without the q before 5.2.
  read: ['qatomic_read', 'qatomic_mb_read', 'qatomic_load_acquire', 'atomic_read', 'atomic_mb_read'],
  write: ['qatomic_set', 'qatomic_mb_set', 'qatomic_store_release', 'atomic_set', 'atomic_mb_set'],
  steady: [
    'migrate_background_snapshot',
    'migrate_colo',
    'migrate_colo_enabled',
    'migrate_mode_is_cpr',
    'migrate_pause_before_switchover',
  ],
  // migration/global_state.c
  status: ['global_state_store'],
  sticky: [
    'qemu_file_get_error',
    'qemu_file_get_error_obj',
    'qemu_file_get_error_obj_any',
    'qemu_file_has_error',
  ],
  raise: ['qemu_file_set_error', 'qemu_file_set_error_obj'],
  steps: [
    'qemu_savevm_state_complete_precopy_iterable',
    'qemu_savevm_state_complete_precopy_non_iterable',
    'qemu_savevm_state_complete_precopy',
    'qemu_savevm_state_complete',
  ],
  attempts: ['postcopy_start'],
  waits: ['postcopy_pause'],
  borders: ['qemu_loadvm_state'],
  marks: ['postcopy_start', 'qemu_announce_self', 'vm_start'],
  // Both end the downtime long before the migration is over, where it would be ended again.
  stages: ['postcopy_start', 'bg_migration_vm_start_bh'],
};
