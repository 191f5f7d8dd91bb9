/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "trace.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/main-loop.h"
#include "io/channel-buffer.h"
#include "net/announce.h"
#include "sysemu/cpus.h"
#include "sysemu/runstate.h"
#include "sysemu/sysemu.h"
#include "migration/global_state.h"
#include "migration/misc.h"
#include "migration/register.h"
#include "migration/snapshot.h"
#include "migration/vmstate.h"
#include "migration.h"
#include "savevm.h"
#include "postcopy-ram.h"
#include "qemu-file.h"
#include "fixture-savevm.h"

static int vmstate_load(QEMUFile *stream, SaveStateEntry *section)
{
    trace_vmstate_load(section->idstr, fixture_kind(section));
    if (section->vmsd) {
        return vmstate_load_state(stream, section->vmsd, section->opaque,
                                  section->load_version_id);
    }
    return section->ops->load_state(stream, section->opaque,
                                    section->load_version_id);
}

static int vmstate_save(QEMUFile *stream, SaveStateEntry *section,
                        JSONWriter *description)
{
    Error *failure = NULL;
    int ret = 0;

    if (!fixture_is_full(section)) {
        return 0;
    }

    save_section_header(stream, section, QEMU_VM_SECTION_FULL);
    trace_vmstate_save(section->idstr, fixture_kind(section));
    if (!section->vmsd) {
        section->ops->save_state(stream, section->opaque);
    } else {
        ret = vmstate_save_state_with_err(stream, section->vmsd,
                                          section->opaque, description,
                                          &failure);
    }
    if (!ret) {
        save_section_footer(stream, section);
    } else {
        error_report_err(failure);
    }
    return ret;
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

int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *stream,
                                                    bool in_postcopy,
                                                    bool inactivate_disks)
{
    MigrationState *mig = migrate_get_current();
    SaveStateEntry *section;
    int ret;

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (section->vmsd && section->vmsd->early_setup) {
            /* This one went first, at setup. */
            continue;
        }

        ret = vmstate_save(stream, section, mig->vmdesc);
        if (ret) {
            qemu_file_set_error(stream, ret);
            return ret;
        }
    }

    if (inactivate_disks) {
        /* The other side opens the images: give them up
         * while the stream is still ours. */
        ret = bdrv_inactivate_all();
        if (ret) {
            qemu_file_set_error(stream, ret);
            return ret;
        }
    }
    if (!in_postcopy) {
        /* In postcopy pages still follow */
        qemu_put_byte(stream, QEMU_VM_EOF);
    }

    if (should_send_vmdesc()) {
        fixture_put_description(stream, mig->vmdesc);
    }

    /* Nobody may write to it any more. */
    json_writer_free(mig->vmdesc);
    mig->vmdesc = NULL;

    return 0;
}

int qemu_savevm_state_complete_precopy(QEMUFile *stream, bool iterable_only,
                                       bool inactivate_disks)
{
    bool in_postcopy = migration_in_postcopy();
    int ret = 0;

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
    return qemu_fflush(stream);
}

static void loadvm_postcopy_handle_run_bh(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    Error *failure = NULL;

    trace_loadvm_postcopy_handle_run_bh("enter");

    /* Most of what follows would suit
     * a shared helper.
     */
    cpu_synchronize_all_post_init();

    trace_loadvm_postcopy_handle_run_bh("after cpu sync");

    qemu_announce_self(&incoming->announce_timer, migrate_announce_params());

    trace_loadvm_postcopy_handle_run_bh("after announce");

    /* Stale metadata goes now.
     * On failure the guest stays stopped. */
    bdrv_activate_all(&failure);
    if (failure) {
        autostart = false;
        error_report_err(failure);
        failure = NULL;
    }

    trace_loadvm_postcopy_handle_run_bh("after invalidate cache");

    dirty_bitmap_mig_before_vm_start();

    if (autostart) {
        /* Off it goes */
        vm_start();
    } else {
        /* somebody else will say when */
        runstate_set(RUN_STATE_PAUSED);
    }

    qemu_bh_delete(incoming->bh);

    trace_loadvm_postcopy_handle_run_bh("return");
}

/* The package is read: pages may be asked for from here on */
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

    /* The listen thread owns the stream now: leave every
     * load loop that is on the stack.
     */
    return LOADVM_QUIT;
}

/* One section; the kinds are told apart only by what they are called */
static int load_section(QEMUFile *stream, const char *kind)
{
    SaveStateEntry *section = fixture_find_section(NULL, qemu_get_be32(stream));
    int ret = section ? vmstate_load(stream, section) : -EINVAL;

    if (ret < 0) {
        error_report("cannot load this %s section", kind);
        return ret;
    }
    return check_section_footer(stream, section) ? 0 : -EINVAL;
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
        } else if (type == QEMU_VM_SECTION_FULL) {
            ret = load_section(stream, "non-iterable");
        } else {
            ret = load_section(stream, "iterable");
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

    /* Not ours to tidy up while the listen thread lives */
    if (!incoming->have_listen_thread) {
        ret = ret ? ret : qemu_file_get_error(stream);
        cpu_synchronize_all_post_init();
    }
    return ret;
}

/* A snapshot: everything there is, while the guest stands still */
static int qemu_savevm_state(QEMUFile *stream, Error **errp)
{
    MigrationState *mig = migrate_get_current();
    int ret;

    migrate_init(mig, errp);
    mig->to_dst_file = stream;
    qemu_savevm_state_header(stream);
    qemu_savevm_state_setup(stream);
    while (qemu_savevm_state_iterate(stream, false) <= 0) {
        continue;
    }
    ret = qemu_savevm_state_complete_precopy(stream, false, false);
    if (ret) {
        error_setg(errp, "no snapshot: cannot save");
    }
    migrate_set_state(&mig->state, MIGRATION_STATUS_SETUP,
                      ret ? MIGRATION_STATUS_FAILED : MIGRATION_STATUS_COMPLETED);
    mig->to_dst_file = NULL;
    return ret;
}
