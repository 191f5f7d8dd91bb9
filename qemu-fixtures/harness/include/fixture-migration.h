/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no era's checkpoints come near in migration.c (v6.0+): the two state
 * objects and their states, the first sections, the end of it all. A tree's
 * migration.c includes this once.
 */
#ifndef FIXTURE_MIGRATION_H
#define FIXTURE_MIGRATION_H

typedef enum {
    MIG_ITERATE_RESUME, MIG_ITERATE_SKIP, MIG_ITERATE_BREAK
} MigIterateState;

/* An era may have no use for one of these. */
#define FIXTURE_UNUSED __attribute__((unused))

/* States of a migration, coming or going, told by their last word. */
#define fixture_at(m, name) ((m)->state == MIGRATION_STATUS_##name)
#define fixture_move(m, from, to) \
    migrate_set_state(&(m)->state, MIGRATION_STATUS_##from, \
                      MIGRATION_STATUS_##to)
#define fixture_go(m, to) \
    migrate_set_state(&(m)->state, (m)->state, MIGRATION_STATUS_##to)
#define fixture_fail(m) \
    ((void)(fixture_at(m, CANCELLING) || (fixture_go(m, FAILED), true)))

static MigrationState the_migration;
static MigrationIncomingState the_incoming;

MigrationState *migrate_get_current(void)
{
    return &the_migration;
}

MigrationIncomingState *migration_incoming_get_current(void)
{
    return &the_incoming;
}

void migration_incoming_state_destroy(void)
{
    qemu_fclose(the_incoming.from_src_file);
}

void migrate_set_state(int *at, int from, int to)
{
    if (*at == from) {
        *at = to;
    }
}

#ifdef ERA_NO_ARG_QUERIES       /* v9.0+ */
bool migration_is_active(void)
{
    return the_migration.state == MIGRATION_STATUS_ACTIVE ||
           the_migration.state == MIGRATION_STATUS_DEVICE ||
           the_migration.state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}

bool migration_is_running(void)
{
    return the_migration.state == MIGRATION_STATUS_SETUP ||
           migration_is_active();
}
#else
bool migration_is_running(int state)
{
    return state == MIGRATION_STATUS_SETUP || state == MIGRATION_STATUS_ACTIVE;
}

static bool migration_is_active(MigrationState *mig)
{
    return mig->state == MIGRATION_STATUS_ACTIVE ||
           mig->state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}
#endif

bool migration_in_postcopy(void)
{
    return the_migration.state == MIGRATION_STATUS_POSTCOPY_ACTIVE;
}

/* Did the guest run on the other side? Told nothing, we say yes. */
FIXTURE_UNUSED
static bool fixture_guest_ran(void)
{
    RunState there = global_state_get_runstate();

#ifdef ERA_NO_ARG_QUERIES
    return !global_state_received() || runstate_is_live(there);
#else
    return !global_state_received() || there == RUN_STATE_RUNNING;
#endif
}

/* The head of the stream, and every device's first section. */
static bool fixture_begin(MigrationState *m)
{
    bool good = true;

    qemu_savevm_state_header(m->to_dst_file);
#ifdef ERA_SETUP_ERRP
    good = qemu_savevm_state_setup(m->to_dst_file, NULL) == 0;
#else
    qemu_savevm_state_setup(m->to_dst_file);
#endif
    fixture_go(m, ACTIVE);
    if (!good) {
        fixture_go(m, FAILED);
    }
    return good;
}

static int fixture_send_package(QEMUFile *stream, QIOChannelBuffer *package)
{
    int broken = qemu_file_get_error(stream);

    return broken ? broken : qemu_savevm_send_packaged(stream, package->data,
                                                       package->usage);
}

#ifdef ERA_BH_SCHEDULE          /* v9.0+ */
/* A bottom half that runs once and then takes itself away. */
typedef struct FixtureOnce {
    QEMUBHFunc *run;
    void *opaque;
    QEMUBH *self;
} FixtureOnce;

static void fixture_run_once(void *opaque)
{
    FixtureOnce *once = opaque;

    qemu_bh_delete(once->self);
    once->run(once->opaque);
    g_free(once);
}

void migration_bh_schedule(QEMUBHFunc *run, void *opaque)
{
    FixtureOnce *once = g_new0(FixtureOnce, 1);

    once->run = run;
    once->opaque = opaque;
    once->self = qemu_bh_new(fixture_run_once, once);
    qemu_bh_schedule(once->self);
}

#ifdef ERA_MIGRATION_CLEANUP     /* v10.0+ renamed these */
#define migrate_fd_cleanup migration_cleanup
#define migrate_fd_cleanup_bh migration_cleanup_bh
#endif

static void migrate_fd_cleanup(MigrationState *mig)
{
    qemu_fclose(mig->to_dst_file);
}

static void migrate_fd_cleanup_bh(void *opaque)
{
    migrate_fd_cleanup(opaque);
}
#else
static void migrate_fd_cleanup_bh(void *opaque)
{
    MigrationState *mig = opaque;

    qemu_bh_delete(mig->cleanup_bh);
    mig->cleanup_bh = NULL;
    qemu_fclose(mig->to_dst_file);
}

static void migrate_fd_cleanup_schedule(MigrationState *mig)
{
    qemu_bh_schedule(mig->cleanup_bh);
}
#endif

#endif
