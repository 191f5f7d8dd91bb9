/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how saving and loading was laid out in QEMU 4.2 */

#include "qemu/osdep.h"
#include "trace.h"
#include "qemu/error-report.h"
#include "sysemu/cpus.h"
#include "net/announce.h"
#include "sysemu/runstate.h"
#include "io/channel-buffer.h"
#include "migration/global_state.h"
#include "migration/misc.h"
#include "migration/register.h"
#include "migration/snapshot.h"
#include "migration.h"
#include "savevm.h"
#include "ram.h"
#include "postcopy-ram.h"
#include "qemu-file.h"

#include "fixture-savevm-old.h"

static int vmstate_load(QEMUFile *stream, SaveStateEntry *section, int version)
{
    trace_vmstate_load(section->idstr, fixture_kind(section));
    if (section->vmsd) {
        return vmstate_load_state(stream, section->vmsd, section->opaque,
                                  version);
    }
    return section->ops->load_state(stream, section->opaque, version);
}

static int vmstate_save(QEMUFile *stream, SaveStateEntry *section,
                        QJSON *description)
{
    trace_vmstate_save(section->idstr, fixture_kind(section));
    if (section->vmsd) {
        return vmstate_save_state(stream, section->vmsd, section->opaque,
                                  description);
    }
    section->ops->save_state(stream, section->opaque);
    return 0;
}

static
int qemu_savevm_state_complete_precopy_iterable(QEMUFile *stream,
                                                bool in_postcopy)
{
    SaveStateEntry *section;
    int ret;

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (!fixture_completes_now(section, in_postcopy)) {
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
            return -1;
        }
    }

    return 0;
}

static
int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *stream,
                                                    bool in_postcopy,
                                                    bool inactivate_disks)
{
    g_autoptr(QJSON) description = qjson_new();
    SaveStateEntry *section;
    int ret;

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (!fixture_is_full(section)) {
            continue;
        }

        save_section_header(stream, section, QEMU_VM_SECTION_FULL);
        ret = vmstate_save(stream, section, description);
        if (ret) {
            qemu_file_set_error(stream, ret);
            return ret;
        }
        save_section_footer(stream, section);
    }

    if (inactivate_disks) {
        /* The images have to be free before the stream ends,
         * since its end makes the other side open them. */
        ret = bdrv_inactivate_all();
        if (ret) {
            qemu_file_set_error(stream, ret);
            return ret;
        }
    }
    if (!in_postcopy) {
        /* otherwise pages still follow */
        qemu_put_byte(stream, QEMU_VM_EOF);
    }

    if (should_send_vmdesc()) {
        fixture_put_description(stream, description);
    }

    return 0;
}

int qemu_savevm_state_complete_precopy(QEMUFile *stream, bool iterable_only,
                                       bool inactivate_disks)
{
    bool in_postcopy = migration_in_postcopy();
    Error *failure = NULL;
    int ret = 0;

    if (precopy_notify(PRECOPY_NOTIFY_COMPLETE, &failure)) {
        error_report_err(failure);
    }

    cpu_synchronize_all_states();

    if (!in_postcopy || iterable_only) {
        ret = qemu_savevm_state_complete_precopy_iterable(stream, in_postcopy);
    }
    if (ret) {
        return ret;
    }
    if (iterable_only) {
        goto flush;
    }

    ret = qemu_savevm_state_complete_precopy_non_iterable(stream, in_postcopy,
                                                          inactivate_disks);
    if (ret) {
        return ret;
    }

flush:
    qemu_fflush(stream);
    return 0;
}

/* A snapshot: everything there is, while the guest stands still */
static int qemu_savevm_state(QEMUFile *stream)
{
    MigrationState *mig = migrate_get_current();

    migrate_init(mig);
    mig->to_dst_file = stream;
    fixture_begin_stream(stream);
    while (!qemu_file_get_error(stream) &&
           qemu_savevm_state_iterate(stream, false) <= 0) {
        continue;
    }
    qemu_savevm_state_complete_precopy(stream, false, false);
    mig->to_dst_file = NULL;
    return qemu_file_get_error(stream);
}

void qemu_savevm_live_state(QEMUFile *stream)
{
    /* what iterates, and no device */
    qemu_savevm_state_complete_precopy(stream, true, false);
    qemu_put_byte(stream, QEMU_VM_EOF);
}

int qemu_save_device_state(QEMUFile *stream)
{
    SaveStateEntry *section;

    cpu_synchronize_all_states();
    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (fixture_is_full(section)) {
            save_section_header(stream, section, QEMU_VM_SECTION_FULL);
            vmstate_save(stream, section, NULL);
            save_section_footer(stream, section);
        }
    }
    qemu_put_byte(stream, QEMU_VM_EOF);
    return qemu_file_get_error(stream);
}

static void loadvm_postcopy_handle_run_bh(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    Error *failure = NULL;

    /* All this could be shared with the precopy
     * side of things.
     */
    cpu_synchronize_all_post_init();

    qemu_announce_self(&incoming->announce_timer, migrate_announce_params());

    /* Block drivers may have cached what the other side changed.
     * If that cannot be undone the guest has to wait. */
    bdrv_invalidate_cache_all(&failure);
    if (failure) {
        autostart = false;
        error_report_err(failure);
        failure = NULL;
    }

    trace_loadvm_postcopy_handle_run_cpu_sync();

    trace_loadvm_postcopy_handle_run_vmstart();

    dirty_bitmap_mig_before_vm_start();

    if (autostart) {
        /* here we go */
        vm_start();
    } else {
        /* somebody else will say when */
        runstate_set(RUN_STATE_PAUSED);
    }

    qemu_bh_delete(incoming->bh);
}

/* The discards are done: the guest may start and ask for pages */
static int loadvm_postcopy_handle_run(MigrationIncomingState *incoming)
{
    PostcopyState before = postcopy_state_set(POSTCOPY_INCOMING_RUNNING);

    trace_loadvm_postcopy_handle_run();
    if (before != POSTCOPY_INCOMING_LISTENING) {
        error_report("run command in postcopy state %d", before);
        return -1;
    }
    incoming->bh = qemu_bh_new(loadvm_postcopy_handle_run_bh, incoming);
    qemu_bh_schedule(incoming->bh);

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
    cpu_synchronize_all_pre_loadvm();
    ret = qemu_loadvm_state_main(stream, incoming);
    trace_qemu_loadvm_state_post_main(ret);

    /* a listen thread tidies up itself, later */
    if (!incoming->have_listen_thread) {
        ret = ret ? ret : qemu_file_get_error(stream);
        cpu_synchronize_all_post_init();
    }
    return ret;
}

int save_snapshot(const char *name, Error **errp)
{
    bool ran = runstate_is_running();
    int ret;

    global_state_store();
    vm_stop(RUN_STATE_SAVE_VM);
    ret = qemu_savevm_state(qemu_fopen_bdrv(name, 1));
    if (ret < 0) {
        error_setg(errp, "the snapshot could not be written");
    }
    if (ran) {
        vm_start();
    }
    return ret;
}
