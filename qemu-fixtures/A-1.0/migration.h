/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QEMU_MIGRATION_H
#define QEMU_MIGRATION_H

#include "qemu-common.h"

typedef struct MigrationState {
    QEMUFile *file;
    int state;
    Monitor *mon;
    int fd, blk, shared;
} MigrationState;

void migrate_fd_connect(MigrationState *mig);
void migrate_fd_error(MigrationState *mig);
void process_incoming_migration(QEMUFile *stream);
int fd_start_outgoing_migration(MigrationState *mig, const char *where);
int do_migrate(Monitor *mon, const char *where);

#endif
