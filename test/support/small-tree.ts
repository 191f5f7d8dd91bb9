import { c } from './c-text.js';

/** The three files of a tree that a port may change, as texts. */
export interface SmallTree {
  readonly migration: string;
  readonly savevm: string;
  readonly events: string;
}

/** Replaces text that is in one of the files exactly once. */
export function changed(tree: SmallTree, role: keyof SmallTree, from: string, to: string): SmallTree {
  const parts = tree[role].split(from);
  if (parts.length !== 2) throw new Error(`"${from}" is ${parts.length - 1} times in ${role}`);
  return { ...tree, [role]: parts.join(to) };
}

/** Puts text behind the end of a file. */
export function extended(tree: SmallTree, role: keyof SmallTree, text: string): SmallTree {
  return { ...tree, [role]: `${tree[role]}${text}` };
}

/** A tree of the shape of 1.5 to 2.4: everything in one thread, no bottom half, no postcopy. Nine checkpoints. */
export const oldTree: SmallTree = {
  migration: c`
    #include "qemu-common.h"
    #include "trace.h"

    static void process_incoming_migration_co(void *opaque)
    {
        QEMUFile *f = opaque;
        int ret;

        ret = qemu_loadvm_state(f);
        qemu_fclose(f);
        if (ret < 0) {
            exit(1);
        }
        qemu_announce_self();

        bdrv_invalidate_cache_all();
        if (autostart) {
            vm_start();
        } else {
            runstate_set(RUN_STATE_PAUSED);
        }
    }

    static void *migration_thread(void *opaque)
    {
        MigrationState *s = opaque;
        int64_t start_time = 0;
        int ret;

        while (s->state == MIG_STATE_ACTIVE) {
            if (migration_pending(s)) {
                trace_migrate_pending(s->size);
                migration_iterate(s);
            } else {
                start_time = clock_now();
                ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
                if (ret >= 0) {
                    qemu_savevm_state_complete(s->file);
                    migrate_set_state(s, MIG_STATE_ACTIVE, MIG_STATE_COMPLETED);
                } else {
                    migrate_set_state(s, MIG_STATE_ACTIVE, MIG_STATE_ERROR);
                }
            }
        }

        if (s->state == MIG_STATE_COMPLETED) {
            s->downtime = clock_now() - start_time;
            runstate_set(RUN_STATE_POSTMIGRATE);
        }
        return NULL;
    }
  `,
  savevm: c`
    #include "qemu-common.h"
    #include "trace.h"

    void qemu_savevm_state_complete(QEMUFile *f)
    {
        SaveStateEntry *se;

        QTAILQ_FOREACH(se, &savevm_handlers, entry) {
            trace_savevm_section_start();
            se->ops->save_live_complete(f, se->opaque);
            trace_savevm_section_end();
        }

        QTAILQ_FOREACH(se, &savevm_handlers, entry) {
            vmstate_save(f, se);
        }

        qemu_put_byte(f, QEMU_VM_EOF);
        qemu_fflush(f);
    }
  `,
  events: `# savevm.c
savevm_section_start(void) ""
savevm_section_end(void) ""

# vmstate.c
vmstate_load_field_error(const char *field, int ret) "field \\"%s\\" load failed, ret = %d"
vmstate_load_state(const char *name) "%s"

# migration.c
migrate_pending(uint64_t size) "%" PRIu64
`,
};

/**
 * A tree of the shape of 7.0 to 8.1: bottom halves, postcopy with the older tracepoint, background snapshots with a
 * stop call in a condition. All fourteen checkpoints, twenty calls.
 */
