/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 2.5 */

#include "qemu-common.h"
#include "trace.h"
#include "qemu/error-report.h"
#include "qemu/thread.h"
#include "qemu/main-loop.h"
#include "block/block.h"
#include "qmp-commands.h"
#include "sysemu/sysemu.h"
#include "migration/migration.h"
#include "migration/postcopy-ram.h"
#include "migration/qemu-file.h"

#include "fixture-migration-old.h"

static void process_incoming_migration_co(void *opaque)
{
    QEMUFile *stream = opaque;
    MigrationIncomingState *incoming = migration_incoming_state_new(stream);
    Error *failure = NULL;
    PostcopyState phase;
    int ret;

    postcopy_state_set(POSTCOPY_INCOMING_NONE);
    migrate_generate_event(MIGRATION_STATUS_ACTIVE);

    ret = qemu_loadvm_state(stream);

    phase = postcopy_state_get();
    trace_process_incoming_migration_co_end(ret, phase);
    if (phase == POSTCOPY_INCOMING_ADVISE) {
        /*
         * Postcopy was possible, but precopy was enough.
         */
        postcopy_ram_incoming_cleanup(incoming);
    } else if (phase != POSTCOPY_INCOMING_NONE && ret >= 0) {
        /*
         * The listen thread will tidy up when its time has come; what failed
         * leaves by the usual door.
         */
        return;
    }

    qemu_fclose(stream);
    free_xbzrle_decoded_buf();
    migration_incoming_state_destroy();

    if (ret < 0) {
        error_report("incoming migration could not be loaded: %d", ret);
        migrate_generate_event(MIGRATION_STATUS_FAILED);
        exit(EXIT_FAILURE);
    }

    /* Block drivers may have cached what the other side changed */
    bdrv_invalidate_cache_all(&failure);
    if (failure) {
        error_report_err(failure);
        migrate_generate_event(MIGRATION_STATUS_FAILED);
        exit(EXIT_FAILURE);
    }

    /*
     * No error can stop us any more: the network may learn
     * that the guest is here.
     */
    qemu_announce_self();

    /* autostart counts for a guest that ran; whatever else
       the source says it was is taken over. */

    if (fixture_guest_ran()) {
        if (!autostart) {
            runstate_set(RUN_STATE_PAUSED);
        } else {
            vm_start();
        }
    } else {
        runstate_set(global_state_get_runstate());
    }
    migrate_decompress_threads_join();
    /*
     * Last of all, since whoever sees this event
     * may start to use the guest.
     */
    migrate_generate_event(MIGRATION_STATUS_COMPLETED);
}

void process_incoming_migration(QEMUFile *stream)
{
    qemu_coroutine_enter(qemu_coroutine_create(process_incoming_migration_co),
                         stream);
}

MigrationState *migrate_init(const MigrationParams *how)
{
    MigrationState *mig = migrate_get_current();

    mig->params = *how;
    mig->downtime = 0;
    mig->expected_downtime = 0;
    mig->start_postcopy = false;
    mig->state = MIGRATION_STATUS_SETUP;
    mig->total_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    return mig;
}

/* Stop the guest here although pages are missing there */
static int postcopy_start(MigrationState *mig, bool *guest_ran)
{
    int64_t time_at_stop = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    int rc;
    migrate_set_state(mig, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_POSTCOPY_ACTIVE);

    trace_postcopy_start();
    qemu_mutex_lock_iothread();
    trace_postcopy_start_set_run();

    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER);
    *guest_ran = runstate_is_running();
    global_state_store();
    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);

    if (rc < 0) {
        goto fail;
    }

    /*
     * Devices that iterate but know no postcopy
     * end here.
     */
    qemu_savevm_state_complete_precopy(mig->file, true);

    /*
     * All of it is wrapped up in one package, because the other end
     * has to have the stream free before it loads the first device.
     */
    QEMUFile *package = qemu_bufopen("w", NULL);
    if (!package) {
        error_report("postcopy: out of buffers");
        goto fail;
    }

    /*
     * Pages may arrive from here on
     */
    qemu_savevm_send_postcopy_listen(package);
    qemu_savevm_state_complete_precopy(package, false);
    qemu_savevm_send_postcopy_run(package);

    /* Once it is on its way the other side may start the guest */
    if (qemu_savevm_send_packaged(mig->file, qemu_buf_get(package))) {
        goto fail_closefb;
    }
    qemu_fclose(package);
    mig->downtime =  qemu_clock_get_ms(QEMU_CLOCK_REALTIME) - time_at_stop;

    qemu_mutex_unlock_iothread();

    rc = qemu_file_get_error(mig->file);
    if (rc) {
        error_report("postcopy: stream broken");
        migrate_set_state(mig, MIGRATION_STATUS_POSTCOPY_ACTIVE, MIGRATION_STATUS_FAILED);
    }

    return rc;

