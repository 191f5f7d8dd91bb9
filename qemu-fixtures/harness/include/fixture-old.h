/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the trees before v6.0 need on top of fixture.h, which includes this
 * where era.h says ERA_RELEASE (major * 100 + minor).
 */
#ifndef FIXTURE_OLD_H
#define FIXTURE_OLD_H

#include <limits.h>

typedef struct MigrationParams MigrationParams;

/* A scenario of ours: an iterable device cannot finish. */
extern bool fixture_ram_fails;

#define SELF_ANNOUNCE_ROUNDS 5
void qemu_announce_self_once(void *opaque);     /* mark announce */
#define g_new(type, n) g_new0(type, n)
#define g_usleep(us) ((void)(us))
#define qemu_ftell(f) ((void)(f), UINT64_C(4096))
#define qemu_file_reset_rate_limit(f) ((void)(f))
#define atomic_cmpxchg(p, old, new) fixture_cmpxchg(p, old, new)
int fixture_cmpxchg(int *p, int old, int new);
#define QEMU_WAKEUP_REASON_OTHER 0
#define migrate_max_downtime() INT64_C(30000000)
#define free_xbzrle_decoded_buf() ((void)0)
#define migrate_compress_threads_create() ((void)0)
#define migrate_compress_threads_join() ((void)0)
#define migrate_decompress_threads_create() ((void)0)
#define migrate_decompress_threads_join() ((void)0)
#define bdrv_clear_incoming_migration_all() ((void)0)
#define migrate_use_block() false
#define migration_incoming_enable_colo() false
#define colo_init_ram_cache() 0
#define qemu_savevm_state_blocked(errp) ((void)(errp), false)
#define open_return_path_on_source(s) ((void)(s), 0)
#define qemu_savevm_nr_failover_devices() 0

/* Not the real ones: our streams are for us only */
#define QEMU_VM_FILE_MAGIC 0x46495854
#define QEMU_VM_FILE_VERSION 3

/* The snapshot's place in a disk image */
QEMUFile *qemu_fopen_bdrv(const char *name, int is_writable);

/* ---- device descriptions in JSON, v2.3 and later ---- */

typedef JSONWriter QJSON;
#define qjson_new() json_writer_new(false)
#define qjson_destroy(j) json_writer_free(j)
#define qjson_finish(j) ((void)(j))
#define qjson_get_str(j) json_writer_get(j)
#define QJSON_autofree JSONWriter_autofree
#define json_prop_int(j, name, v) ((void)(j))
#define json_prop_str(j, name, v) ((void)(j))
#define json_start_object(j, name) ((void)(j))
#define json_end_object(j) ((void)(j))
#define json_start_array(j, name) ((void)(j))
#define json_end_array(j) ((void)(j))
#define TARGET_PAGE_SIZE 4096

