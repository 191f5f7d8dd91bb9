/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "trace.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/main-loop.h"
#include "qemu/thread.h"
#include "block/block.h"
#include "io/channel-buffer.h"
#include "net/announce.h"
#include "sysemu/runstate.h"
#include "sysemu/sysemu.h"
#include "migration/colo.h"
#include "migration/global_state.h"
#include "migration/misc.h"
#include "migration.h"
#include "savevm.h"
#include "ram.h"
#include "postcopy-ram.h"
#include "qemu-file.h"
#include "fixture-migration.h"

static void process_incoming_migration_bh(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    Error *failure = NULL;

    /* With late activation the images are opened
     * only for a guest that starts right away;
     * they would be locked otherwise.
     */
    if (!migrate_late_block_activate() ||
        (autostart && fixture_guest_ran())) {
        /* Stale metadata goes now.
         * On failure the guest stays stopped. */
        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            autostart = false;
            error_report_err(failure);
            failure = NULL;
        }
    }

    /*
     * Nothing can go wrong from here on: tell the network
     * where the guest is.
     */
    qemu_announce_self(&incoming->announce_timer, migrate_announce_params());

    if (multifd_load_cleanup(&failure)) {
        autostart = false;
        error_report_err(failure);
    }
    /* A running guest obeys autostart,
       any other state is simply taken over. */

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
     * Who watches for this state may poke the guest at once,
     * so it comes last.
     */
    migrate_set_state(&incoming->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_COMPLETED);
    qemu_bh_delete(incoming->bh);
    migration_incoming_state_destroy();
}

static void process_incoming_migration_co(void *opaque)
{
    MigrationIncomingState *incoming = opaque;
    PostcopyState phase;
    int ret;
    Error *failure = NULL;

    postcopy_state_set(POSTCOPY_INCOMING_NONE);
    migrate_set_state(&incoming->state, MIGRATION_STATUS_NONE, MIGRATION_STATUS_ACTIVE);
    incoming->migration_incoming_co = qemu_coroutine_self();
    ret = qemu_loadvm_state(incoming->from_src_file);

    phase = postcopy_state_get();
    trace_process_incoming_migration_co_end(ret, phase);
    if (phase == POSTCOPY_INCOMING_ADVISE) {
        /*
         * Postcopy was possible but never needed.
         */
        postcopy_ram_incoming_cleanup(incoming);
    } else if (phase != POSTCOPY_INCOMING_NONE && ret >= 0) {
        /*
         * The listen thread ends what has begun. A failure takes the
         * common way out.
         */
        return;
    }

    /* by now the stream has said whether this is COLO */
    if (!ret && migration_incoming_colo_enabled()) {
        /* Stale metadata goes now */
        bdrv_invalidate_cache_all(&failure);
        if (failure) {
            error_report_err(failure);
            goto fail;
        }

        qemu_coroutine_yield();
    }

    if (ret < 0) {
        error_report("incoming migration failed: %s", strerror(-ret));
        goto fail;
    }
    incoming->bh = qemu_bh_new(process_incoming_migration_bh, incoming);
    qemu_bh_schedule(incoming->bh);
    incoming->migration_incoming_co = NULL;
    return;
fail:
    migrate_set_state(&incoming->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_FAILED);
    qemu_fclose(incoming->from_src_file);
    exit(EXIT_FAILURE);
}

void migration_incoming_process(void)
{
    MigrationIncomingState *incoming = migration_incoming_get_current();

    qemu_coroutine_enter(qemu_coroutine_create(process_incoming_migration_co,
                                               incoming));
}

void migrate_init(MigrationState *mig)
{
    mig->downtime = 0;
    mig->expected_downtime = 0;
    mig->to_dst_file = NULL;
    mig->threshold_size = 1;
    mig->state = MIGRATION_STATUS_SETUP;
    mig->vm_was_running = false;
    mig->start_time = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
}