fail_closefb:
    qemu_fclose(package);
fail:
    migrate_set_state(mig, MIGRATION_STATUS_POSTCOPY_ACTIVE, MIGRATION_STATUS_FAILED);
    qemu_mutex_unlock_iothread();
    return -1;
}

/* The last part of the thread's work, in precopy and in postcopy */
static void migration_completion(MigrationState *mig, int active,
                                 bool *guest_ran,
                                 int64_t *start_time)
{
    int rc;

    if (mig->state == MIGRATION_STATUS_ACTIVE) {
        qemu_mutex_lock_iothread();
        *start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
        qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER);
        *guest_ran = runstate_is_running();
        rc = global_state_store();

        if (!rc) {
            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
            if (rc >= 0) {
                qemu_savevm_state_complete_precopy(mig->file, false);
            }
        }
        qemu_mutex_unlock_iothread();

        if (rc < 0) {
            goto fail;
        }
    } else if (mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE) {
        qemu_savevm_state_complete_postcopy(mig->file);
    }

    if (qemu_file_get_error(mig->file)) {
        goto fail;
    }

    migrate_set_state(mig, active, MIGRATION_STATUS_COMPLETED);
    return;

fail:
    migrate_set_state(mig, active, MIGRATION_STATUS_FAILED);
}

/* The source's own thread, from begin to end */
static void *migration_thread(void *opaque)
{
    MigrationState *mig = opaque;
    /* which of the two kinds of "active" we are in */
    int active = MIGRATION_STATUS_ACTIVE;
    int64_t start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    int64_t end;
    bool guest_ran = false;
    bool entered_postcopy = false;

    fixture_begin(mig);
    trace_migration_thread_setup_complete();

    while (mig->state == MIGRATION_STATUS_ACTIVE || mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE) {
        if (!fixture_pending()) {
            migration_completion(mig, active, &guest_ran, &start_time);
            break;
        }

        /* too much left to stop the guest for it */
        if (mig->start_postcopy && !entered_postcopy) {
            entered_postcopy = !postcopy_start(mig, &guest_ran);
            active = mig->state;
            continue;
        }
        qemu_savevm_state_iterate(mig->file, entered_postcopy);
    }
    end = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);

    qemu_mutex_lock_iothread();
    qemu_savevm_state_cleanup();
    if (mig->state == MIGRATION_STATUS_COMPLETED) {
        uint64_t sent = qemu_ftell(mig->file);
        mig->total_time = end - mig->total_time;
        if (!entered_postcopy) {
            mig->downtime = end - start_time;
        }
        if (mig->total_time) {
            mig->mbps = fixture_mbps(sent, mig->total_time);
        }
        runstate_set(RUN_STATE_POSTMIGRATE);
    } else {
        if (guest_ran && !entered_postcopy) {
            vm_start();
        }
    }
    qemu_bh_schedule(mig->cleanup_bh);
    qemu_mutex_unlock_iothread();
    return NULL;
}

void migrate_fd_connect(MigrationState *mig)
{
    /* a first guess */
    mig->expected_downtime = 300;
    mig->cleanup_bh = qemu_bh_new(migrate_fd_cleanup, mig);
    qemu_thread_create(&mig->thread, "migration", migration_thread, mig,
                       QEMU_THREAD_JOINABLE);
}

/* The head of the stream, and every device's first section */
static void fixture_begin(MigrationState *mig)
{
    qemu_savevm_state_header(mig->file);
    if (migrate_postcopy_ram()) {
        /* What the other side cannot do it is to refuse early. */
        qemu_savevm_send_postcopy_advise(mig->file);
    }
    qemu_savevm_state_begin(mig->file, &mig->params);
    migrate_set_state(mig, MIGRATION_STATUS_SETUP, MIGRATION_STATUS_ACTIVE);
}

bool migration_in_postcopy(MigrationState *mig)
{
    return mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}
