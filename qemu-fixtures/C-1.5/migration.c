/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 1.5 */

#include "qemu-common.h"
#include "trace.h"
#include "qmp-commands.h"
#include "block/block.h"
#include "sysemu/sysemu.h"
#include "qemu/thread.h"
#include "migration/qemu-file.h"
#include "migration/migration.h"

/* Say something, if somebody wants to hear it */
#define DPRINTF(...) do { if (0) printf(__VA_ARGS__); } while (0)

enum { MIG_STATE_ERROR = -1, MIG_STATE_ACTIVE = 1, MIG_STATE_COMPLETED };

static MigrationState the_migration;

MigrationState *migrate_get_current(void)
{
    return &the_migration;
}

static void process_incoming_migration_co(void *opaque)
{
    QEMUFile *stream = opaque;
    int ret;

    ret = qemu_loadvm_state(stream);
    qemu_fclose(stream);
    if (ret < 0) {
        fprintf(stderr, "this migration cannot be loaded\n");
        exit(EXIT_FAILURE);
    }
    qemu_announce_self();
    DPRINTF("all is here\n");

    bdrv_clear_incoming_migration_all();
    /* Block drivers may have cached what the other side changed */
    bdrv_invalidate_cache_all();

    if (autostart) {
        vm_start();
    } else {
        runstate_set(RUN_STATE_PAUSED);
    }
}

void process_incoming_migration(QEMUFile *stream)
{
    qemu_coroutine_enter(qemu_coroutine_create(process_incoming_migration_co),
                         stream);
}

static void migrate_finish_set_state(MigrationState *mig, int to)
{
    mig->state = to;
    trace_migrate_set_state(to);
}

static void migrate_fd_cleanup(void *opaque)
{
    MigrationState *mig = opaque;

    qemu_bh_delete(mig->cleanup_bh);
    qemu_fclose(mig->file);
    if (mig->state != MIG_STATE_COMPLETED) {
        qemu_savevm_state_cancel();
    }
}

void migrate_fd_error(MigrationState *mig)
{
    mig->state = MIG_STATE_ERROR;
}

/* The source's own thread, from begin to end */
static void *migration_thread(void *opaque)
{
    MigrationState *mig = opaque;
    int64_t start_time = qemu_get_clock_ms(rt_clock);
    bool guest_ran = false;

    qemu_savevm_state_begin(mig->file, &mig->params);

    while (mig->state == MIG_STATE_ACTIVE) {
        if (!qemu_file_rate_limit(mig->file)) {
            if (qemu_savevm_state_pending(mig->file, 0)) {
                qemu_savevm_state_iterate(mig->file);
            } else {
                DPRINTF("now the rest\n");
                qemu_mutex_lock_iothread();
                start_time = qemu_get_clock_ms(rt_clock);
                qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER);
                guest_ran = runstate_is_running();
                vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
                qemu_savevm_state_complete(mig->file);
                qemu_mutex_unlock_iothread();
                if (!qemu_file_get_error(mig->file)) {
                    migrate_finish_set_state(mig, MIG_STATE_COMPLETED);
                }
            }
        }

        if (qemu_file_get_error(mig->file)) {
            migrate_fd_error(mig);
        }
    }

    qemu_mutex_lock_iothread();
    if (mig->state == MIG_STATE_COMPLETED) {
        int64_t end = qemu_get_clock_ms(rt_clock);
        mig->total_time = end - mig->total_time;
        mig->downtime = end - start_time;
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
    mig->state = MIG_STATE_ACTIVE;
    qemu_thread_create(&mig->thread, migration_thread, mig,
                       QEMU_THREAD_JOINABLE);
}

void qmp_migrate(const char *where, Error **errp)
{
    MigrationState *mig = migrate_get_current();

    mig->total_time = qemu_get_clock_ms(rt_clock);
    if (fd_start_outgoing_migration(mig, where)) {
        migrate_fd_error(mig);
        error_setg(errp, "no way to %s", where);
    }
}
