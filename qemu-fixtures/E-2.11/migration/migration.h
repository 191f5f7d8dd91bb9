/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QEMU_MIGRATION_H
#define QEMU_MIGRATION_H

#include "qemu/coroutine.h"
#include "qemu/thread.h"

/* The sending side */
typedef struct MigrationState {
    QEMUFile *to_dst_file;
    QEMUBH *cleanup_bh;
    QemuThread thread;
    int state;
    bool start_postcopy, postcopy_after_devices, block_inactive;
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
    Coroutine *migration_incoming_co;
    QEMUFile *from_src_file;
} MigrationIncomingState;

MigrationState *migrate_get_current(void);
MigrationIncomingState *migration_incoming_get_current(void);
void migration_incoming_state_destroy(void);
void migration_fd_process_incoming(QEMUFile *stream);
MigrationState *migrate_init(void);
void migrate_fd_connect(MigrationState *mig);
void migrate_set_state(int *at, int from, int to);

#endif
