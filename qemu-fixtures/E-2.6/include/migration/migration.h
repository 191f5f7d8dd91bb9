/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QEMU_MIGRATION_H
#define QEMU_MIGRATION_H

#include "qemu-common.h"

struct MigrationParams {
    bool blk, shared;
};

/* The sending side */
typedef struct MigrationState {
    QEMUFile *to_dst_file;
    QEMUBH *cleanup_bh;
    QemuThread thread;
    MigrationParams params;
    int state;
    bool start_postcopy, postcopy_after_devices;
    int64_t total_time;
    int64_t downtime;
    int64_t expected_downtime;
    double mbps;
} MigrationState;

/* The receiving side */
typedef struct MigrationIncomingState {
    QEMUBH *bh;
    int state;
    bool have_listen_thread;    /* that one reads the stream now */
    QEMUFile *from_src_file;
} MigrationIncomingState;

MigrationState *migrate_get_current(void);
MigrationIncomingState *migration_incoming_get_current(void);
void migration_incoming_state_destroy(void);
MigrationIncomingState *migration_incoming_state_new(QEMUFile *stream);
void process_incoming_migration(QEMUFile *stream);
MigrationState *migrate_init(const MigrationParams *how);
bool migration_in_postcopy(MigrationState *mig);
void migrate_fd_connect(MigrationState *mig);
void migrate_set_state(int *at, int from, int to);

#endif
