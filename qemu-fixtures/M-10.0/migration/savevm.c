/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "trace.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/main-loop.h"
#include "io/channel-buffer.h"
#include "net/announce.h"
#include "system/cpus.h"
#include "system/runstate.h"
#include "system/system.h"
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
                        JSONWriter *description, Error **errp)
{
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
                                          section->opaque, description, errp);
    }
    if (!ret) {
        save_section_footer(stream, section);
    }
    return ret;
}

int qemu_savevm_state_complete_precopy_iterable(QEMUFile *stream,
                                                bool in_postcopy)
{
    SaveStateEntry *section;
    int64_t began;
    bool threads = multifd_device_state_supported();
    int ret;

    if (threads) {
        QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
            multifd_spawn_device_state_save_thread(section->idstr,
                                                   section->opaque);
        }
    }

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (!fixture_completes_now(section, in_postcopy)) {
            continue;
        }

        began = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
        trace_savevm_section_start(section->idstr, section->section_id);
        save_section_header(stream, section, QEMU_VM_SECTION_END);
        ret = section->ops->save_live_complete_precopy(stream,
                                                       section->opaque);
        trace_savevm_section_end(section->idstr, section->section_id, ret);
        save_section_footer(stream, section);
        if (ret < 0) {
            qemu_file_set_error(stream, ret);
            goto ret_fail_abort_threads;
        }
        trace_vmstate_downtime_save("iterable", section->idstr,
                                    section->instance_id,
                                    fixture_us_since(began));
    }

    if (threads) {
        if (!multifd_join_device_state_save_threads()) {
            qemu_file_set_error(stream, -EIO);
            return -1;
        }
    }

    trace_vmstate_downtime_checkpoint("src-iterable-saved");

    return 0;

ret_fail_abort_threads:
    if (threads) {
        multifd_abort_device_state_save_threads();
    }

    return -1;
}

int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *stream,
                                                    bool in_postcopy)
{
    MigrationState *mig = migrate_get_current();
    SaveStateEntry *section;
    int64_t began;
    Error *failure = NULL;
    int ret;

    /* Fetch the processors' registers before anything is saved */
    cpu_synchronize_all_states();

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (section->vmsd && section->vmsd->early_setup) {
            /* This one went first, at setup. */
            continue;
        }

        began = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
        ret = vmstate_save(stream, section, mig->vmdesc, &failure);
        if (ret) {
            error_report_err(failure);
            qemu_file_set_error(stream, ret);
            return ret;
        }
        trace_vmstate_downtime_save("non-iterable", section->idstr,
                                    section->instance_id,
                                    fixture_us_since(began));
    }

    if (!in_postcopy) {
        /* In postcopy pages still follow */
        qemu_put_byte(stream, QEMU_VM_EOF);
        if (mig->vmdesc) {
            fixture_put_description(stream, mig->vmdesc);
        }
    }

    trace_vmstate_downtime_checkpoint("src-non-iterable-saved");

    return 0;
}

int qemu_savevm_state_complete_precopy(QEMUFile *stream, bool iterable_only)
{
    int ret = qemu_savevm_state_complete_precopy_iterable(stream, false);

    if (!ret && !iterable_only) {
        ret = qemu_savevm_state_complete_precopy_non_iterable(stream, false);
    }
    return ret ? ret : qemu_fflush(stream);
}

static void loadvm_postcopy_handle_run_bh(void *opaque)
{
    MigrationIncomingState *incoming = opaque;

    trace_vmstate_downtime_checkpoint("dst-postcopy-bh-enter");

    /* Most of what follows would suit
     * a shared helper.
     */
    cpu_synchronize_all_post_init();

    trace_vmstate_downtime_checkpoint("dst-postcopy-bh-cpu-synced");

    qemu_announce_self(&incoming->announce_timer, migrate_announce_params());

    trace_vmstate_downtime_checkpoint("dst-postcopy-bh-announced");

    dirty_bitmap_mig_before_vm_start();

    if (autostart) {
        /*
         * Stale metadata goes now.
         * On failure the guest stays stopped.
         */
        bool ours = migration_block_activate(NULL);

        trace_vmstate_downtime_checkpoint("dst-postcopy-bh-cache-invalidated");

        if (ours) {
            vm_start();
        }
    } else {
        /* somebody else will say when */
        runstate_set(RUN_STATE_PAUSED);
    }

    trace_vmstate_downtime_checkpoint("dst-postcopy-bh-vm-started");
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
    migration_bh_schedule(loadvm_postcopy_handle_run_bh, incoming);

    /* The listen thread owns the stream now: leave every
     * load loop that is on the stack.
     */
    return LOADVM_QUIT;
}

/* One section; the kinds are told apart only by what they are called */
static int load_section(QEMUFile *stream, const char *kind)
{
    SaveStateEntry *section = fixture_find_section(NULL, qemu_get_be32(stream));
    int64_t began = qemu_clock_get_us(QEMU_CLOCK_REALTIME);
    int ret = section ? vmstate_load(stream, section) : -EINVAL;

    if (ret < 0) {
        error_report("cannot load this %s section", kind);
        return ret;
    }
    trace_vmstate_downtime_load(kind, section->idstr, section->instance_id,
                                fixture_us_since(began));
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
    ret = qemu_savevm_state_setup(stream, errp);
    if (ret) {
        return ret;
    }
    while (qemu_savevm_state_iterate(stream, false) <= 0) {
        continue;
    }
    ret = qemu_savevm_state_complete_precopy(stream, false);
    if (ret) {
        error_setg(errp, "no snapshot: cannot save");
    }
    migrate_set_state(&mig->state, MIGRATION_STATUS_SETUP,
                      ret ? MIGRATION_STATUS_FAILED : MIGRATION_STATUS_COMPLETED);
    mig->to_dst_file = NULL;
    return ret;
}
