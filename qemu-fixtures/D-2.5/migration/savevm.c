/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how saving and loading was laid out in QEMU 2.5 */

#include "qemu-common.h"
#include "trace.h"
#include "qemu/error-report.h"
#include "sysemu/cpus.h"
#include "qemu/queue.h"
#include "qmp-commands.h"
#include "hw/hw.h"
#include "monitor/monitor.h"
#include "sysemu/sysemu.h"
#include "migration/migration.h"
#include "migration/postcopy-ram.h"

#include "fixture-savevm-old.h"

void qemu_announce_self(void)
{
    static int left = SELF_ANNOUNCE_ROUNDS;

    qemu_announce_self_once(&left);
}

static int vmstate_load(QEMUFile *stream, SaveStateEntry *section, int version)
{
    trace_vmstate_load(section->idstr, fixture_kind(section));
    if (section->vmsd) {
        return vmstate_load_state(stream, section->vmsd, section->opaque,
                                  version);
    }
    return section->ops->load_state(stream, section->opaque, version);
}

static void vmstate_save(QEMUFile *stream, SaveStateEntry *section,
                         QJSON *description)
{
    trace_vmstate_save(section->idstr, fixture_kind(section));
    if (section->vmsd) {
        vmstate_save_state(stream, section->vmsd, section->opaque,
                           description);
    } else {
        section->ops->save_state(stream, section->opaque);
    }
}

void qemu_savevm_state_complete_precopy(QEMUFile *stream, bool iterable_only)
{
    bool in_postcopy = migration_in_postcopy(migrate_get_current());
    SaveStateEntry *section;
    QJSON *description;
    int ret;

    cpu_synchronize_all_states();

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if ((in_postcopy && !iterable_only) ||
            !fixture_completes_now(section, in_postcopy)) {
            continue;
        }

        trace_savevm_section_start(section->idstr, section->section_id);
        save_section_header(stream, section, QEMU_VM_SECTION_END);
        ret = section->ops->save_live_complete_precopy(stream,
                                                       section->opaque);
        trace_savevm_section_end(section->idstr, section->section_id, ret);
        save_section_footer(stream, section);
        if (ret < 0) {
            qemu_file_set_error(stream, ret);
            return;
        }
    }

    if (iterable_only) {
        return;
    }

    description = qjson_new();
    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (!fixture_is_full(section)) {
            continue;
        }

        save_section_header(stream, section, QEMU_VM_SECTION_FULL);
        vmstate_save(stream, section, description);
        save_section_footer(stream, section);
    }

    if (!in_postcopy) {
        /* otherwise pages still follow */
        qemu_put_byte(stream, QEMU_VM_EOF);
    }

    if (should_send_vmdesc()) {
        fixture_put_description(stream, description);
    }
    object_unref(OBJECT(description));

    qemu_fflush(stream);
}

/* A snapshot: everything there is, while the guest stands still */
static int qemu_savevm_state(QEMUFile *stream)
{
    MigrationParams how = { .blk = false };
    MigrationState *mig = migrate_init(&how);

    mig->file = stream;
    fixture_begin_stream(stream);
    while (!qemu_file_get_error(stream) &&
           qemu_savevm_state_iterate(stream, false) <= 0) {
        continue;
    }
    qemu_savevm_state_complete_precopy(stream, false);
    mig->file = NULL;
    return qemu_file_get_error(stream);
}

/* The discards are done: the guest may start and ask for pages */
static int loadvm_postcopy_handle_run(MigrationIncomingState *incoming)
{
    PostcopyState before = postcopy_state_set(POSTCOPY_INCOMING_RUNNING);
    Error *failure = NULL;

    (void)incoming;
    trace_loadvm_postcopy_handle_run();
    if (before != POSTCOPY_INCOMING_LISTENING) {
        error_report("run command in postcopy state %d", before);
        return -1;
    }

    /* All this could be shared with the precopy
     * side of things.
     */
    cpu_synchronize_all_post_init();

    qemu_announce_self();

    /* Block drivers may have cached what the other side changed */
    bdrv_invalidate_cache_all(&failure);
    if (failure) {
        error_report_err(failure);
        return -1;
    }

    trace_loadvm_postcopy_handle_run_cpu_sync();
    cpu_synchronize_all_post_init();

    trace_loadvm_postcopy_handle_run_vmstart();

    if (autostart) {
        /* here we go */
        vm_start();
    } else {
        /* somebody else will say when */
        runstate_set(RUN_STATE_PAUSED);
    }

    /* The rest of the stream belongs to the listen thread,
     * so every loop that is reading now has to end.
     */
    return LOADVM_QUIT;
}

static int qemu_loadvm_state_main(QEMUFile *stream,
                                  MigrationIncomingState *incoming)
{
    int ret = 0;

    while (!ret) {
        int type = qemu_get_byte(stream);

        trace_qemu_loadvm_state_section(type);
        ret = qemu_file_get_error(stream);
        if (ret || type == QEMU_VM_EOF) {
            break;
        }
        if (type == QEMU_VM_COMMAND) {
            ret = loadvm_process_command(stream, incoming);
        } else {
            SaveStateEntry *section = fixture_next_section(stream);

            ret = section ? vmstate_load(stream, section, section->version_id)
                          : -EINVAL;
            if (ret < 0) {
                error_report("cannot load this section");
            } else if (!check_section_footer(stream, section)) {
                ret = -EINVAL;
            }
        }
    }
    if (ret < 0) {
        qemu_file_set_error(stream, ret);
    }
    return ret;
}

int qemu_loadvm_state(QEMUFile *stream)
{
    MigrationIncomingState *incoming = migration_incoming_get_current();
    int ret;

    fixture_skip_header(stream);
    ret = qemu_loadvm_state_main(stream, incoming);
    trace_qemu_loadvm_state_post_main(ret);

    /* a listen thread tidies up itself, later */
    if (!incoming->have_listen_thread) {
        ret = ret ? ret : qemu_file_get_error(stream);
        cpu_synchronize_all_post_init();
    }
    return ret;
}

void hmp_savevm(void *monitor, const char *name)
{
    bool ran = runstate_is_running();

    (void)monitor;
    vm_stop(RUN_STATE_SAVE_VM);
    if (qemu_savevm_state(qemu_fopen_bdrv(name, 1)) < 0) {
        error_report("the snapshot could not be written");
    }
    if (ran) {
        vm_start();
    }
}
