/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The player for trees before v6.0: such a tree's main.c is this include,
 * and its era.h says ERA_RELEASE.
 */
#include "fixture.h"
#if ERA_RELEASE <= 103
#include "migration.h"
#else
#include "migration/migration.h"
#endif
#if ERA_RELEASE >= 211
#include "migration/savevm.h"
#include "migration/colo.h"
#endif
#include <stdarg.h>

bool fixture_ram_fails;
static QIOChannelBuffer *wire;

/* ---- the stubs that only these eras have ---- */

void qemu_announce_self_once(void *opaque)
{
    (void)opaque;
    fixture_mark("announce");
}

int fixture_cmpxchg(int *p, int old, int new)
{
    int was = *p;

    if (was == old) {
        *p = new;
    }
    return was;
}

QEMUFile *qemu_fopen_bdrv(const char *name, int is_writable)
{
    (void)name;
    (void)is_writable;
    return qemu_file_new_output(QIO_CHANNEL(qio_channel_buffer_new(0)));
}

#if ERA_RELEASE < 203
void monitor_printf(Monitor *mon, const char *fmt, ...)
{
    va_list ap;

    (void)mon;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
}
#endif

#if ERA_RELEASE <= 206
void fixture_vmstate_save(QEMUFile *f, const VMStateDescription *vmsd,
                          void *opaque)
{
    int ret = vmstate_save_state(f, vmsd, opaque, NULL);

    if (ret) {
        qemu_file_set_error(f, ret);
    }
}
#endif

#if ERA_RELEASE == 205 || ERA_RELEASE == 206
static QIOChannelBuffer *package;

QEMUFile *qemu_bufopen(const char *mode, QEMUSizedBuffer *input)
{
    if (*mode == 'r') {
        return qemu_file_new_input(input);
    }
    package = qio_channel_buffer_new(0);
    return qemu_file_new_output(package);
}

const QEMUSizedBuffer *qemu_buf_get(QEMUFile *p)
{
    (void)p;
    return package;
}
#endif

/* ---- devices ---- */

static const VMStateDescription vmstate_timer = { .name = "timer" };
static const VMStateDescription vmstate_cpu = { .name = "cpu" };
static char ram_name[] = "ram", vfio_name[] = "vfio";

static int iterable_complete(QEMUFile *f, void *opaque)
{
    if (fixture_ram_fails) {
        fixture_mark("iterable-failed %s", (const char *)opaque);
        return -EIO;
    }
    return fixture_iterable_complete(f, opaque);
}

#if ERA_RELEASE == 100
static int iterable_live_state(Monitor *mon, QEMUFile *f, int stage,
                               void *opaque)
{
    (void)mon;
    switch (stage) {
    case QEMU_VM_SECTION_START:
        return fixture_iterable_setup(f, opaque);
    case QEMU_VM_SECTION_PART:
        return fixture_iterable_iterate(f, opaque);
    case QEMU_VM_SECTION_END:
        return iterable_complete(f, opaque);
    }
    return 0;
}
#elif ERA_RELEASE < 205
static uint64_t iterable_pending(QEMUFile *f, void *opaque, uint64_t max_size)
{
    (void)f;
    (void)max_size;
    return strcmp(opaque, ram_name) ? 0 : fixture_pending();
}
#endif

#if ERA_RELEASE > 100 && ERA_RELEASE <= 206
static SaveVMHandlers ram_ops = {
    .save_live_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
#if ERA_RELEASE < 205
    .save_live_pending = iterable_pending,
    .save_live_complete = iterable_complete,
#else
    .save_live_complete_precopy = iterable_complete,
    .save_live_complete_postcopy = iterable_complete,
#endif
    .load_state = fixture_iterable_load,
};

