/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 4.1 */

#include "qemu/osdep.h"
#include "trace.h"
#include "qemu/error-report.h"
#include "qemu/thread.h"
#include "block/block.h"
#include "io/channel-buffer.h"
#include "net/announce.h"
#include "sysemu/sysemu.h"
#include "migration/colo.h"
#include "migration/global_state.h"
#include "migration/misc.h"
#include "migration/vmstate.h"
#include "migration.h"
#include "savevm.h"
#include "ram.h"
#include "postcopy-ram.h"
#include "qemu-file.h"

#include "fixture-migration-old.h"

static void process_incoming_migration_bh(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    Error *failure = NULL;

    /* Late activation asked for: images are locked
     * when they are activated, so that is for a guest
     * that runs at once. All others wait for "cont".
     */
    if (!migrate_late_block_activate() ||
        (autostart && fixture_guest_ran())) {
        /* Block drivers may have cached what the other side changed.
         * If that cannot be undone the guest has to wait. */
        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            autostart = false;
            error_report_err(failure);
            failure = NULL;
        }
    }

    /*
     * No error can stop us any more: the network may learn
     * that the guest is here.
     */
    qemu_announce_self(&incoming->announce_timer, migrate_announce_params());

    if (multifd_load_cleanup(&failure)) {
        autostart = false;
        error_report_err(failure);
    }
    /* autostart counts for a guest that ran; whatever else
       the source says it was is taken over. */

    dirty_bitmap_mig_before_vm_start();

    if (fixture_guest_ran()) {
        if (!autostart) {
            runstate_set(RUN_STATE_PAUSED);
        } else {
            vm_start();
        }
    } else if (migration_incoming_colo_enabled()) {
        migration_incoming_disable_colo();
        vm_start();
    } else {
        runstate_set(global_state_get_runstate());
    }
    /*
     * Last of all, since whoever sees this state
     * may start to use the guest.
     */
    migrate_set_state(&incoming->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_COMPLETED);
    qemu_bh_delete(incoming->bh);
    migration_incoming_state_destroy();
}

static void process_incoming_migration_co(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    Error *failure = NULL;
    PostcopyState phase;
    int ret;

    postcopy_state_set(POSTCOPY_INCOMING_NONE);
    migrate_set_state(&incoming->state, MIGRATION_STATUS_NONE, MIGRATION_STATUS_ACTIVE);
    ret = qemu_loadvm_state(incoming->from_src_file);

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

    /* the stream has told whether this is COLO */
    if (!ret && migration_incoming_colo_enabled()) {
        /* Block drivers may have cached what the other side changed */
        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            error_report_err(failure);
            goto fail;
        }

        incoming->migration_incoming_co = qemu_coroutine_self();
        qemu_coroutine_yield();
    }

    if (ret < 0) {
        error_report("incoming migration could not be loaded: %d", ret);
        goto fail;
    }
    incoming->bh = qemu_bh_new(process_incoming_migration_bh, incoming);
    qemu_bh_schedule(incoming->bh);
    return;
fail:
    migrate_set_state(&incoming->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_FAILED);
    qemu_fclose(incoming->from_src_file);
    exit(EXIT_FAILURE);
}

void migration_fd_process_incoming(QEMUFile *stream)
{
    MigrationIncomingState *incoming = migration_incoming_get_current();

    incoming->from_src_file = stream;
    qemu_coroutine_enter(qemu_coroutine_create(process_incoming_migration_co,
                                               incoming));
}

void migrate_init(MigrationState *mig)
{
    mig->downtime = 0;
    mig->expected_downtime = 0;
    mig->start_postcopy = false;
    mig->state = MIGRATION_STATUS_SETUP;
    mig->vm_was_running = false;
    mig->start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
}

