/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 1.4 */

#include "qemu-common.h"
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
        exit(0);
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

static int migrate_fd_cleanup(MigrationState *mig)
{
    return qemu_fclose(mig->file);
}

void migrate_fd_error(MigrationState *mig)
{
    DPRINTF("gone wrong\n");
    mig->state = MIG_STATE_ERROR;
    migrate_fd_cleanup(mig);
}

static void migrate_fd_completed(MigrationState *mig)
{
    DPRINTF("all is sent\n");
    mig->state = MIG_STATE_ERROR;
    if (migrate_fd_cleanup(mig) >= 0) {
        mig->state = MIG_STATE_COMPLETED;
        runstate_set(RUN_STATE_POSTMIGRATE);
    }
}

/* The source's own thread, from begin to end */
static void *buffered_file_thread(void *opaque)
{
    MigrationState *mig = opaque;
    bool last_round = false;
    int rc;

    qemu_mutex_lock_iothread();
    rc = qemu_savevm_state_begin(mig->file, &mig->params);
    qemu_mutex_unlock_iothread();

    while (rc >= 0 && !last_round) {
        qemu_mutex_lock_iothread();
        if (mig->bytes_xfer <= mig->xfer_limit) {
            if (qemu_savevm_state_pending(mig->file, 0)) {
                rc = qemu_savevm_state_iterate(mig->file);
            } else {
                int guest_ran = runstate_is_running();
                int64_t start_time, end;

                DPRINTF("now the rest\n");
                start_time = qemu_get_clock_ms(rt_clock);
                qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER);
                if (guest_ran) {
                    vm_stop(RUN_STATE_FINISH_MIGRATE);
                } else {
                    vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);
                }
                rc = qemu_savevm_state_complete(mig->file);
                if (rc < 0) {
                    qemu_mutex_unlock_iothread();
                    break;
                } else {
                    migrate_fd_completed(mig);
                }
                end = qemu_get_clock_ms(rt_clock);
                mig->total_time = end - mig->total_time;
                mig->downtime = end - start_time;
                if (mig->state != MIG_STATE_COMPLETED) {
                    if (guest_ran) {
                        vm_start();
                    }
                }
                last_round = true;
            }
        }
        qemu_mutex_unlock_iothread();
    }
    if (rc < 0) {
        migrate_fd_error(mig);
    }
    return NULL;
}

void migrate_fd_connect(MigrationState *mig)
{
    mig->state = MIG_STATE_ACTIVE;
    mig->file = qemu_fopen_ops(mig);
    qemu_thread_create(&mig->thread, buffered_file_thread, mig,
                       QEMU_THREAD_DETACHED);
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
