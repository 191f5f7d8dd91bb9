/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QEMU_MIGRATION_H
#define QEMU_MIGRATION_H

#include "io/channel-buffer.h"
#include "net/announce.h"
#include "qemu/coroutine.h"
#include "qemu/thread.h"

/* The sending side */
typedef struct MigrationState {
    QEMUFile *to_dst_file;
    QIOChannelBuffer *bioc;     /* devices of a background snapshot */
    QEMUBH *vm_start_bh, *cleanup_bh;
    QemuThread thread;
    int state;
    bool start_postcopy;
    bool postcopy_after_devices;
    bool block_inactive;
    bool vm_was_running;        /* the guest, before it was stopped */
    uint64_t threshold_size;
    int64_t start_time, total_time;
    /* When the guest went down for the last part (ms), and for how long */
    int64_t downtime_start, downtime, expected_downtime;
} MigrationState;

/* The receiving side */
typedef struct MigrationIncomingState {
    Coroutine *migration_incoming_co;
    QEMUBH *bh;
    AnnounceTimer announce_timer;
    bool have_listen_thread;
    int state;
    QEMUFile *from_src_file;
} MigrationIncomingState;

MigrationState *migrate_get_current(void);
MigrationIncomingState *migration_incoming_get_current(void);
void migration_incoming_process(void);
void migration_incoming_state_destroy(void);

void migrate_init(MigrationState *mig);
void migrate_fd_connect(MigrationState *mig, Error *error_in);
void migrate_set_state(int *at, int from, int to);
bool migration_in_postcopy(void);
bool migration_is_running(int at);

#endif
