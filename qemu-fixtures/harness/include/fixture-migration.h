/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no era's checkpoints come near in migration.c (v6.0+): the two state
 * objects, what sets a state, the end of it all. A tree's migration.c includes
 * this once.
 */
#ifndef FIXTURE_MIGRATION_H
#define FIXTURE_MIGRATION_H

typedef enum {
    MIG_ITERATE_RESUME, MIG_ITERATE_SKIP, MIG_ITERATE_BREAK
} MigIterateState;

/* An era may have no use for one of these. */
#define FIXTURE_UNUSED __attribute__((unused))

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
#endif

/* What goes by a state is in the tree, at the end of its migration.c. */
#ifndef ERA_NO_ARG_QUERIES
static bool migration_is_active(MigrationState *mig);
#endif
#ifdef ERA_SETUP_ERRP           /* v9.1+: it can fail */
static bool fixture_begin(MigrationState *mig);
#else
static void fixture_begin(MigrationState *mig);
#endif
#ifndef ERA_SWITCHOVER          /* before v10.0 */
static int migration_maybe_pause(MigrationState *mig, int *active, int next);
#endif

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
