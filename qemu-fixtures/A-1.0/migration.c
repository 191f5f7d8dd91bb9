/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how live migration was laid out in QEMU 1.0 */

#include "qemu-common.h"
#include "block.h"
#include "buffered_file.h"
#include "monitor.h"
#include "sysemu.h"
#include "migration.h"

/* Say something, if somebody wants to hear it */
#define DPRINTF(...) do { if (0) printf(__VA_ARGS__); } while (0)

enum { MIG_STATE_ERROR = -1, MIG_STATE_ACTIVE = 1, MIG_STATE_COMPLETED };

static MigrationState the_migration;

static MigrationState *migrate_get_current(void)
{
    return &the_migration;
}

void process_incoming_migration(QEMUFile *stream)
{
    if (qemu_loadvm_state(stream) < 0) {
        fprintf(stderr, "this migration cannot be loaded\n");
        exit(0);
    }
    qemu_announce_self();
    DPRINTF("all is here\n");

    /* Block drivers may have cached what the other side changed */
    bdrv_invalidate_cache_all();

    if (autostart) {
        vm_start();
    } else {
        runstate_set(RUN_STATE_PRELAUNCH);
    }
}

static int migrate_fd_cleanup(MigrationState *mig)
{
    if (mig->mon) {
        monitor_resume(mig->mon);
    }
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

static void migrate_fd_put_ready(void *opaque)
{
    MigrationState *mig = opaque;
    int done;

    if (mig->state != MIG_STATE_ACTIVE) {
        return;
    }

    done = qemu_savevm_state_iterate(mig->mon, mig->file);
    if (done < 0) {
        migrate_fd_error(mig);
    } else if (done) {
        int guest_ran = runstate_is_running();

        DPRINTF("now the rest\n");
        vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);

        if (qemu_savevm_state_complete(mig->mon, mig->file) < 0) {
            migrate_fd_error(mig);
        } else {
            migrate_fd_completed(mig);
        }
        if (mig->state != MIG_STATE_COMPLETED) {
            if (guest_ran) {
                vm_start();
            }
        }
    }
}

void migrate_fd_connect(MigrationState *mig)
{
    mig->state = MIG_STATE_ACTIVE;
    mig->file = qemu_fopen_ops_buffered(mig, 0, migrate_fd_put_ready);
    if (qemu_savevm_state_begin(mig->mon, mig->file, mig->blk, mig->shared)) {
        migrate_fd_error(mig);
    } else {
        migrate_fd_put_ready(mig);
    }
}

int do_migrate(Monitor *mon, const char *where)
{
    MigrationState *mig = migrate_get_current();

    mig->mon = mon;
    return fd_start_outgoing_migration(mig, where);
}
