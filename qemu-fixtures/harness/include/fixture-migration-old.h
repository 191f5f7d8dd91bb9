/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no checkpoint comes near in migration.c from v2.5 to v5.2: the state
 * objects, what sets a state, the end of it all. Such a migration.c includes
 * this once.
 */
#ifndef FIXTURE_MIGRATION_OLD_H
#define FIXTURE_MIGRATION_OLD_H

/* An era may have no use for one of these. */
#define FIXTURE_UNUSED __attribute__((unused))

#define fixture_mbps(bytes, ms) ((bytes) / 125.0 / (ms))

static MigrationState the_migration;

MigrationState *migrate_get_current(void)
{
    return &the_migration;
}

#if ERA_RELEASE <= 206
#define migrate_generate_event(state) trace_migrate_set_state(state)
static MigrationIncomingState *the_incoming;

MigrationIncomingState *migration_incoming_get_current(void)
{
    return the_incoming;
}

MigrationIncomingState *migration_incoming_state_new(QEMUFile *stream)
{
    the_incoming = g_new0(MigrationIncomingState, 1);
    the_incoming->from_src_file = stream;
    return the_incoming;
}

void migration_incoming_state_destroy(void)
{
    g_free(the_incoming);
    the_incoming = NULL;
}
#else
static MigrationIncomingState the_incoming;

MigrationIncomingState *migration_incoming_get_current(void)
{
    return &the_incoming;
}

void migration_incoming_state_destroy(void)
{
    qemu_fclose(the_incoming.from_src_file);
}
#endif

#if ERA_RELEASE == 205
#define FIXTURE_FILE(m) (m)->file
static void migrate_set_state(MigrationState *mig, int from, int to)
{
    int *at = &mig->state;

#else
#define FIXTURE_FILE(m) (m)->to_dst_file
void migrate_set_state(int *at, int from, int to)
{
#endif
    if (*at == from) {
        *at = to;
        trace_migrate_set_state(to);
    }
}

/* Did the guest run on the other side? Told nothing, we say yes. */
static bool fixture_guest_ran(void)
{
    return !global_state_received() ||
           global_state_get_runstate() == RUN_STATE_RUNNING;
}

/* What goes by a state is in the tree, at the end of its migration.c. */
static void fixture_begin(MigrationState *mig);
#if ERA_RELEASE >= 211
static int migration_maybe_pause(MigrationState *mig, int *active, int next);
#endif

static void migrate_fd_cleanup(void *opaque)
{
    MigrationState *mig = opaque;

    qemu_bh_delete(mig->cleanup_bh);
    qemu_fclose(FIXTURE_FILE(mig));
}

#if ERA_RELEASE >= 212
/* What the thread does after a step */
typedef enum {
    MIG_ITERATE_RESUME, MIG_ITERATE_SKIP, MIG_ITERATE_BREAK
} MigIterateState;
#endif

#endif
