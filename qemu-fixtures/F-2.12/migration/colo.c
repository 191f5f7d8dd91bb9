/* SPDX-License-Identifier: GPL-2.0-or-later */
/* COLO stops the guest at each of its own checkpoints; that is no downtime. */
#include "qemu/osdep.h"
#include "io/channel-buffer.h"
#include "sysemu/sysemu.h"
#include "migration/colo.h"
#include "migration.h"
#include "savevm.h"

int colo_do_checkpoint_transaction(MigrationState *mig)
{
    QIOChannelBuffer *buffer = qio_channel_buffer_new(1 << 12);
    QEMUFile *devices = qemu_fopen_channel_output(QIO_CHANNEL(buffer));

    if (mig->state != MIGRATION_STATUS_COLO) {
        return -1;
    }
    qemu_mutex_lock_iothread();
    vm_stop_force_state(RUN_STATE_COLO);
    qemu_savevm_state_header(devices);
    qemu_savevm_state_setup(devices);
    qemu_savevm_state_complete_precopy(devices, false, false);
    qemu_put_buffer(mig->to_dst_file, buffer->data, buffer->usage);
    vm_start();
    qemu_mutex_unlock_iothread();
    return qemu_file_get_error(mig->to_dst_file);
}
