/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 2.4 */

#include "qemu-common.h"
#include "trace.h"
#include "qmp-commands.h"
#include "block/block.h"
#include "sysemu/sysemu.h"
#include "qemu/error-report.h"
#include "qemu/main-loop.h"
#include "qemu/thread.h"
#include "migration/qemu-file.h"
#include "migration/migration.h"

static MigrationState the_migration;

MigrationState *migrate_get_current(void)
{
    return &the_migration;
}

static MigrationIncomingState *the_incoming;

MigrationIncomingState *migration_incoming_get_current(void)
{
    return the_incoming;
}

MigrationIncomingState *migration_incoming_state_new(QEMUFile *stream)
{
    the_incoming = g_new0(MigrationIncomingState, 1);
    the_incoming->file = stream;
    return the_incoming;
}

void migration_incoming_state_destroy(void)
{
    g_free(the_incoming);
    the_incoming = NULL;
}

static void migrate_generate_event(int which)
{
    trace_migrate_set_state(which);
}

static void process_incoming_migration_co(void *opaque)
{
    QEMUFile *stream = opaque;
    Error *failure = NULL;
    int ret;

    migration_incoming_state_new(stream);
    migrate_generate_event(MIGRATION_STATUS_ACTIVE);
    ret = qemu_loadvm_state(stream);

    qemu_fclose(stream);
    free_xbzrle_decoded_buf();
    migration_incoming_state_destroy();

    if (ret < 0) {
        error_report("this migration cannot be loaded: %d", ret);
        migrate_generate_event(MIGRATION_STATUS_FAILED);
        exit(EXIT_FAILURE);
    }
    migrate_generate_event(MIGRATION_STATUS_COMPLETED);
    qemu_announce_self();

    /* Block drivers may have cached what the other side changed */
    bdrv_invalidate_cache_all(&failure);
    if (failure) {
        error_report_err(failure);
        exit(EXIT_FAILURE);
    }

    /* autostart counts for a guest that ran; whatever else
       the source says it was is taken over. */

    if (global_state_get_runstate() == RUN_STATE_RUNNING ||
        !global_state_received()) {
        if (!autostart) {
            runstate_set(RUN_STATE_PAUSED);
        } else {
            vm_start();
        }
    } else {
        runstate_set(global_state_get_runstate());
    }
    migrate_decompress_threads_join();
}

void process_incoming_migration(QEMUFile *stream)
{
    qemu_coroutine_enter(qemu_coroutine_create(process_incoming_migration_co),
                         stream);
}

static void migrate_set_state(MigrationState *mig, int from, int to)
{
    if (mig->state == from) {
        mig->state = to;
        trace_migrate_set_state(to);
    }
}

static void migrate_fd_cleanup(void *opaque)
{
    MigrationState *mig = opaque;

    qemu_bh_delete(mig->cleanup_bh);
    qemu_fclose(mig->file);
    if (mig->state != MIGRATION_STATUS_COMPLETED) {
        qemu_savevm_state_cancel();
    }
}

void migrate_fd_error(MigrationState *mig)
{
    mig->state = MIGRATION_STATUS_FAILED;
}

/* The source's own thread, from begin to end */
static void *migration_thread(void *opaque)
{
    MigrationState *mig = opaque;
    int64_t start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    bool guest_ran = false;

    qemu_savevm_state_header(mig->file);
    qemu_savevm_state_begin(mig->file, &mig->params);
    migrate_set_state(mig, MIGRATION_STATUS_SETUP, MIGRATION_STATUS_ACTIVE);

    while (mig->state == MIGRATION_STATUS_ACTIVE) {
        if (!qemu_file_rate_limit(mig->file)) {
            if (qemu_savevm_state_pending(mig->file, 0)) {
                qemu_savevm_state_iterate(mig->file);
            } else {
                int rc;

                qemu_mutex_lock_iothread();
                start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
                qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER);
                guest_ran = runstate_is_running();

                rc = global_state_store();
                if (!rc) {
                    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
                    if (rc >= 0) {
                        qemu_savevm_state_complete(mig->file);
                    }
                }
                qemu_mutex_unlock_iothread();

                migrate_set_state(mig, MIGRATION_STATUS_ACTIVE,
                                  rc < 0 || qemu_file_get_error(mig->file)
                                  ? MIGRATION_STATUS_FAILED
                                  : MIGRATION_STATUS_COMPLETED);
            }
        }

        if (qemu_file_get_error(mig->file)) {
            migrate_fd_error(mig);
        }
    }

    qemu_mutex_lock_iothread();
    if (mig->state == MIGRATION_STATUS_COMPLETED) {
        int64_t end = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
        uint64_t sent = qemu_ftell(mig->file);
        mig->total_time = end - mig->total_time;
        mig->downtime = end - start_time;
        if (mig->total_time) {
            mig->mbps = sent / 125.0 / mig->total_time;
        }
        runstate_set(RUN_STATE_POSTMIGRATE);
    } else {
        if (guest_ran) {
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
    mig->state = MIGRATION_STATUS_SETUP;
    qemu_thread_create(&mig->thread, "source", migration_thread, mig,
                       QEMU_THREAD_JOINABLE);
}

void qmp_migrate(const char *where, Error **errp)
{
    MigrationState *mig = migrate_get_current();

    mig->total_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    if (fd_start_outgoing_migration(mig, where)) {
        migrate_fd_error(mig);
        error_setg(errp, "no way to %s", where);
    }
}