/* From precopy to postcopy: stop the guest and send the devices */
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
     * What iterates but cannot do postcopy ends here.
     */
    qemu_savevm_state_complete_precopy(mig->to_dst_file, true, false);

    /*
     * The devices travel as one package, so that the receiver can put
     * the stream aside before it loads them.
     */
    buffer = qio_channel_buffer_new(1 << 12);
    package = qemu_fopen_channel_output(QIO_CHANNEL(buffer));
    qemu_savevm_send_postcopy_listen(package);
    qemu_savevm_state_complete_precopy(package, false, false);
    qemu_savevm_send_postcopy_run(package);

    /* the package ends here; after it is sent there is no way back */
    disks_can_return = false;
    if (fixture_send_package(mig->to_dst_file, buffer)) {
        error_report("postcopy: the package was not sent");
        goto fail_closefb;
    }
    qemu_fclose(package);

    /* Whoever waits for the transition
     * hears of it now.
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
        /* Early enough: the images are still ours.
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

/* The last part: stop the guest, send the rest */
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
            trace_migration_completion_vm_stop(rc);
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
        qemu_mutex_lock_iothread();
        qemu_savevm_state_complete_postcopy(mig->to_dst_file);
        qemu_mutex_unlock_iothread();
    } else if (mig->state == MIGRATION_STATUS_CANCELLING) {
        goto fail;
    }

    if (qemu_file_get_error(mig->to_dst_file)) {
        goto fail_invalidate;
    }

    migrate_set_state(&mig->state, active, MIGRATION_STATUS_COMPLETED);
    return;

fail_invalidate:
    /* In precopy the guest goes on here: take the images
     * back.
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

/* The same for a background snapshot, whose guest runs again long since */
static void bg_migration_completion(MigrationState *mig)
{
    QIOChannelBuffer *devices = mig->bioc;

    /*
     * The devices were put aside at the start; they follow the RAM.
     */
    qemu_put_buffer(mig->to_dst_file, devices->data, devices->usage);
    migrate_set_state(&mig->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_COMPLETED);
}

static void migration_calculate_complete(MigrationState *mig)
{
    int64_t end = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);

    mig->total_time = end - mig->start_time;
    if (!mig->downtime) {
        /*
         * Nobody has set it: not postcopy, which
         * has its figure since postcopy_start().
         */
        mig->downtime = end - mig->downtime_start;
    }

    mig->expected_downtime = mig->downtime;
}

