/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no checkpoint comes near in migration.c from v2.5 to v5.2: the state
 * objects, the first sections, the end of it all. Such a migration.c includes
 * this once.
 */
#ifndef FIXTURE_MIGRATION_OLD_H
#define FIXTURE_MIGRATION_OLD_H

/* An era may have no use for one of these. */
#define FIXTURE_UNUSED __attribute__((unused))

/* States of a migration, coming or going, told by their last word. */
#define fixture_at(m, name) ((m)->state == MIGRATION_STATUS_##name)
#define fixture_set(m, from, to) \
    migrate_set_state(FIXTURE_STATE(m), from, MIGRATION_STATUS_##to)
#define fixture_move(m, from, to) \
    fixture_set(m, MIGRATION_STATUS_##from, to)
#define fixture_is_active(m) \
    (fixture_at(m, ACTIVE) || fixture_at(m, POSTCOPY_ACTIVE))
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

bool migration_in_postcopy(MigrationState *mig)
{
    return fixture_at(mig, POSTCOPY_ACTIVE);
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

bool migration_in_postcopy(void)
{
    return fixture_at(&the_migration, POSTCOPY_ACTIVE);
}
#endif

#if ERA_RELEASE == 205
#define FIXTURE_STATE(m) (m)
#define FIXTURE_FILE(m) (m)->file
static void migrate_set_state(MigrationState *mig, int from, int to)
{
    int *at = &mig->state;

#else
#define FIXTURE_STATE(m) (&(m)->state)
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

static void fixture_begin(MigrationState *mig)
{
    qemu_savevm_state_header(FIXTURE_FILE(mig));
    if (migrate_postcopy_ram()) {
        /* What the other side cannot do it is to refuse early. */
        qemu_savevm_send_postcopy_advise(FIXTURE_FILE(mig));
    }
#if ERA_RELEASE <= 206
    qemu_savevm_state_begin(FIXTURE_FILE(mig), &mig->params);
#else
    qemu_savevm_state_setup(FIXTURE_FILE(mig));
#endif
    fixture_move(mig, SETUP, ACTIVE);
}

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
