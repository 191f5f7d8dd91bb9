/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The player for trees from v6.0 on (save_snapshot(), migrate_fd_connect(),
 * process_incoming_migration_co()): a tree's main.c is this include.
 * era.h may define ERA_CONNECT, ERA_MIGRATE_INIT, ERA_HAS_CPR.
 */
#include "fixture.h"
#include "migration/migration.h"
#include "savevm.h"

#ifndef ERA_MIGRATE_INIT
#define ERA_MIGRATE_INIT(s) migrate_init(s)
#endif
#ifndef ERA_CONNECT
#define ERA_CONNECT(s) migrate_fd_connect(s, NULL)
#endif

static const VMStateDescription vmstate_timer = { .name = "timer" };
static const VMStateDescription vmstate_cpu = { .name = "cpu" };
static char ram_name[] = "ram", vfio_name[] = "vfio";

static const SaveVMHandlers ram_ops = {
    .save_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
    .save_live_complete_precopy = fixture_iterable_complete,
    .save_live_complete_postcopy = fixture_iterable_complete,
    .has_postcopy = fixture_iterable_is_postcopy,
    .load_state = fixture_iterable_load,
};

/* Iterable, but unable to do postcopy. */
static const SaveVMHandlers vfio_ops = {
    .save_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
    .save_live_complete_precopy = fixture_iterable_complete,
    .load_state = fixture_iterable_load,
};

static const FixtureScenario scenarios[] = {
    { .name = "precopy" },
    { .name = "precopy-zero-downtime", .knobs = { .zero_clock = true } },
    { .name = "precopy-source-paused", .knobs = { .guest_paused = true } },
    { .name = "precopy-not-autostart", .no_autostart = true },
    { .name = "precopy-activate-fails", .knobs = { .activate_fails = true } },
    { .name = "precopy-stop-fails", .knobs = { .stop_fails = true } },
    { .name = "precopy-save-fails", .knobs = { .save_fails = true } },
    { .name = "load-fails", .knobs = { .load_fails = true } },
    { .name = "file", .no_destination = true },
    { .name = "postcopy", .knobs = { .postcopy = true } },
    { .name = "postcopy-zero-downtime",
      .knobs = { .postcopy = true, .zero_clock = true } },
    { .name = "postcopy-not-autostart", .no_autostart = true,
      .knobs = { .postcopy = true } },
    { .name = "postcopy-activate-fails",
      .knobs = { .postcopy = true, .activate_fails = true } },
    { .name = "postcopy-stop-fails",
      .knobs = { .postcopy = true, .stop_fails = true } },
    { .name = "background-snapshot", .no_destination = true,
      .knobs = { .background = true } },
    { .name = "background-zero-downtime", .no_destination = true,
      .knobs = { .background = true, .zero_clock = true } },
    { .name = "background-stop-fails", .no_destination = true,
      .knobs = { .background = true, .stop_fails = true } },
    { .name = "savevm", .no_destination = true, .snapshot = true },
#ifdef ERA_HAS_CPR
    { .name = "cpr", .no_destination = true, .knobs = { .cpr = true } },
    { .name = "cpr-stop-fails", .no_destination = true,
      .knobs = { .cpr = true, .stop_fails = true } },
#endif
    { .name = NULL },
};

static void play(const FixtureScenario *sc)
{
    MigrationState *s = migrate_get_current();
    QIOChannelBuffer *wire = qio_channel_buffer_new(0);
    Error *err = NULL;

    register_savevm_live("ram", 0, 4, &ram_ops, ram_name);
    register_savevm_live("vfio", 0, 1, &vfio_ops, vfio_name);
    vmstate_register(NULL, 0, &vmstate_timer, NULL);
    vmstate_register(NULL, 0, &vmstate_cpu, NULL);

    fixture_side(false);
    if (sc->snapshot) {
        save_snapshot("snap0", true, NULL, false, NULL, &err);
        return;
    }
    ERA_MIGRATE_INIT(s);
    s->to_dst_file = qemu_file_new_output(QIO_CHANNEL(wire));
    s->start_postcopy = sc->knobs.postcopy;
    ERA_CONNECT(s);
    fixture_run_bhs();

    /* A source that failed never gets its guest to the other side. */
    if (sc->no_destination || s->state != MIGRATION_STATUS_COMPLETED) {
        return;
    }
    fixture_side(true);
    migration_incoming_get_current()->from_src_file =
        qemu_file_new_input(QIO_CHANNEL(wire));
    migration_incoming_process();
    fixture_run_bhs();
}

int main(int argc, char **argv)
{
    return fixture_main(argc, argv, scenarios, play);
}
