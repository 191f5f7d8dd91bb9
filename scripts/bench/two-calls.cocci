@@
@@
 process_incoming_migration_bh(...)
 {
 <...
 qemu_announce_self(...);
+trace_vmstate_downtime_checkpoint("dst-precopy-bh-announced");
 ...>
 }

@@
expression list arguments;
identifier ret;
@@
 process_incoming_migration_co(...)
 {
 <...
 ret = qemu_loadvm_state(arguments);
+trace_vmstate_downtime_checkpoint("dst-precopy-loadvm-completed");
 ...>
 }
