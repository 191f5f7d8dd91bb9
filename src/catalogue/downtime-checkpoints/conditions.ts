/**
 * The conditions around the checkpoints' places, as found in every release from 1.0 to 10.2, on the history
 * between them and on openEuler's and Oracle's branches. Another condition is a place where nobody has looked.
 */
export const ENCLOSING: readonly RegExp[] = [
  // The state of the migration, or of the attempt: `s->state == MIGRATION_STATUS_ACTIVE`.
  /->state\b|_(?:ACTIVE|COMPLETED)\b|\b(?:ACTIVE|COMPLETED)\b/,
  // The result of the step before, in a local: `!ret`, `ret == 1`, `ret < 0`.
  /^!?\s*(?!\w*running)[a-z]\w*$/,
  /^(?!\w*running)[a-z]\w* (?:==|<|>=) \d$/,
  /^qemu_savevm_state_complete\(.*\) < 0$/,
  // CPR stopped the guest before its thread began (9.0).
  /^!migrate_mode_is_cpr\(\w*\)$/,
  // Nothing is left to send, and there is room to send it (1.3 to 2.4).
  /pending/,
  /xfer_limit|qemu_file_rate_limit/,
];

/** Whether and how the guest resumes: `vm_start` is under these, the checkpoint behind them. */
export const CASCADE: readonly RegExp[] = [/autostart|global_state|runstate|colo|guest_ran|vm_running/];

/** `migration_thread` and its forerunner leave their loop in the round that completes. */
export const MAIN_LOOPS: readonly string[] = ['migration_thread', 'buffered_file_thread'];
