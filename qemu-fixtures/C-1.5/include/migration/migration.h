/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QEMU_MIGRATION_H
#define QEMU_MIGRATION_H

#include "qemu-common.h"

struct MigrationParams {
    bool blk, shared;
};

typedef struct MigrationState {
    QEMUFile *file;
    int state;
    MigrationParams params;
    QemuThread thread;
    int64_t total_time, downtime, expected_downtime;
    QEMUBH *cleanup_bh;
} MigrationState;

MigrationState *migrate_get_current(void);
void migrate_fd_connect(MigrationState *mig);
void migrate_fd_error(MigrationState *mig);
void process_incoming_migration(QEMUFile *stream);
int fd_start_outgoing_migration(MigrationState *mig, const char *where);
void qmp_migrate(const char *where, Error **errp);

#endif
