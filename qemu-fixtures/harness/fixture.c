/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stubs shared by all fixture trees; see harness/include/fixture.h. */
#include "fixture.h"
#include <stdarg.h>

FixtureKnobs fixture;
int autostart = 1;

void fixture_print(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
}

void fixture_mark(const char *fmt, ...)
{
    va_list ap;

    printf("mark ");
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

void fixture_exit(int code)
{
    fixture_mark("exit %d", code);
    fflush(stdout);
    _Exit(0);
}

static RunState current_state = RUN_STATE_RUNNING;

void fixture_side(bool destination)
{
    fixture_print("side %s\n", destination ? "destination" : "source");
    current_state = destination ? RUN_STATE_INMIGRATE :
                    fixture.guest_paused ? RUN_STATE_PAUSED : RUN_STATE_RUNNING;
}

int fixture_main(int argc, char **argv, const FixtureScenario *table,
                 void (*play)(const FixtureScenario *sc))
{
    const FixtureScenario *sc;

    if (argc != 2) {
        fprintf(stderr, "usage: %s SCENARIO | --list\n", argv[0]);
        return 2;
    }
    for (sc = table; sc->name; sc++) {
        if (!strcmp(argv[1], "--list")) {
            puts(sc->name);
        } else if (!strcmp(argv[1], sc->name)) {
            fixture = sc->knobs;
            autostart = !sc->no_autostart;
            play(sc);
            return 0;
        }
    }
    if (!strcmp(argv[1], "--list")) {
        return 0;
    }
    fprintf(stderr, "no such scenario: %s\n", argv[1]);
    return 2;
}

/* ---- errors ---- */

void fixture_error_set(Error **errp, const char *fmt, ...)
{
    static char text[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (errp) {
        *errp = g_new0(Error, 1);
        (*errp)->msg = text;
    }
}

void error_report(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

void error_report_err(Error *err)
{
    error_report("%s", err ? err->msg : "(no error)");
    fixture_mark("error-reported");
    error_free(err);
}

void error_propagate(Error **dst, Error *src)
{
    if (dst) {
        *dst = src;
    }
}

void error_free(Error *err)
{
    free(err);
}

/* ---- clock ---- */

int64_t qemu_clock_get_ms(QEMUClockType type)
{
    static int64_t now = 1000;

    if (!fixture.zero_clock) {
        now += 7 + (int)type;
    }
    return now;
}

int64_t qemu_clock_get_us(QEMUClockType type)
{
    return qemu_clock_get_ms(type) * 1000;
}

int64_t qemu_clock_get_ns(QEMUClockType type)
{
    return qemu_clock_get_ms(type) * 1000000;
}

/* ---- run state ---- */

static const char *const state_names[RUN_STATE__MAX] = {
    "running", "paused", "finish-migrate", "postmigrate", "prelaunch",
    "inmigrate", "save-vm", "shutdown", "colo", "suspended",
};

RunState runstate_get(void)
{
    return current_state;
}

bool runstate_is_running(void)
{
    return current_state == RUN_STATE_RUNNING;
}

bool runstate_is_live(RunState state)
{
    return state == RUN_STATE_RUNNING || state == RUN_STATE_SUSPENDED;
}

bool runstate_check(RunState state)
{
    return current_state == state;
}

void runstate_set(RunState state)
{
    current_state = state;
    /* v8.0-v8.2 can get here with a state that was never noted (-1) */
    fixture_mark("runstate %s", (unsigned)state < RUN_STATE__MAX ?
                 state_names[state] : "unknown");
}

int vm_stop(RunState state)
{
    current_state = state;
    fixture_mark("vm-stop");
    return 0;
}

int vm_stop_force_state(RunState state)
{
    vm_stop(state);
    return fixture.stop_fails ? -EIO : 0;
}

void vm_start(void)
{
    current_state = RUN_STATE_RUNNING;
    fixture_mark("vm-start");
}

void vm_resume(RunState state)
{
    if (runstate_is_live(state)) {
        vm_start();
    } else {
        runstate_set(state);
    }
}

int global_state_store(void)
{
    return 0;
}

int global_state_store_running(void)
{
    return 0;
}

bool global_state_received(void)
{
    return true;
}

RunState global_state_get_runstate(void)
{
    return fixture.guest_paused ? RUN_STATE_PAUSED : RUN_STATE_RUNNING;
}

/* ---- processors, block layer, network ---- */

void cpu_synchronize_all_states(void)
{
    fixture_mark("cpu-sync");
}

void cpu_synchronize_all_post_init(void)
{
    fixture_mark("cpu-sync");
}

void cpu_synchronize_all_pre_loadvm(void)
{
}

void cpu_throttle_stop(void)
{
}

int bdrv_inactivate_all(void)
{
    return 0;
}

bool migration_block_inactivate(void)
{
    return true;
}

bool migration_block_activate(Error **errp)
{
    fixture_mark("activate");
    if (fixture.activate_fails) {
        error_setg(errp, "cannot activate block nodes");
        return false;
    }
    return true;
}

void bdrv_activate_all(Error **errp)
{
    migration_block_activate(errp);
}

#ifdef ERA_INVALIDATE_VOID
void bdrv_invalidate_cache_all(void)
{
    migration_block_activate(NULL);
}
#else
void bdrv_invalidate_cache_all(Error **errp)
{
    migration_block_activate(errp);
}
#endif

#ifndef ERA_TREE_DEFINES_ANNOUNCE
void qemu_announce_self(AnnounceTimer *timer, AnnounceParameters *params)
{
    (void)timer;
    (void)params;
    fixture_mark("announce");
}
#endif

AnnounceParameters *migrate_announce_params(void)
{
    static AnnounceParameters params;

    return &params;
}

/* ---- bottom halves, threads, locks, coroutines ---- */

struct QEMUBH {
    QEMUBHFunc *cb;
    void *opaque;
    bool scheduled;
    QEMUBH *next;
};
static QEMUBH *bh_first, **bh_last = &bh_first;
static bool in_thread, in_main_loop;

QEMUBH *qemu_bh_new(QEMUBHFunc *cb, void *opaque)
{
    QEMUBH *bh = g_new0(QEMUBH, 1);

    bh->cb = cb;
    bh->opaque = opaque;
    return bh;
}

void qemu_bh_schedule(QEMUBH *bh)
{
    if (!bh->scheduled) {
        bh->scheduled = true;
        bh->next = NULL;
        *bh_last = bh;
        bh_last = &bh->next;
    }
}

void qemu_bh_delete(QEMUBH *bh)
{
    bh->cb = NULL;      /* kept allocated: it may still be queued */
}

void fixture_run_bhs(void)
{
    if (in_main_loop) {
        return;
    }
    in_main_loop = true;
    while (bh_first) {
        QEMUBH *bh = bh_first;

        bh_first = bh->next;
        if (!bh_first) {
            bh_last = &bh_first;
        }
        bh->scheduled = false;
        if (bh->cb) {
            bh->cb(bh->opaque);
        }
    }
    in_main_loop = false;
}

void fixture_thread_run(void *(*start)(void *), void *arg)
{
    in_thread = true;
    start(arg);
    in_thread = false;
}

void qemu_mutex_lock_iothread(void)
{
}

void qemu_mutex_unlock_iothread(void)
{
    if (in_thread) {
        fixture_run_bhs();
    }
}

void bql_lock(void)
{
    qemu_mutex_lock_iothread();
}

void bql_unlock(void)
{
    qemu_mutex_unlock_iothread();
}

struct Coroutine {
    CoroutineEntry *entry;
    void *opaque;
};
static Coroutine *current_coroutine;

Coroutine *fixture_coroutine(CoroutineEntry *entry, void *opaque)
{
    Coroutine *co = g_new0(Coroutine, 1);

    co->entry = entry;
    co->opaque = opaque;
    return co;
}

void fixture_coroutine_enter(Coroutine *co)
{
    current_coroutine = co;
    co->entry(co->opaque);
    current_coroutine = NULL;
}

#ifdef ERA_COROUTINE_ENTER_OPAQUE
void fixture_coroutine_enter2(Coroutine *co, void *opaque)
{
    co->opaque = opaque;
    fixture_coroutine_enter(co);
}
#endif

Coroutine *qemu_coroutine_self(void)
{
    return current_coroutine;
}

void qemu_coroutine_yield(void)
{
}

/* ---- streams: a QEMUFile reads or writes one growing buffer ---- */

struct QEMUFile {
    QIOChannelBuffer *ioc;
    size_t pos;
    int error;
};

QIOChannelBuffer *qio_channel_buffer_new(size_t capacity)
{
    QIOChannelBuffer *ioc = g_new0(QIOChannelBuffer, 1);

    (void)capacity;
    return ioc;
}

QEMUFile *qemu_file_new_output(QIOChannel *ioc)
{
    QEMUFile *f = g_new0(QEMUFile, 1);

    f->ioc = ioc;
    return f;
}

QEMUFile *qemu_file_new_input(QIOChannel *ioc)
{
    return qemu_file_new_output(ioc);
}

void qemu_put_buffer(QEMUFile *f, const uint8_t *buf, size_t size)
{
    QIOChannelBuffer *ioc = f->ioc;

    if (f->error || !size) {
        return;
    }
    if (ioc->usage + size > ioc->capacity) {
        ioc->capacity = (ioc->usage + size) * 2;
        ioc->data = realloc(ioc->data, ioc->capacity);
        assert(ioc->data);
    }
    memcpy(ioc->data + ioc->usage, buf, size);
    ioc->usage += size;
}

void qemu_put_byte(QEMUFile *f, int v)
{
    uint8_t byte = v;

    qemu_put_buffer(f, &byte, 1);
}

void qemu_put_be32(QEMUFile *f, unsigned int v)
{
    uint8_t b[4] = { v >> 24, v >> 16, v >> 8, v };

    qemu_put_buffer(f, b, 4);
}

void qemu_put_str(QEMUFile *f, const char *s)
{
    qemu_put_byte(f, strlen(s));
    qemu_put_buffer(f, (const uint8_t *)s, strlen(s));
}

size_t qemu_get_buffer(QEMUFile *f, uint8_t *buf, size_t size)
{
    if (f->error || f->pos + size > f->ioc->usage) {
        qemu_file_set_error(f, -EIO);
        memset(buf, 0, size);
        return 0;
    }
    memcpy(buf, f->ioc->data + f->pos, size);
    f->pos += size;
    return size;
}

int qemu_get_byte(QEMUFile *f)
{
    uint8_t byte;

    qemu_get_buffer(f, &byte, 1);
    return byte;
}

unsigned int qemu_get_be32(QEMUFile *f)
{
    uint8_t b[4];

    qemu_get_buffer(f, b, 4);
    return (unsigned)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

void qemu_get_str(QEMUFile *f, char *s, size_t max)
{
    size_t len = qemu_get_byte(f);

    assert(len < max);
    qemu_get_buffer(f, (uint8_t *)s, len);
    s[len] = 0;
}

int qemu_fflush(QEMUFile *f)
{
    return f->error;
}

int qemu_fclose(QEMUFile *f)
{
    return f->error;    /* the buffer stays: the destination reads it */
}

int qemu_file_get_error(QEMUFile *f)
{
    return f->error;
}

void qemu_file_set_error(QEMUFile *f, int ret)
{
    if (!f->error) {
        f->error = ret;
    }
}

int qemu_file_rate_limit(QEMUFile *f)
{
    return f->error ? 1 : 0;
}

JSONWriter *json_writer_new(bool pretty)
{
    (void)pretty;
    return g_new0(JSONWriter, 1);
}

const char *json_writer_get(JSONWriter *w)
{
    (void)w;
    return "{}";
}

void json_writer_free(JSONWriter *w)
{
    free(w);
}

void JSONWriter_autofree(JSONWriter **w)
{
    json_writer_free(*w);
}

/* ---- devices ---- */

int vmstate_save_state(QEMUFile *f, const VMStateDescription *vmsd,
                       void *opaque, JSONWriter *vmdesc)
{
    (void)opaque;
    (void)vmdesc;
    if (fixture.save_fails && !strcmp(vmsd->name, "cpu")) {
        fixture_mark("device-failed %s", vmsd->name);
        return -EIO;
    }
    qemu_put_be32(f, 42);
    fixture_mark("device-section %s", vmsd->name);
    return 0;
}

int vmstate_save_state_with_err(QEMUFile *f, const VMStateDescription *vmsd,
                                void *opaque, JSONWriter *vmdesc,
                                Error **errp)
{
    int ret = vmstate_save_state(f, vmsd, opaque, vmdesc);

    if (ret) {
        error_setg(errp, "cannot save %s", vmsd->name);
    }
    return ret;
}

int vmstate_load_state(QEMUFile *f, const VMStateDescription *vmsd,
                       void *opaque, int version_id)
{
    (void)opaque;
    (void)version_id;
    if (fixture.load_fails && !strcmp(vmsd->name, "cpu")) {
        return -EINVAL;
    }
    return qemu_get_be32(f) == 42 ? 0 : -EINVAL;
}

static int rounds_left = 2;

uint64_t fixture_pending(void)
{
    return rounds_left;
}

int fixture_iterable_setup(QEMUFile *f, void *opaque)
{
    (void)opaque;
    qemu_put_be32(f, 42);
    return 0;
}

int fixture_iterable_iterate(QEMUFile *f, void *opaque)
{
    qemu_put_be32(f, 42);
    if (!strcmp(opaque, "ram") && rounds_left) {
        rounds_left--;
    }
    return rounds_left == 0;
}

int fixture_iterable_complete(QEMUFile *f, void *opaque)
{
    qemu_put_be32(f, 42);
    fixture_mark("iterable-section %s", (const char *)opaque);
    return 0;
}

int fixture_iterable_load(QEMUFile *f, void *opaque, int version_id)
{
    (void)opaque;
    (void)version_id;
    return qemu_get_be32(f) == 42 ? 0 : -EINVAL;
}

bool fixture_iterable_is_postcopy(void *opaque)
{
    return fixture.postcopy && !strcmp(opaque, "ram");
}

/* ---- migration odds and ends ---- */

static PostcopyState incoming_postcopy_state;

PostcopyState postcopy_state_get(void)
{
    return incoming_postcopy_state;
}

PostcopyState postcopy_state_set(PostcopyState state)
{
    PostcopyState old = incoming_postcopy_state;

    incoming_postcopy_state = state;
    return old;
}

int precopy_notify(PrecopyNotifyReason reason, Error **errp)
{
    (void)reason;
    (void)errp;
    return 0;
}

bool migrate_postcopy(void)
{
    return fixture.postcopy;
}

bool migrate_postcopy_ram(void)
{
    return fixture.postcopy;
}

bool migrate_background_snapshot(void)
{
    return fixture.background;
}

void *colo_process_incoming_thread(void *opaque)
{
    return opaque;
}

int postcopy_preempt_wait_channel(void *s)
{
    (void)s;
    return 0;
}

int postcopy_preempt_establish_channel(void *s)
{
    (void)s;
    return 0;
}

int await_return_path_close_on_source(void *s)
{
    (void)s;
    return 0;
}

int close_return_path_on_source(void *s)
{
    (void)s;
    return 0;
}

int ram_write_tracking_start(void)
{
    return 0;
}

int fixture_multifd_load_cleanup(int unused, ...)
{
    (void)unused;
    return 0;
}

int compress_threads_load_setup(QEMUFile *f)
{
    (void)f;
    return 0;
}

int ram_postcopy_send_discard_bitmap(void *ms)
{
    (void)ms;
    return 0;
}

bool multifd_join_device_state_save_threads(void)
{
    return true;
}