static MigIterateState migration_iteration_run(MigrationState *mig)
{
    bool in_postcopy = mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
    uint64_t left = qemu_savevm_state_pending();

    if (left < mig->threshold_size) {
        migration_completion(mig);
        return MIG_ITERATE_BREAK;
    }

    /* Too much left to stop the guest for it */
    if (!in_postcopy && mig->start_postcopy) {
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
    if (mig->state == MIGRATION_STATUS_COMPLETED) {
        migration_calculate_complete(mig);
        runstate_set(RUN_STATE_POSTMIGRATE);
    } else {
        vm_resume(mig->vm_was_running ? RUN_STATE_RUNNING
                                      : RUN_STATE_POSTMIGRATE);
    }
    migrate_fd_cleanup_schedule(mig);
    qemu_mutex_unlock_iothread();
}

static void bg_migration_iteration_finish(MigrationState *mig)
{
    qemu_mutex_lock_iothread();
    if (mig->state == MIGRATION_STATUS_COMPLETED) {
        migration_calculate_complete(mig);
    }
    migrate_fd_cleanup_schedule(mig);
    qemu_mutex_unlock_iothread();
}

static MigIterateState bg_migration_iteration_run(MigrationState *mig)
{
    if (qemu_savevm_state_iterate(mig->to_dst_file, false) <= 0) {
        return MIG_ITERATE_RESUME;
    }
    bg_migration_completion(mig);
    return MIG_ITERATE_BREAK;
}

static void *migration_thread(void *opaque)
{
    MigrationState *mig = opaque;

    fixture_begin(mig);
    while (migration_is_active(mig) &&
           migration_iteration_run(mig) != MIG_ITERATE_BREAK) {
        continue;
    }
    migration_iteration_finish(mig);
    return NULL;
}

static void bg_migration_vm_start_bh(void *opaque)
{
    MigrationState *mig = opaque;

    qemu_bh_delete(mig->vm_start_bh);
    mig->vm_start_bh = NULL;

    vm_start();
    mig->downtime = qemu_clock_get_ms(QEMU_CLOCK_REALTIME) -
                    mig->downtime_start;
}

/* A snapshot of a guest that is stopped only while its devices are saved */
static void *bg_migration_thread(void *opaque)
{
    MigrationState *mig = opaque;
    bool guest_is_held = true;
    QEMUFile *saved;

    /*
     * RAM comes first in the stream although it is saved last, so the
     * devices wait in a buffer of their own.
     */
    mig->bioc = qio_channel_buffer_new(1 << 19);
    saved = qemu_fopen_channel_output(QIO_CHANNEL(mig->bioc));

    /*
     * Every page must exist before it can be watched.
     */
#ifdef __linux__
    ram_write_tracking_prepare();
#endif

    fixture_begin(mig);
    trace_migration_thread_setup_complete();
    mig->downtime_start = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);

    qemu_mutex_lock_iothread();

    /*
     * A suspended guest cannot be stopped in the usual way: wake it.
     */
    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, NULL);
    mig->vm_was_running = runstate_is_running();

    if (global_state_store()) {
        goto fail;
    }
    /* The devices hold still from here */
    if (vm_stop_force_state(RUN_STATE_PAUSED)) {
        goto fail;
    }
    /*
     * Fetch the processors' registers, then put
     * them and the devices into the buffer.
     */
    cpu_synchronize_all_states();
    if (qemu_savevm_state_complete_precopy_non_iterable(saved, false, false)) {
        goto fail;
    }
    /*
     * The buffer is read directly later on.
     */
    qemu_fflush(saved);

    guest_is_held = false;

    /*
     * Starting the guest writes to pages that are watched by now, which
     * would lock up here: leave it to the main loop.
     */
    mig->vm_start_bh = qemu_bh_new(bg_migration_vm_start_bh, mig);
    qemu_bh_schedule(mig->vm_start_bh);
    qemu_mutex_unlock_iothread();

    while (migration_is_active(mig) &&
           bg_migration_iteration_run(mig) != MIG_ITERATE_BREAK) {
        continue;
    }

fail:
    if (guest_is_held) {
        migrate_set_state(&mig->state, MIGRATION_STATUS_ACTIVE, MIGRATION_STATUS_FAILED);
        qemu_mutex_unlock_iothread();
    }

    bg_migration_iteration_finish(mig);
    qemu_fclose(saved);
    return NULL;
}

void migrate_fd_connect(MigrationState *mig, Error *error_in)
{
    bool background = migrate_background_snapshot();

    mig->cleanup_bh = qemu_bh_new(migrate_fd_cleanup_bh, mig);
    if (error_in) {
        error_report_err(error_in);
        return;
    }

    qemu_thread_create(&mig->thread, background ? "snapshot" : "migration",
                       background ? bg_migration_thread : migration_thread,
                       mig, QEMU_THREAD_JOINABLE);
}

/* The head of the stream, and every device's first section */
static void fixture_begin(MigrationState *mig)
{
    qemu_savevm_state_header(mig->to_dst_file);
    qemu_savevm_state_setup(mig->to_dst_file);
    migrate_set_state(&mig->state, MIGRATION_STATUS_SETUP, MIGRATION_STATUS_ACTIVE);
}

bool migration_in_postcopy(void)
{
    return migrate_get_current()->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}

static bool migration_is_active(MigrationState *mig)
{
    return mig->state == MIGRATION_STATUS_ACTIVE ||
           mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
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