export const newTree: SmallTree = {
  migration: c`
    #include "qemu/osdep.h"
    #include "trace.h"

    static void process_incoming_migration_bh(void *opaque)
    {
        Error *local_err = NULL;
        MigrationIncomingState *mis = opaque;

        /* with the guest's own clock */
        bdrv_activate_all(&local_err);

        qemu_announce_self(&mis->announce_timer);

        multifd_load_shutdown();

        if (autostart) {
            vm_start();
        } else {
            runstate_set(global_state_get_runstate());
        }
        /* the last word */
        migrate_set_state(&mis->state, COMPLETED);
    }

    static void coroutine_fn
    process_incoming_migration_co(void *opaque)
    {
        MigrationIncomingState *mis = opaque;
        int ret;

        mis->loadvm_co = qemu_coroutine_self();
        ret = qemu_loadvm_state(mis->from_src_file);
        mis->loadvm_co = NULL;

        trace_process_incoming_migration_co_end(ret);
        migration_bh_schedule(process_incoming_migration_bh, mis);
    }

    static int postcopy_start(MigrationState *ms)
    {
        int ret;
        int64_t time_at_stop = clock_now();

        trace_postcopy_start_set_run();

        qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);
        ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
        if (ret < 0) {
            goto fail;
        }
        qemu_savevm_state_complete_precopy(ms->file, true, false);
        qemu_savevm_send_postcopy_run(ms->file);

        ms->downtime = clock_now() - time_at_stop;

        return 0;

    fail:
        return -1;
    }

    static void migration_completion(MigrationState *s)
    {
        int ret;

        s->downtime_start = clock_now();
        ret = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
        trace_migration_completion_vm_stop(ret);
        if (ret < 0) {
            migrate_set_error(s, ret);
        }
    }

    static void migration_calculate_complete(MigrationState *s)
    {
        int64_t end_time = clock_now();

        if (!s->downtime) {
            /* not set by postcopy_start() */
            s->downtime = end_time - s->downtime_start;
        }

        s->total_time = end_time;
    }

    static void bg_migration_vm_start_bh(void *opaque)
    {
        MigrationState *s = opaque;

        vm_start();
        s->downtime = clock_now() - s->downtime_start;
    }

    static void *bg_migration_thread(void *opaque)
    {
        MigrationState *s = opaque;
        QEMUFile *fb;

        fb = qemu_file_new(s);
        s->downtime_start = clock_now();

        if (vm_stop_force_state(RUN_STATE_PAUSED)) {
            goto fail;
        }
        qemu_savevm_state_complete_precopy_non_iterable(fb);
        migration_bh_schedule(bg_migration_vm_start_bh, s);
        migrate_set_state(&s->state, s->state, MIGRATION_STATUS_COMPLETED);
        return NULL;

    fail:
        migrate_set_state(&s->state, FAILED);
        return NULL;
    }
  `,
  savevm: c`
    #include "qemu/osdep.h"
    #include "trace.h"

    static
    int qemu_savevm_state_complete_precopy_iterable(QEMUFile *f, bool in_postcopy)
    {
        SaveStateEntry *se;

        QTAILQ_FOREACH(se, &savevm_state.handlers, entry) {
            if (se->ops->save_live_complete_precopy(f, se->opaque) < 0) {
                return -1;
            }
        }

        return 0;
    }

    int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *f)
    {
        SaveStateEntry *se;

        QTAILQ_FOREACH(se, &savevm_state.handlers, entry) {
            vmstate_save(f, se);
        }

        if (f->desc) {
            json_writer_end(f->desc);
        }

        return 0;
    }

    static void loadvm_postcopy_handle_run_bh(void *opaque)
    {
        Error *local_err = NULL;
        MigrationIncomingState *mis = opaque;

        trace_loadvm_postcopy_handle_run_bh("enter");

        cpu_synchronize_all_post_init();

        trace_loadvm_postcopy_handle_run_bh("after cpu sync");

        qemu_announce_self(&mis->announce_timer);

        trace_loadvm_postcopy_handle_run_bh("after announce");

        bdrv_activate_all(&local_err);
        if (local_err) {
            error_report_err(local_err);
            autostart = false;
        }

        trace_loadvm_postcopy_handle_run_bh("after invalidate cache");

        if (autostart) {
            vm_start();
        } else {
            runstate_set(RUN_STATE_PAUSED);
        }

        qemu_bh_delete(mis->bh);

        trace_loadvm_postcopy_handle_run_bh("return");
    }

    static int loadvm_postcopy_handle_run(MigrationIncomingState *mis)
    {
        trace_loadvm_postcopy_handle_run();
        mis->bh = qemu_bh_new(loadvm_postcopy_handle_run_bh, mis);
        qemu_bh_schedule(mis->bh);
        return 0;
    }
  `,
  events: `# savevm.c
loadvm_postcopy_handle_run(void) ""
loadvm_postcopy_handle_run_bh(const char *str) "%s"
vmstate_save(const char *idstr) "%s"
vmstate_load(const char *idstr) "%s"

# migration.c
postcopy_start_set_run(void) ""
`,
};