/* Stop the guest here although pages are missing there */
static int postcopy_start(MigrationState *mig)
{
    QIOChannelBuffer *buffer;
    QEMUFile *package;
    int64_t time_at_stop = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    bool disks_can_return = false;
    int pausing = MIGRATION_STATUS_ACTIVE;
    int rc;
    if (!migrate_pause_before_switchover()) {
        migrate_set_state(&mig->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_POSTCOPY_ACTIVE);
    }

    trace_postcopy_start();
    qemu_mutex_lock_iothread();
    trace_postcopy_start_set_run();

    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);
    global_state_store();
    rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
    if (rc < 0) {
        goto fail;
    }

    rc = migration_maybe_pause(mig, &pausing,
                               MIGRATION_STATUS_POSTCOPY_ACTIVE);
    if (rc >= 0) {
        rc = bdrv_inactivate_all();
    }
    if (rc < 0) {
        goto fail;
    }
    disks_can_return = true;

    /*
     * Devices that iterate but know no postcopy
     * end here.
     */
    qemu_savevm_state_complete_precopy(mig->to_dst_file, true, false);

    /*
     * All of it is wrapped up in one package, because the other end
     * has to have the stream free before it loads the first device.
     */
    buffer = qio_channel_buffer_new(1 << 12);
    package = qemu_fopen_channel_output(QIO_CHANNEL(buffer));

    /*
     * Pages may arrive from here on
     */
    qemu_savevm_send_postcopy_listen(package);
    qemu_savevm_state_complete_precopy(package, false, false);
    qemu_savevm_send_postcopy_run(package);

    /* Once it is on its way the other side may start the guest */
    rc = qemu_file_get_error(mig->to_dst_file);
    if (rc) {
        error_report("postcopy: stream broken before the package");
        goto fail_closefb;
    }
    disks_can_return = false;
    if (qemu_savevm_send_packaged(mig->to_dst_file, buffer->data,
                                  buffer->usage)) {
        goto fail_closefb;
    }
    qemu_fclose(package);

    /* Some parts wait for this moment, when the
     * devices are gone.
     */
    mig->postcopy_after_devices = true;
    notifier_list_notify(&migration_state_notifiers, mig);

    mig->downtime =  qemu_clock_get_ms(QEMU_CLOCK_REALTIME) - time_at_stop;

    qemu_mutex_unlock_iothread();

    rc = qemu_file_get_error(mig->to_dst_file);
    if (rc) {
        error_report("postcopy: stream broken");
        migrate_set_state(&mig->state, MIGRATION_STATUS_POSTCOPY_ACTIVE, MIGRATION_STATUS_FAILED);
    }

    return rc;

fail_closefb:
    qemu_fclose(package);
fail:
    migrate_set_state(&mig->state, MIGRATION_STATUS_POSTCOPY_ACTIVE, MIGRATION_STATUS_FAILED);
    if (disks_can_return) {
        /* The other side has not touched the images:
         * they are ours again.
         */
        Error *failure = NULL;

        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            error_report_err(failure);
        }
    }
    qemu_mutex_unlock_iothread();
    return -1;
}

/* The last part of the thread's work, in precopy and in postcopy */
static void migration_completion(MigrationState *mig)
{
    int active = mig->state;
    int rc;

    if (mig->state == MIGRATION_STATUS_ACTIVE) {
        qemu_mutex_lock_iothread();
        mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
        qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);
        mig->vm_was_running = runstate_is_running();
        rc = global_state_store();

        if (!rc) {
            bool disks_too = !migrate_colo_enabled();
            rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
            if (rc >= 0) {
                rc = migration_maybe_pause(mig, &active,
                                           MIGRATION_STATUS_DEVICE);
            }
            if (rc >= 0) {
                rc = qemu_savevm_state_complete_precopy(mig->to_dst_file,
                                                        false, disks_too);
                mig->block_inactive = disks_too && rc >= 0;
            }
        }
        qemu_mutex_unlock_iothread();

        if (rc < 0) {
            goto fail;
        }
    } else if (mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE) {
        qemu_savevm_state_complete_postcopy(mig->to_dst_file);
    }

    if (qemu_file_get_error(mig->to_dst_file)) {
        goto fail_invalidate;
    }

    migrate_set_state(&mig->state, active, MIGRATION_STATUS_COMPLETED);
    return;

fail_invalidate:
    /* In precopy the guest goes on here, and so do
     * its images.
     */
    if (mig->state == MIGRATION_STATUS_ACTIVE || mig->state == MIGRATION_STATUS_DEVICE) {
        Error *failure = NULL;

        qemu_mutex_lock_iothread();
        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            error_report_err(failure);
        } else {
            mig->block_inactive = false;
        }
        qemu_mutex_unlock_iothread();
    }

