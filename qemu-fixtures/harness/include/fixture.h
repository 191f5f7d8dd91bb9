/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything of QEMU that the fixture trees lean on, as small stubs.
 * A tree says in its own "era.h" where its era differs.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "era.h"

/* ---- what tests see, and the knobs a scenario turns ---- */

void fixture_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void fixture_mark(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

typedef struct FixtureKnobs {
    bool postcopy;         /* capability, and postcopy asked for at once */
    bool background;       /* background snapshot */
    bool stop_fails;       /* vm_stop_force_state() returns an error */
    bool save_fails;       /* a device cannot be saved */
    bool load_fails;       /* a device cannot be loaded */
    bool activate_fails;   /* block activation reports an error */
    bool zero_clock;       /* clock stands still: downtime is 0 ms */
    bool guest_paused;     /* the source's global state says "paused" */
    bool cpr;              /* cpr-reboot mode (v9.0+) */
} FixtureKnobs;
extern FixtureKnobs fixture;

/* Played by the tree's main.c */
typedef struct FixtureScenario {
    const char *name;
    FixtureKnobs knobs;
    bool no_autostart;
    bool no_destination;
    bool snapshot;         /* savevm instead of a live migration */
} FixtureScenario;
int fixture_main(int argc, char **argv, const FixtureScenario *table,
                 void (*play)(const FixtureScenario *sc));

void fixture_side(bool destination);     /* prints "side NAME" */
void fixture_run_bhs(void);

/* Real code exits when a load fails; tests want to see it and go on. */
void fixture_exit(int code) __attribute__((noreturn));
#define exit(code) fixture_exit(code)

/* ---- compiler and glib odds and ends ---- */

#define coroutine_fn
#define g_malloc malloc
#define g_malloc0(n) calloc(1, (n))
#define g_new0(type, n) ((type *)calloc((n), sizeof(type)))
#define g_free free
#define g_assert assert
#define g_assert_not_reached() abort()
#define g_autoptr(type) __attribute__((cleanup(type##_autofree))) type *
#define qatomic_read(p) (*(p))
#define atomic_read(p) (*(p))
#define atomic_mb_read(p) (*(p))
#define qatomic_set(p, v) (*(p) = (v))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define OBJECT(o) (o)
#define object_ref(o) ((void)(o))
#define object_unref(o) ((void)(o))
#define rcu_register_thread() ((void)0)
#define rcu_unregister_thread() ((void)0)

/* ---- tail queue, only what the save handlers need ---- */

#define QTAILQ_HEAD(name, type) \
    struct name { struct type *first; struct type **last; }
#define QTAILQ_HEAD_INITIALIZER(head) { NULL, &(head).first }
#define QTAILQ_ENTRY(type) struct { struct type *next; }
#define QTAILQ_INSERT_TAIL(head, elm, field) \
    do { \
        (elm)->field.next = NULL; \
        *(head)->last = (elm); \
        (head)->last = &(elm)->field.next; \
    } while (0)
#define QTAILQ_FOREACH(var, head, field) \
    for ((var) = (head)->first; (var); (var) = (var)->field.next)

/* ---- errors ---- */

typedef struct Error { const char *msg; } Error;
void fixture_error_set(Error **errp, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
#define error_setg(errp, ...) fixture_error_set(errp, __VA_ARGS__)
#define error_setg_errno(errp, no, ...) \
    ((void)(no), fixture_error_set(errp, __VA_ARGS__))
void error_report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void error_report_err(Error *err);          /* prints "mark error-reported" */
void error_propagate(Error **dst, Error *src);
void error_free(Error *err);

/* ---- clock: a deterministic one ---- */

typedef enum {
    QEMU_CLOCK_REALTIME, QEMU_CLOCK_VIRTUAL, QEMU_CLOCK_HOST
} QEMUClockType;
int64_t qemu_clock_get_ms(QEMUClockType type);
int64_t qemu_clock_get_us(QEMUClockType type);
int64_t qemu_clock_get_ns(QEMUClockType type);
#define rt_clock QEMU_CLOCK_REALTIME
#define vm_clock QEMU_CLOCK_VIRTUAL
#define host_clock QEMU_CLOCK_HOST
#define qemu_get_clock_ms(clock) qemu_clock_get_ms(clock)
#define qemu_get_clock_ns(clock) qemu_clock_get_ns(clock)

/* ---- run state ---- */

typedef enum {
    RUN_STATE_RUNNING, RUN_STATE_PAUSED, RUN_STATE_FINISH_MIGRATE,
    RUN_STATE_POSTMIGRATE, RUN_STATE_PRELAUNCH, RUN_STATE_INMIGRATE,
    RUN_STATE_SAVE_VM, RUN_STATE_SHUTDOWN, RUN_STATE_COLO, RUN_STATE_SUSPENDED,
    RUN_STATE__MAX
} RunState;
#define RUN_STATE_MAX RUN_STATE__MAX

extern int autostart;
RunState runstate_get(void);
bool runstate_is_running(void);
bool runstate_is_live(RunState state);
bool runstate_check(RunState state);
void runstate_set(RunState state);          /* mark runstate NAME */
int vm_stop(RunState state);                /* mark vm-stop */
int vm_stop_force_state(RunState state);    /* mark vm-stop; may fail */
void vm_start(void);                        /* mark vm-start */
void vm_resume(RunState state);             /* mark vm-start, or runstate */
#define qemu_system_wakeup_request(...) ((void)0)
int global_state_store(void);
int global_state_store_running(void);
bool global_state_received(void);
RunState global_state_get_runstate(void);

/* ---- processors, block layer, network ---- */

void cpu_synchronize_all_states(void);      /* mark cpu-sync */
void cpu_synchronize_all_post_init(void);   /* mark cpu-sync */
void cpu_synchronize_all_pre_loadvm(void);
void cpu_throttle_stop(void);

int bdrv_inactivate_all(void);
bool migration_block_activate(Error **errp);    /* mark activate */
bool migration_block_inactivate(void);
void bdrv_activate_all(Error **errp);           /* mark activate */
#ifdef ERA_INVALIDATE_VOID
void bdrv_invalidate_cache_all(void);           /* mark activate */
#else
void bdrv_invalidate_cache_all(Error **errp);   /* mark activate */
#endif

typedef struct AnnounceTimer { int unused; } AnnounceTimer;
typedef struct AnnounceParameters { int unused; } AnnounceParameters;
#ifndef ERA_TREE_DEFINES_ANNOUNCE
void qemu_announce_self(AnnounceTimer *timer, AnnounceParameters *params);
#endif
AnnounceParameters *migrate_announce_params(void);

/* ---- bottom halves, threads, locks, coroutines ---- */

typedef struct QEMUBH QEMUBH;
typedef void QEMUBHFunc(void *opaque);
QEMUBH *qemu_bh_new(QEMUBHFunc *cb, void *opaque);
void qemu_bh_schedule(QEMUBH *bh);
void qemu_bh_delete(QEMUBH *bh);

typedef struct QemuThread { int unused; } QemuThread;
#define QEMU_THREAD_JOINABLE 0
#define QEMU_THREAD_DETACHED 1
/* Runs the thread at once, to its end. */
void fixture_thread_run(void *(*start)(void *), void *arg);
#define qemu_thread_create(thread, name, start, arg, mode) \
    ((void)(thread), fixture_thread_run(start, arg))
#define qemu_thread_join(thread) ((void)(thread))

/*
 * The big lock. When a thread other than the main one lets go of it, the
 * main loop gets its turn: the bottom halves run.
 */
void qemu_mutex_lock_iothread(void);
void qemu_mutex_unlock_iothread(void);
void bql_lock(void);
void bql_unlock(void);

typedef struct Coroutine Coroutine;
typedef void CoroutineEntry(void *opaque);
Coroutine *fixture_coroutine(CoroutineEntry *entry, void *opaque);
void fixture_coroutine_enter(Coroutine *co);
#ifdef ERA_COROUTINE_ENTER_OPAQUE
#define qemu_coroutine_create(entry) fixture_coroutine(entry, NULL)
#define qemu_coroutine_enter(co, opaque) fixture_coroutine_enter2(co, opaque)
void fixture_coroutine_enter2(Coroutine *co, void *opaque);
#else
#define qemu_coroutine_create(entry, opaque) fixture_coroutine(entry, opaque)
#define qemu_coroutine_enter(co) fixture_coroutine_enter(co)
#endif
Coroutine *qemu_coroutine_self(void);
void qemu_coroutine_yield(void);

/* ---- streams ---- */

typedef struct QIOChannelBuffer {
    uint8_t *data;
    size_t usage;
    size_t capacity;
} QIOChannelBuffer;
typedef QIOChannelBuffer QIOChannel;
#define QIO_CHANNEL(c) (c)
QIOChannelBuffer *qio_channel_buffer_new(size_t capacity);
#define qio_channel_set_name(ioc, name) ((void)(ioc))

typedef struct QEMUFile QEMUFile;
QEMUFile *qemu_file_new_output(QIOChannel *ioc);
QEMUFile *qemu_file_new_input(QIOChannel *ioc);
#define qemu_fopen_channel_output(ioc) qemu_file_new_output(ioc)
#define qemu_fopen_channel_input(ioc) qemu_file_new_input(ioc)
void qemu_put_byte(QEMUFile *f, int v);
void qemu_put_be32(QEMUFile *f, unsigned int v);
void qemu_put_buffer(QEMUFile *f, const uint8_t *buf, size_t size);
void qemu_put_str(QEMUFile *f, const char *s);  /* ours: length, bytes */
int qemu_get_byte(QEMUFile *f);
unsigned int qemu_get_be32(QEMUFile *f);
size_t qemu_get_buffer(QEMUFile *f, uint8_t *buf, size_t size);
void qemu_get_str(QEMUFile *f, char *s, size_t max);
int qemu_fflush(QEMUFile *f);
int qemu_fclose(QEMUFile *f);
int qemu_file_get_error(QEMUFile *f);
void qemu_file_set_error(QEMUFile *f, int ret);
#define qemu_file_set_rate_limit(f, limit) ((void)(f), (void)(limit))
#define qemu_file_set_blocking(f, on) ((void)(f))
int qemu_file_rate_limit(QEMUFile *f);

#define QEMU_VM_EOF                  0x00
#define QEMU_VM_SECTION_START        0x01
#define QEMU_VM_SECTION_PART         0x02
#define QEMU_VM_SECTION_END          0x03
#define QEMU_VM_SECTION_FULL         0x04
#define QEMU_VM_VMDESCRIPTION        0x06
#define QEMU_VM_COMMAND              0x08
#define QEMU_VM_SECTION_FOOTER       0x7e

typedef struct JSONWriter { int unused; } JSONWriter;
JSONWriter *json_writer_new(bool pretty);
const char *json_writer_get(JSONWriter *w);
void json_writer_free(JSONWriter *w);
void JSONWriter_autofree(JSONWriter **w);
#define json_writer_start_object(w, name) ((void)(w))
#define json_writer_end_object(w) ((void)(w))
#define json_writer_start_array(w, name) ((void)(w))
#define json_writer_end_array(w) ((void)(w))
#define json_writer_int64(w, name, v) ((void)(w))
#define json_writer_str(w, name, v) ((void)(w))

/* ---- devices: the moments tests look for happen in here ---- */

typedef struct VMStateDescription {
    const char *name;
    bool early_setup;
} VMStateDescription;
#define vmstate_section_needed(vmsd, opaque) vmstate_save_needed(vmsd, opaque)
#define vmstate_save_needed(vmsd, opaque) ((void)(vmsd), (void)(opaque), true)
/* mark device-section NAME; fails for "cpu" when the scenario says so */
int vmstate_save_state(QEMUFile *f, const VMStateDescription *vmsd,
                       void *opaque, JSONWriter *vmdesc);
int vmstate_save_state_with_err(QEMUFile *f, const VMStateDescription *vmsd,
                                void *opaque, JSONWriter *vmdesc,
                                Error **errp);
int vmstate_load_state(QEMUFile *f, const VMStateDescription *vmsd,
                       void *opaque, int version_id);

/* An iterable device; opaque is its name. The END is marked. */
int fixture_iterable_setup(QEMUFile *f, void *opaque);
int fixture_iterable_iterate(QEMUFile *f, void *opaque);
int fixture_iterable_complete(QEMUFile *f, void *opaque);
int fixture_iterable_load(QEMUFile *f, void *opaque, int version_id);
bool fixture_iterable_is_postcopy(void *opaque);
/* Bytes still to send: two rounds of work, then nothing. */
uint64_t fixture_pending(void);

/* ---- migration state names ---- */

typedef enum {
    MIGRATION_STATUS_NONE, MIGRATION_STATUS_SETUP, MIGRATION_STATUS_CANCELLING,
    MIGRATION_STATUS_CANCELLED, MIGRATION_STATUS_ACTIVE,
    MIGRATION_STATUS_POSTCOPY_ACTIVE, MIGRATION_STATUS_POSTCOPY_PAUSED,
    MIGRATION_STATUS_COMPLETED, MIGRATION_STATUS_FAILED, MIGRATION_STATUS_COLO,
    MIGRATION_STATUS_PRE_SWITCHOVER, MIGRATION_STATUS_DEVICE
} MigrationStatus;

typedef enum {
    POSTCOPY_INCOMING_NONE, POSTCOPY_INCOMING_ADVISE,
    POSTCOPY_INCOMING_DISCARD, POSTCOPY_INCOMING_LISTENING,
    POSTCOPY_INCOMING_RUNNING, POSTCOPY_INCOMING_END
} PostcopyState;
PostcopyState postcopy_state_get(void);
PostcopyState postcopy_state_set(PostcopyState state);

typedef enum { PRECOPY_NOTIFY_COMPLETE } PrecopyNotifyReason;
int precopy_notify(PrecopyNotifyReason reason, Error **errp);

/* ---- capabilities, and helpers that do nothing here ---- */

bool migrate_postcopy(void);
bool migrate_postcopy_ram(void);
bool migrate_background_snapshot(void);
#define migrate_colo_enabled() false
#define migrate_colo() false
#define migrate_postcopy_preempt() false
#define migrate_pause_before_switchover() false
#define migrate_late_block_activate() false
#define migrate_release_ram() false
#define migrate_max_postcopy_bandwidth() 0
#define migrate_return_path() false
#define migrate_use_return_path() false
#define migration_incoming_colo_enabled() false
#define migration_incoming_disable_colo() ((void)0)
#define migrate_start_colo_process(s) ((void)(s))
#define colo_incoming_co() 0
#define colo_release_ram_cache() ((void)0)
void *colo_process_incoming_thread(void *opaque);
#define fixture_await_continue(m) ((void)(m))
int postcopy_preempt_wait_channel(void *s);
int postcopy_preempt_establish_channel(void *s);
int await_return_path_close_on_source(void *s);
int close_return_path_on_source(void *s);
#define migrate_set_error(s, err) ((void)(s), (void)(err))
#define migration_call_notifiers(...) ((void)0)
int ram_write_tracking_start(void);
int compress_threads_load_setup(QEMUFile *f);
#define compress_threads_load_cleanup() ((void)0)
int fixture_multifd_load_cleanup(int unused, ...);
#define multifd_load_cleanup(...) fixture_multifd_load_cleanup(0, ##__VA_ARGS__)
#define ram_write_tracking_prepare() ((void)0)
#define ram_write_tracking_stop() ((void)0)
#define multifd_load_shutdown() ((void)0)
#define multifd_recv_shutdown() ((void)0)
#define multifd_recv_cleanup() ((void)0)
#define multifd_device_state_supported() false
#define multifd_spawn_device_state_save_thread(...) ((void)0)
#define multifd_abort_device_state_save_threads() ((void)0)
bool multifd_join_device_state_save_threads(void);
#define migration_cleanup_json_writer(s) ((s)->vmdesc = NULL)
#define precopy_notify_complete() ((void)0)
#define qemu_savevm_maybe_send_switchover_start(f) ((void)(f))
#define migrate_auto_converge() false
#define migrate_mode_is_cpr(s) ((void)(s), fixture.cpr)
#define migration_rate_set(limit) ((void)(limit))
#define RATE_LIMIT_DISABLED 0
#define XFER_LIMIT_RATIO 10
int ram_postcopy_send_discard_bitmap(void *ms);
#define ram_postcopy_migrated_memory_release(ms) ((void)(ms))
#define postcopy_ram_incoming_cleanup(mis) ((void)(mis))
#define postcopy_preempt_shutdown_file(s) ((void)(s))
#define migration_wait_main_channel(s) ((void)(s))
#define dirty_bitmap_mig_before_vm_start() ((void)0)
#define qemu_ram_pagesize_largest() 4096
#define qemu_target_page_size() 4096
#if !defined(ERA_RELEASE) || ERA_RELEASE > 206
#define should_send_vmdesc() (!migration_in_postcopy())
bool migration_in_postcopy(void);       /* the tree has it (v2.5+) */
#endif
#define update_iteration_initial_status(s) ((void)(s))
#define migration_update_counters(s, now) ((void)(s), (void)(now))
#define notifier_list_notify(list, data) ((void)(data))

#ifdef ERA_RELEASE     /* before v6.0 */
#include "fixture-old.h"
#endif

#endif