/* Iterable, but unable to do postcopy. */
static SaveVMHandlers vfio_ops = {
    .save_live_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
#if ERA_RELEASE < 205
    .save_live_pending = iterable_pending,
    .save_live_complete = iterable_complete,
#else
    .save_live_complete_precopy = iterable_complete,
#endif
    .load_state = fixture_iterable_load,
};
#elif ERA_RELEASE > 206
static const SaveVMHandlers ram_ops = {
    .save_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
    .save_live_complete_precopy = iterable_complete,
    .save_live_complete_postcopy = iterable_complete,
    .has_postcopy = fixture_iterable_is_postcopy,
    .load_state = fixture_iterable_load,
};

static const SaveVMHandlers vfio_ops = {
    .save_setup = fixture_iterable_setup,
    .save_live_iterate = fixture_iterable_iterate,
    .save_live_complete_precopy = iterable_complete,
    .load_state = fixture_iterable_load,
};
#endif

static void register_devices(void)
{
#if ERA_RELEASE == 100
    register_savevm_live(NULL, ram_name, 0, 4, NULL, iterable_live_state,
                         NULL, fixture_iterable_load, ram_name);
    register_savevm_live(NULL, vfio_name, 0, 1, NULL, iterable_live_state,
                         NULL, fixture_iterable_load, vfio_name);
#elif ERA_RELEASE <= 206
    register_savevm_live(NULL, ram_name, 0, 4, &ram_ops, ram_name);
    register_savevm_live(NULL, vfio_name, 0, 1, &vfio_ops, vfio_name);
#else
    register_savevm_live(ram_name, 0, 4, &ram_ops, ram_name);
    register_savevm_live(vfio_name, 0, 1, &vfio_ops, vfio_name);
#endif
    vmstate_register(NULL, 0, &vmstate_timer, NULL);
    vmstate_register(NULL, 0, &vmstate_cpu, NULL);
}

static const FixtureScenario scenarios[] = {
    { .name = "precopy" },
    { .name = "precopy-zero-downtime", .knobs = { .zero_clock = true } },
    { .name = "precopy-source-paused", .knobs = { .guest_paused = true } },
    { .name = "precopy-not-autostart", .no_autostart = true },
    { .name = "precopy-save-fails", .knobs = { .save_fails = true } },
    { .name = "precopy-ram-fails" },
    { .name = "load-fails", .knobs = { .load_fails = true } },
    { .name = "file", .no_destination = true },
    { .name = "savevm", .no_destination = true, .snapshot = true },
#if ERA_RELEASE >= 203
    { .name = "precopy-activate-fails", .knobs = { .activate_fails = true } },
    { .name = "precopy-stop-fails", .knobs = { .stop_fails = true } },
#endif
#if ERA_RELEASE >= 205
    { .name = "postcopy", .knobs = { .postcopy = true } },
    { .name = "postcopy-zero-downtime",
      .knobs = { .postcopy = true, .zero_clock = true } },
    { .name = "postcopy-not-autostart", .no_autostart = true,
      .knobs = { .postcopy = true } },
    { .name = "postcopy-activate-fails",
      .knobs = { .postcopy = true, .activate_fails = true } },
    { .name = "postcopy-stop-fails",
      .knobs = { .postcopy = true, .stop_fails = true } },
    { .name = "postcopy-ram-fails", .knobs = { .postcopy = true } },
    { .name = "postcopy-load-fails",
      .knobs = { .postcopy = true, .load_fails = true } },
#endif
#if ERA_RELEASE >= 208 && ERA_RELEASE < 301
    { .name = "colo-checkpoint", .no_destination = true },
#endif
    { .name = NULL },
};

/* ---- the source: connect, and keep the stream flowing ---- */

#if ERA_RELEASE <= 102
static BufferedPutReady *wire_put_ready;
static void *wire_opaque;

QEMUFile *qemu_fopen_ops_buffered(void *opaque, size_t xfer_limit,
                                  BufferedPutReady *put_ready)
{
    (void)xfer_limit;
    wire_put_ready = put_ready;
    wire_opaque = opaque;
    return qemu_file_new_output(QIO_CHANNEL(wire));
}
#elif ERA_RELEASE == 103
QEMUFile *qemu_fopen_ops_buffered(void *opaque)
{
    (void)opaque;
    return qemu_file_new_output(QIO_CHANNEL(wire));
}
#elif ERA_RELEASE == 104
QEMUFile *qemu_fopen_ops(void *opaque)
{
    (void)opaque;
    return qemu_file_new_output(QIO_CHANNEL(wire));
}
#endif

