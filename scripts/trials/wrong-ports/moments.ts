/** What stands around a call that marks its moment, in lines of code without comments and other tracepoint calls. */
export interface Moment {
  readonly in: RegExp;
  /** The line before, or where that is a closing brace the one before it. */
  readonly behind?: RegExp;
  /** The line after. */
  readonly before?: RegExp;
}

const STOPS =
  /^(?:migration_stop_vm|migration_completion|migration_completion_precopy|postcopy_start|bg_migration_thread|migration_thread|buffered_file_thread|migrate_fd_put_ready)$/;
const ENDS =
  /^(?:migration_downtime_end|migration_calculate_complete|migration_completion_end|postcopy_start|bg_migration_vm_start_bh|migration_thread|buffered_file_thread|migrate_fd_put_ready)$/;
const RESUMES = /^process_incoming_migration(?:_bh|_co)?$/;
const INLINE = /^process_incoming_migration(?:_co)?$/;
const POSTCOPY = /^loadvm_postcopy_handle_run(?:_bh)?$/;
const DECLARATION = /^(?:Error|MigrationIncomingState|HandleRunBhData|int|bool) [^(]*(?:=.*)?;$/;

/**
 * The moments, read off the releases from 1.0 to 9.2 line by line: an opinion that shares nothing with the catalogue but
 * the names.
 */
export const MOMENTS: Readonly<Record<string, readonly Moment[]>> = {
  'src-downtime-start': [
    { in: /^migration_downtime_start$/, before: /->downtime_start = / },
    {
      in: /^(?:migration_completion\w*|bg_migration_thread)$/,
      before: /->downtime_start = |^\*start_time = /,
    },
    { in: /^postcopy_start$/, before: /^qemu_system_wakeup_request\(|->downtime_start = / },
    {
      in: /^(?:migration_thread|buffered_file_thread|migrate_fd_put_ready)$/,
      before: /^(?:int64_t )?start_time = |^qemu_system_wakeup_request\(|vm_stop_force_state\(/,
    },
  ],
  'src-vm-stopped': [{ in: STOPS, behind: /vm_stop_force_state\(/ }],
  'src-iterable-saved': [
    { in: /_precopy_iterable$/, before: /^return 0;$/ },
    { in: /^qemu_savevm_state_complete_precopy$/, behind: /^if \(!in_postcopy \|\| iterable_only\) \{$/ },
    { in: /^qemu_savevm_state_complete$/, before: /^(?:QTAILQ_FOREACH\(|vmdesc = |json_)/ },
  ],
  'src-non-iterable-saved': [
    { in: /_precopy_non_iterable$/, before: /^return 0;$/ },
    {
      in: /^qemu_savevm_state_complete(?:_precopy)?$/,
      before: /^qemu_fflush\(|^return qemu_file_get_error\(/,
    },
  ],
  'src-downtime-end': [{ in: ENDS, behind: /->downtime = |^migrate_fd_completed\(/ }],
  'dst-precopy-loadvm-completed': [{ in: INLINE, behind: /qemu_loadvm_state\(|->loadvm_co = NULL;$/ }],
  'dst-precopy-bh-enter': [
    { in: /^process_incoming_migration_bh$/, behind: DECLARATION },
    { in: INLINE, before: /^qemu_announce_self\(|bdrv_invalidate_cache_all\(/ },
  ],
  'dst-precopy-bh-announced': [{ in: RESUMES, behind: /^qemu_announce_self\(/ }],
  'dst-precopy-bh-vm-started': [{ in: RESUMES, behind: /^(?:runstate_set|vm_start)\(/ }],
  'dst-postcopy-bh-enter': [
    { in: /_run_bh$/, behind: DECLARATION },
    { in: /_run$/, before: /^cpu_synchronize_all_post_init\(/ },
  ],
  'dst-postcopy-bh-cpu-synced': [{ in: POSTCOPY, behind: /^cpu_synchronize_all_post_init\(/ }],
  'dst-postcopy-bh-announced': [{ in: POSTCOPY, behind: /^qemu_announce_self\(/ }],
  'dst-postcopy-bh-cache-invalidated': [
    {
      in: POSTCOPY,
      behind: /^(?:autostart = false|return -1);$|^migration_block_activate\(|^error_report_err\(/,
    },
  ],
  'dst-postcopy-bh-vm-started': [
    { in: /_run_bh$/, before: /^object_unref\(|^$/ },
    { in: /_run$/, behind: /^(?:runstate_set|vm_start)\(/ },
  ],
};