#if ERA_RELEASE < 203
typedef struct Monitor Monitor;
typedef struct DeviceState DeviceState;
void monitor_printf(Monitor *mon, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
#define monitor_resume(mon) ((void)(mon))
#endif

#if ERA_RELEASE < 200
/* Threads had no names yet. */
#undef qemu_thread_create
#define qemu_thread_create(thread, start, arg, mode) \
    ((void)(thread), fixture_thread_run(start, arg))
#endif

/* ---- postcopy's package, v2.5 and v2.6 ---- */

#if ERA_RELEASE == 205 || ERA_RELEASE == 206
typedef QIOChannelBuffer QEMUSizedBuffer;
QEMUFile *qemu_bufopen(const char *mode, QEMUSizedBuffer *input);
const QEMUSizedBuffer *qemu_buf_get(QEMUFile *p);
#endif

/* ---- what savevm.c offers, up to v2.6 ---- */

#if ERA_RELEASE <= 206

/* The player feeds the other end of the stream */
#if ERA_RELEASE <= 102
typedef void BufferedPutReady(void *opaque);
QEMUFile *qemu_fopen_ops_buffered(void *opaque, size_t xfer_limit,
                                  BufferedPutReady *put_ready);
#elif ERA_RELEASE == 103
QEMUFile *qemu_fopen_ops_buffered(void *opaque);
#elif ERA_RELEASE == 104
QEMUFile *qemu_fopen_ops(void *opaque);
#endif
#define qemu_get_fd(f) ((void)(f), 3)
#define qemu_set_nonblock(fd) ((void)(fd))
#define qemu_set_fd_handler(fd, rd, wr, opaque) ((void)(rd))

#if ERA_RELEASE == 100
typedef void SaveSetParamsHandler(int blk_enable, int shared, void *opaque);
typedef int SaveLiveStateHandler(Monitor *mon, QEMUFile *f, int stage,
                                 void *opaque);
typedef void SaveStateHandler(QEMUFile *f, void *opaque);
typedef int LoadStateHandler(QEMUFile *f, void *opaque, int version_id);

int register_savevm_live(DeviceState *dev, const char *idstr, int instance_id,
                         int version_id, SaveSetParamsHandler *set_params,
                         SaveLiveStateHandler *save_live_state,
                         SaveStateHandler *save_state,
                         LoadStateHandler *load_state, void *opaque);
int qemu_savevm_state_begin(Monitor *mon, QEMUFile *f, int blk_enable,
                            int shared);
int qemu_savevm_state_iterate(Monitor *mon, QEMUFile *f);
int qemu_savevm_state_complete(Monitor *mon, QEMUFile *f);
void qemu_savevm_state_cancel(Monitor *mon, QEMUFile *f);
#else
typedef struct SaveVMHandlers {
    void (*set_params)(const MigrationParams *params, void *opaque);
    void (*save_state)(QEMUFile *f, void *opaque);
    void (*cancel)(void *opaque);
    int (*save_live_setup)(QEMUFile *f, void *opaque);
    int (*save_live_iterate)(QEMUFile *f, void *opaque);
#if ERA_RELEASE < 205
    int (*save_live_complete)(QEMUFile *f, void *opaque);
    uint64_t (*save_live_pending)(QEMUFile *f, void *opaque, uint64_t max_size);
#else
    int (*save_live_complete_postcopy)(QEMUFile *f, void *opaque);
    int (*save_live_complete_precopy)(QEMUFile *f, void *opaque);
#endif
    bool (*is_active)(void *opaque);
    int (*load_state)(QEMUFile *f, void *opaque, int version_id);
} SaveVMHandlers;

int register_savevm_live(void *dev, const char *idstr, int instance_id,
                         int version_id, SaveVMHandlers *ops, void *opaque);
#if ERA_RELEASE < 105
int qemu_savevm_state_begin(QEMUFile *f, const MigrationParams *params);
int qemu_savevm_state_complete(QEMUFile *f);
void qemu_savevm_state_cancel(QEMUFile *f);
#else
void qemu_savevm_state_begin(QEMUFile *f, const MigrationParams *params);
#endif
#if ERA_RELEASE >= 105 && ERA_RELEASE < 205
void qemu_savevm_state_complete(QEMUFile *f);
void qemu_savevm_state_cancel(void);
#endif
#if ERA_RELEASE >= 204
void qemu_savevm_state_header(QEMUFile *f);
#endif
#if ERA_RELEASE < 205
int qemu_savevm_state_iterate(QEMUFile *f);
uint64_t qemu_savevm_state_pending(QEMUFile *f, uint64_t max_size);
#else
int qemu_savevm_state_iterate(QEMUFile *f, bool postcopy);
void qemu_savevm_state_cleanup(void);
void qemu_savevm_state_complete_postcopy(QEMUFile *f);
void qemu_savevm_state_complete_precopy(QEMUFile *f, bool iterable_only);
void qemu_savevm_send_postcopy_advise(QEMUFile *f);
void qemu_savevm_send_postcopy_listen(QEMUFile *f);
void qemu_savevm_send_postcopy_run(QEMUFile *f);
int qemu_savevm_send_packaged(QEMUFile *f, const QEMUSizedBuffer *qsb);
#endif
#endif

int vmstate_register(void *dev, int instance_id,
                     const VMStateDescription *vmsd, void *opaque);
int qemu_loadvm_state(QEMUFile *f);
void qemu_announce_self(void);
#if ERA_RELEASE < 203
void do_savevm(Monitor *mon, const char *name);
#else
void hmp_savevm(void *mon, const char *name);
#endif

/* Saving had no result: a failure is one of the file. */
void fixture_vmstate_save(QEMUFile *f, const VMStateDescription *vmsd,
                          void *opaque);

#endif /* up to v2.6 */

#if ERA_RELEASE < 205
#define should_send_vmdesc() true
#elif ERA_RELEASE <= 206
#define should_send_vmdesc() (!migration_in_postcopy(migrate_get_current()))
#endif

#if ERA_RELEASE >= 211 && defined(ERA_TREE_DEFINES_ANNOUNCE)
void qemu_announce_self(void);
#endif

#endif