#if ERA_RELEASE < 205
int fd_start_outgoing_migration(MigrationState *s, const char *fdname)
{
    (void)fdname;
#if ERA_RELEASE >= 105
    s->file = qemu_file_new_output(QIO_CHANNEL(wire));
#elif ERA_RELEASE >= 103
    s->fd = -1;
#endif
    migrate_fd_connect(s);
    return 0;
}
#endif

/* Returns whether the guest is now the destination's. */
static bool play_source(const FixtureScenario *sc)
{
#if ERA_RELEASE < 205
    (void)sc;
#if ERA_RELEASE == 100
    do_migrate(NULL, "fd:3");
#else
    qmp_migrate("fd:3", NULL);
#endif
#if ERA_RELEASE <= 102
    /* called whenever there is room in the stream; at rest it does nothing */
    for (int i = 0; i < 5; i++) {
        wire_put_ready(wire_opaque);
    }
#elif ERA_RELEASE == 103
    for (int i = 0; i < 5; i++) {
        migrate_fd_put_ready(migrate_get_current());
    }
#endif
    fixture_run_bhs();
    return runstate_check(RUN_STATE_POSTMIGRATE);
#else
#if ERA_RELEASE <= 206
    MigrationParams params = { .blk = false, .shared = false };
    MigrationState *s = migrate_init(&params);
#elif ERA_RELEASE <= 211
    MigrationState *s = migrate_init();
#else
    MigrationState *s = migrate_get_current();

    migrate_init(s);
#endif
#if ERA_RELEASE == 205
    s->file = qemu_file_new_output(QIO_CHANNEL(wire));
#else
    s->to_dst_file = qemu_file_new_output(QIO_CHANNEL(wire));
#endif
    s->start_postcopy = sc->knobs.postcopy;
#if ERA_RELEASE <= 211
    migrate_fd_connect(s);
#else
    migrate_fd_connect(s, NULL);
#endif
    fixture_run_bhs();
    return s->state == MIGRATION_STATUS_COMPLETED;
#endif
}

static void play_destination(void)
{
    QEMUFile *f = qemu_file_new_input(QIO_CHANNEL(wire));

#if ERA_RELEASE <= 206
    process_incoming_migration(f);
#else
    migration_fd_process_incoming(f);
#endif
    fixture_run_bhs();
}

static void play_savevm(void)
{
#if ERA_RELEASE < 203
    do_savevm(NULL, "snap0");
#elif ERA_RELEASE <= 206
    hmp_savevm(NULL, "snap0");
#else
    Error *err = NULL;

    if (save_snapshot("snap0", &err) < 0) {
        error_report_err(err);
    }
#endif
}

static void play(const FixtureScenario *sc)
{
    fixture_ram_fails = strstr(sc->name, "ram-fails");
    wire = qio_channel_buffer_new(0);
    register_devices();

    fixture_side(false);
    if (sc->snapshot) {
        play_savevm();
        return;
    }
#if ERA_RELEASE >= 208 && ERA_RELEASE < 301
    /* One of COLO's own checkpoints, which saves all that precopy would */
    if (strstr(sc->name, "colo")) {
        MigrationState *s = migrate_get_current();

        s->state = MIGRATION_STATUS_COLO;
        s->to_dst_file = qemu_file_new_output(QIO_CHANNEL(wire));
        colo_do_checkpoint_transaction(s);
        return;
    }
#endif
    /* A source that failed never gets its guest to the other side. */
    if (!play_source(sc) || sc->no_destination) {
        return;
    }
    fixture_side(true);
    play_destination();
}

int main(int argc, char **argv)
{
    return fixture_main(argc, argv, scenarios, play);
}