/** The older tracepoints of 2.5 to 6.2, which tell their generation, instead of the one of 7.0. */
export const treeOf62: SmallTree = {
  ...newTree,
  savevm: newTree.savevm
    .replace(/( *trace_loadvm_postcopy_handle_run_bh\("[a-z ]*"\);\n\n?)/g, '')
    .replace('    cpu_synchronize', '    trace_loadvm_postcopy_handle_run_cpu_sync();\n    cpu_synchronize')
    .replace('qemu_bh_delete(mis->bh);\n\n', 'qemu_bh_delete(mis->bh);\n'),
  events: newTree.events.replace(
    'loadvm_postcopy_handle_run_bh(const char *str) "%s"\n',
    'loadvm_postcopy_handle_run_cpu_sync(void) ""\n',
  ),
};

/**
 * A tree of the shape just before upstream's commit: helpers stop the guest and take the times for all paths.
 * Fourteen calls.
 */
export const helperTree: SmallTree = {
  ...newTree,
  migration: c`
    #include "qemu/osdep.h"
    #include "trace.h"

    static void migration_downtime_start(MigrationState *s)
    {
        s->downtime_start = clock_now();
    }

    static void migration_downtime_end(MigrationState *s)
    {
        int64_t now = clock_now();

        if (!s->downtime) {
            s->downtime = now - s->downtime_start;
        }
    }

    int migration_stop_vm(RunState state)
    {
        return vm_stop_force_state(state);
    }

    static int postcopy_start(MigrationState *ms)
    {
        migration_downtime_start(ms);

        if (migration_stop_vm(RUN_STATE_FINISH_MIGRATE) < 0) {
            return -1;
        }
        qemu_savevm_send_postcopy_run(ms->file);
        migration_downtime_end(ms);
        trace_postcopy_start_set_run();
        return 0;
    }

    static int migration_completion_precopy(MigrationState *s)
    {
        int ret;

        migration_downtime_start(s);
        ret = migration_stop_vm(RUN_STATE_FINISH_MIGRATE);
        trace_migration_completion_vm_stop(ret);
        return ret;
    }

    static void migration_calculate_complete(MigrationState *s)
    {
        migration_downtime_end(s);
    }

    static void bg_migration_vm_start_bh(void *opaque)
    {
        vm_start();
        migration_downtime_end(opaque);
    }

    static void *bg_migration_thread(void *opaque)
    {
        MigrationState *s = opaque;

        migration_downtime_start(s);
        if (migration_stop_vm(RUN_STATE_PAUSED)) {
            return NULL;
        }
        qemu_savevm_state_complete_precopy_non_iterable(s->file);
        migration_bh_schedule(bg_migration_vm_start_bh, s);
        migrate_set_state(&s->state, s->state, MIGRATION_STATUS_COMPLETED);
        return NULL;
    }
  `.concat(
    newTree.migration.slice(
      newTree.migration.indexOf('\nstatic void process_incoming_migration_bh'),
      newTree.migration.indexOf('static int postcopy_start'),
    ),
  ),
  events: `${newTree.events}vmstate_downtime_load(const char *type) "%s"\n`,
};