fail:
    migrate_set_state(&mig->state, active, MIGRATION_STATUS_FAILED);
}

static void migration_calculate_complete(MigrationState *mig)
{
    uint64_t sent = qemu_ftell(mig->to_dst_file);
    int64_t end = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);

    mig->total_time = end - mig->start_time;
    if (!mig->downtime) {
        /*
         * Precopy then, because postcopy_start()
         * has set it otherwise.
         */
        mig->downtime = end - mig->downtime_start;
    }

    if (mig->total_time) {
        mig->mbps = fixture_mbps(sent, mig->total_time);
    }
}

static MigIterateState migration_iteration_run(MigrationState *mig)
{
    bool in_postcopy = mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;

    if (!fixture_pending()) {
        migration_completion(mig);
        return MIG_ITERATE_BREAK;
    }

    /* too much left to stop the guest for it */
    if (mig->start_postcopy && !in_postcopy) {
        if (postcopy_start(mig)) {
            error_report("no postcopy");
        }
        return MIG_ITERATE_SKIP;
    }
    qemu_savevm_state_iterate(mig->to_dst_file, in_postcopy);
    return MIG_ITERATE_RESUME;
}

static void migration_iteration_finish(MigrationState *mig)
{
    qemu_mutex_lock_iothread();
    switch (mig->state) {
    case MIGRATION_STATUS_COMPLETED:
        migration_calculate_complete(mig);
        runstate_set(RUN_STATE_POSTMIGRATE);
        break;

    case MIGRATION_STATUS_ACTIVE:
        /*
         * Only COLO ends up here, and with a running guest
         */
        migrate_start_colo_process(mig);
        mig->vm_was_running = true;
        /* Fallthrough */
    default:
        if (mig->vm_was_running) {
            vm_start();
        } else if (runstate_check(RUN_STATE_FINISH_MIGRATE)) {
            runstate_set(RUN_STATE_POSTMIGRATE);
        }
    }
    qemu_bh_schedule(mig->cleanup_bh);
    qemu_mutex_unlock_iothread();
}

/* The source's own thread, from begin to end */
static void *migration_thread(void *opaque)
{
    MigrationState *mig = opaque;

    fixture_begin(mig);
    trace_migration_thread_setup_complete();

    while ((mig->state == MIGRATION_STATUS_ACTIVE || mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE) &&
           migration_iteration_run(mig) != MIG_ITERATE_BREAK) {
        continue;
    }
    migration_iteration_finish(mig);
    return NULL;
}

void migrate_fd_connect(MigrationState *mig, Error *error_in)
{
    /* a first guess */
    mig->expected_downtime = 300;
    mig->cleanup_bh = qemu_bh_new(migrate_fd_cleanup, mig);
    if (error_in) {
        error_report_err(error_in);
        migrate_fd_cleanup(mig);
        return;
    }
    qemu_thread_create(&mig->thread, "migration", migration_thread, mig,
                       QEMU_THREAD_JOINABLE);
}

/* The head of the stream, and every device's first section */
static void fixture_begin(MigrationState *mig)
{
    qemu_savevm_state_header(mig->to_dst_file);
    if (migrate_postcopy_ram()) {
        /* What the other side cannot do it is to refuse early. */
        qemu_savevm_send_postcopy_advise(mig->to_dst_file);
    }
    qemu_savevm_state_setup(mig->to_dst_file);
    migrate_set_state(&mig->state, MIGRATION_STATUS_SETUP, MIGRATION_STATUS_ACTIVE);
}

bool migration_in_postcopy(void)
{
    return migrate_get_current()->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}

/* On demand: hold the stopped guest until somebody lets it move */
static int migration_maybe_pause(MigrationState *mig, int *active, int next)
{
    if (!migrate_pause_before_switchover()) {
        return 0;
    }
    migrate_set_state(&mig->state, *active, MIGRATION_STATUS_PRE_SWITCHOVER);
    qemu_mutex_unlock_iothread();
    fixture_await_continue(mig);
    qemu_mutex_lock_iothread();
    migrate_set_state(&mig->state, MIGRATION_STATUS_PRE_SWITCHOVER, next);
    *active = next;
    return mig->state == next ? 0 : -EINVAL;
}
