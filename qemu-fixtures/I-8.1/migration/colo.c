/* SPDX-License-Identifier: GPL-2.0-or-later */
/* COLO stops the guest at each of its own checkpoints; that is no downtime. */
#include "qemu/osdep.h"
#include "trace.h"
#include "sysemu/runstate.h"
#include "migration/colo.h"
#include "migration.h"

int colo_do_checkpoint_transaction(MigrationState *mig)
{
    int stopped;

    qemu_mutex_lock_iothread();
    stopped = vm_stop_force_state(RUN_STATE_COLO);
    if (stopped >= 0 && mig->state == MIGRATION_STATUS_COLO) {
        vm_start();
    }
    qemu_mutex_unlock_iothread();
    return stopped;
}
