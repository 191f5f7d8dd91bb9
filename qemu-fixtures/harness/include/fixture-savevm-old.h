/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no checkpoint comes near in savevm.c before v6.0: the list of devices
 * and the frame around a section. Such a savevm.c includes this once.
 */
#ifndef FIXTURE_SAVEVM_OLD_H
#define FIXTURE_SAVEVM_OLD_H

typedef struct SaveStateEntry {
    QTAILQ_ENTRY(SaveStateEntry) entry;
    const char *idstr;
    int instance_id;
    int version_id;
    int section_id;
#if ERA_RELEASE == 100
    SaveSetParamsHandler *set_params;
    SaveLiveStateHandler *save_live_state;
    SaveStateHandler *save_state;
    LoadStateHandler *load_state;
#else
    const SaveVMHandlers *ops;
#endif
    const VMStateDescription *vmsd;
    void *opaque;
} SaveStateEntry;

#if ERA_RELEASE < 204
static QTAILQ_HEAD(savevm_handlers, SaveStateEntry) savevm_handlers =
    QTAILQ_HEAD_INITIALIZER(savevm_handlers);
#else
typedef struct SaveState {
    QTAILQ_HEAD(, SaveStateEntry) handlers;
} SaveState;

static SaveState savevm_state = {
    .handlers = QTAILQ_HEAD_INITIALIZER(savevm_state.handlers),
};
#define savevm_handlers savevm_state.handlers
#endif
static int global_section_id;

static SaveStateEntry *savevm_state_add(const char *idstr, int instance_id,
                                        int version_id, void *opaque)
{
    SaveStateEntry *section = g_new0(SaveStateEntry, 1);

    section->idstr = idstr;
    section->instance_id = instance_id;
    section->version_id = version_id;
    section->section_id = global_section_id++;
    section->opaque = opaque;
    QTAILQ_INSERT_TAIL(&savevm_handlers, section, entry);
    return section;
}

#if ERA_RELEASE == 100
int register_savevm_live(DeviceState *dev, const char *idstr, int instance_id,
                         int version_id, SaveSetParamsHandler *set_params,
                         SaveLiveStateHandler *save_live_state,
                         SaveStateHandler *save_state,
                         LoadStateHandler *load_state, void *opaque)
{
    SaveStateEntry *section = savevm_state_add(idstr, instance_id,
                                               version_id, opaque);

    (void)dev;
    section->set_params = set_params;
    section->save_live_state = save_live_state;
    section->save_state = save_state;
    section->load_state = load_state;
    return 0;
}
#elif ERA_RELEASE > 206
int register_savevm_live(const char *idstr, uint32_t instance_id,
                         int version_id, const SaveVMHandlers *ops,
                         void *opaque)
{
    savevm_state_add(idstr, instance_id, version_id, opaque)->ops = ops;
    return 0;
}
#else
int register_savevm_live(void *dev, const char *idstr, int instance_id,
                         int version_id, SaveVMHandlers *ops, void *opaque)
{
    (void)dev;
    savevm_state_add(idstr, instance_id, version_id, opaque)->ops = ops;
    return 0;
}
#endif

int vmstate_register(void *dev, int instance_id,
                     const VMStateDescription *vmsd, void *opaque)
{
    (void)dev;
    savevm_state_add(vmsd->name, instance_id, 1, opaque)->vmsd = vmsd;
    return 0;
}

static SaveStateEntry *find_se_by_section_id(int section_id)
{
    SaveStateEntry *section;

    QTAILQ_FOREACH(section, &savevm_handlers, entry) {
        if (section->section_id == section_id) {
            return section;
        }
    }
    return NULL;
}

#undef savevm_handlers

/* An era may have no use for one of these. */
#define FIXTURE_STATIC static __attribute__((unused))

FIXTURE_STATIC
const char *fixture_kind(SaveStateEntry *section)
{
    return section->vmsd ? section->vmsd->name : "no description";
}

FIXTURE_STATIC
SaveStateEntry *fixture_next_section(QEMUFile *stream)
{
    return find_se_by_section_id(qemu_get_be32(stream));
}

FIXTURE_STATIC
void fixture_skip_header(QEMUFile *stream)
{
    qemu_get_be32(stream);
    qemu_get_be32(stream);
}

/* Has it a FULL section? */
FIXTURE_STATIC
bool fixture_is_full(SaveStateEntry *section)
{
#if ERA_RELEASE == 100
    return section->vmsd || section->save_state;
#else
    return section->vmsd || (section->ops && section->ops->save_state);
#endif
}

FIXTURE_STATIC
void fixture_put_description(QEMUFile *stream, QJSON *text)
{
    qemu_put_byte(stream, QEMU_VM_VMDESCRIPTION);
    qemu_put_str(stream, qjson_get_str(text));
}

#if ERA_RELEASE < 203
#define vmstate_save_state(stream, vmsd, opaque) \
    fixture_vmstate_save(stream, vmsd, opaque)
#elif ERA_RELEASE <= 206
#define vmstate_save_state(stream, vmsd, opaque, vmdesc) \
    ((void)(vmdesc), fixture_vmstate_save(stream, vmsd, opaque))
#endif

#if ERA_RELEASE >= 204
/* Our stream: the type, the id, the payload, the footer. */
static void save_section_header(QEMUFile *stream, SaveStateEntry *section,
                                uint8_t section_type)
{
    qemu_put_byte(stream, section_type);
    qemu_put_be32(stream, section->section_id);
}

static void save_section_footer(QEMUFile *stream, SaveStateEntry *section)
{
    qemu_put_byte(stream, QEMU_VM_SECTION_FOOTER);
    qemu_put_be32(stream, section->section_id);
}

static bool check_section_footer(QEMUFile *stream, SaveStateEntry *section)
{
    return qemu_get_byte(stream) == QEMU_VM_SECTION_FOOTER &&
           (int)qemu_get_be32(stream) == section->section_id;
}
#endif

#if ERA_RELEASE < 205

/* ---- before the last part ---- */

#if ERA_RELEASE < 204
#define FIXTURE_HANDLERS savevm_handlers
static void fixture_put_head(QEMUFile *stream, SaveStateEntry *section,
                             int type)
{
    qemu_put_byte(stream, type);
    qemu_put_be32(stream, section->section_id);
}
#define fixture_put_foot(stream, section) ((void)0)
#else
#define FIXTURE_HANDLERS savevm_state.handlers
#define fixture_put_head save_section_header
#define fixture_put_foot save_section_footer
#endif

/* Lets a section write its START or PART; a negative result is an error. */
static int fixture_put_live(QEMUFile *stream, SaveStateEntry *section, int type)
{
    int result = 1;

#if ERA_RELEASE == 100
    if (section->save_live_state) {
        fixture_put_head(stream, section, type);
        result = section->save_live_state(NULL, stream, type, section->opaque);
    }
#else
    if (section->ops) {
        fixture_put_head(stream, section, type);
        result = type == QEMU_VM_SECTION_START
                 ? section->ops->save_live_setup(stream, section->opaque)
                 : section->ops->save_live_iterate(stream, section->opaque);
        fixture_put_foot(stream, section);
    }
#endif
    return result;
}

static int fixture_put_round(QEMUFile *stream, int type)
{
    SaveStateEntry *section;
    int result, least = 1;

    QTAILQ_FOREACH(section, &FIXTURE_HANDLERS, entry) {
        result = fixture_put_live(stream, section, type);
        least = MIN(least, result);
    }
    if (least < 0) {
        qemu_file_set_error(stream, least);
    }
    return least;
}

FIXTURE_STATIC
void fixture_put_start(QEMUFile *stream)
{
    qemu_put_be32(stream, QEMU_VM_FILE_MAGIC);
    qemu_put_be32(stream, QEMU_VM_FILE_VERSION);
}

#if ERA_RELEASE == 100
int qemu_savevm_state_begin(Monitor *mon, QEMUFile *stream, int blk_enable,
                            int shared)
{
    (void)mon;
    (void)blk_enable;
    (void)shared;
    fixture_put_start(stream);
    return MIN(0, fixture_put_round(stream, QEMU_VM_SECTION_START));
}

int qemu_savevm_state_iterate(Monitor *mon, QEMUFile *stream)
{
    (void)mon;
    return fixture_put_round(stream, QEMU_VM_SECTION_PART);
}

void qemu_savevm_state_cancel(Monitor *mon, QEMUFile *stream)
{
    (void)mon;
    (void)stream;
}
#else
#if ERA_RELEASE < 105
int qemu_savevm_state_begin(QEMUFile *stream, const MigrationParams *params)
{
    (void)params;
    fixture_put_start(stream);
    return MIN(0, fixture_put_round(stream, QEMU_VM_SECTION_START));
}

void qemu_savevm_state_cancel(QEMUFile *stream)
{
    (void)stream;
}
#else
#if ERA_RELEASE >= 204
void qemu_savevm_state_header(QEMUFile *stream)
{
    fixture_put_start(stream);
}
#endif

void qemu_savevm_state_begin(QEMUFile *stream, const MigrationParams *params)
{
    (void)params;
#if ERA_RELEASE < 204
    fixture_put_start(stream);
#endif
    fixture_put_round(stream, QEMU_VM_SECTION_START);
}

void qemu_savevm_state_cancel(void)
{
}
#endif

int qemu_savevm_state_iterate(QEMUFile *stream)
{
    return fixture_put_round(stream, QEMU_VM_SECTION_PART);
}

uint64_t qemu_savevm_state_pending(QEMUFile *stream, uint64_t max_size)
{
    (void)stream;
    (void)max_size;
    return fixture_pending();
}
#endif
#endif

#if ERA_RELEASE >= 205

/* ---- postcopy's commands: the number, a value ---- */

enum qemu_vm_cmd {
    MIG_CMD_INVALID = 0,
    MIG_CMD_POSTCOPY_ADVISE,
    MIG_CMD_POSTCOPY_LISTEN,
    MIG_CMD_POSTCOPY_RUN,
    MIG_CMD_PACKAGED,
};

/* What a command returns to end the loops that read it */
#define LOADVM_QUIT 1

static void qemu_savevm_command_send(QEMUFile *stream,
                                     enum qemu_vm_cmd command, uint32_t value)
{
    qemu_put_byte(stream, QEMU_VM_COMMAND);
    qemu_put_byte(stream, command);
    qemu_put_be32(stream, value);
}

void qemu_savevm_send_postcopy_advise(QEMUFile *stream)
{
    qemu_savevm_command_send(stream, MIG_CMD_POSTCOPY_ADVISE, 0);
}

void qemu_savevm_send_postcopy_listen(QEMUFile *stream)
{
    qemu_savevm_command_send(stream, MIG_CMD_POSTCOPY_LISTEN, 0);
}

void qemu_savevm_send_postcopy_run(QEMUFile *stream)
{
    qemu_savevm_command_send(stream, MIG_CMD_POSTCOPY_RUN, 0);
}

#if ERA_RELEASE <= 206
int qemu_savevm_send_packaged(QEMUFile *stream, const QEMUSizedBuffer *qsb)
{
    qemu_savevm_command_send(stream, MIG_CMD_PACKAGED, qsb->usage);
    qemu_put_buffer(stream, qsb->data, qsb->usage);
    return 0;
}
#else
int qemu_savevm_send_packaged(QEMUFile *stream, const uint8_t *buf, size_t len)
{
    qemu_savevm_command_send(stream, MIG_CMD_PACKAGED, len);
    qemu_put_buffer(stream, buf, len);
    return 0;
}
#endif

static int qemu_loadvm_state_main(QEMUFile *stream,
                                  MigrationIncomingState *incoming);
static int loadvm_postcopy_handle_run(MigrationIncomingState *incoming);

static int loadvm_postcopy_handle_advise(void)
{
    postcopy_state_set(POSTCOPY_INCOMING_ADVISE);
    return 0;
}

static int loadvm_postcopy_handle_listen(MigrationIncomingState *incoming)
{
    PostcopyState ps = postcopy_state_set(POSTCOPY_INCOMING_LISTENING);

    if (ps != POSTCOPY_INCOMING_ADVISE && ps != POSTCOPY_INCOMING_DISCARD) {
        error_report("listen command in postcopy state %d", ps);
        return -1;
    }
    incoming->have_listen_thread = true;
    return 0;
}

/* The package is a stream of its own, and is put aside before it is read. */
static int fixture_load_package(QEMUFile *stream, uint32_t size,
                                MigrationIncomingState *incoming)
{
    QIOChannelBuffer *buffer = qio_channel_buffer_new(size);

    buffer->data = g_malloc0(size);
    buffer->usage = qemu_get_buffer(stream, buffer->data, size);
    return qemu_loadvm_state_main(qemu_file_new_input(QIO_CHANNEL(buffer)),
                                  incoming);
}

static int loadvm_process_command(QEMUFile *stream,
                                  MigrationIncomingState *incoming)
{
    int command = qemu_get_byte(stream);
    uint32_t value = qemu_get_be32(stream);

    if (command == MIG_CMD_PACKAGED) {
        return fixture_load_package(stream, value, incoming);
    } else if (command == MIG_CMD_POSTCOPY_ADVISE) {
        return loadvm_postcopy_handle_advise();
    } else if (command == MIG_CMD_POSTCOPY_LISTEN) {
        return loadvm_postcopy_handle_listen(incoming);
    } else if (command == MIG_CMD_POSTCOPY_RUN) {
        return loadvm_postcopy_handle_run(incoming);
    }
    return -EINVAL;
}

FIXTURE_STATIC
bool fixture_can_postcopy(SaveStateEntry *section)
{
#if ERA_RELEASE <= 206
    return section->ops->save_live_complete_postcopy;
#else
    return section->ops->has_postcopy &&
           section->ops->has_postcopy(section->opaque);
#endif
}

/* Does it end while the guest is stopped, and not in postcopy? */
FIXTURE_STATIC
bool fixture_completes_now(SaveStateEntry *section, bool postcopy)
{
    const SaveVMHandlers *ops = section->ops;

    if (!ops || !ops->save_live_complete_precopy) {
        return false;
    }
    if (ops->is_active && !ops->is_active(section->opaque)) {
        return false;
    }
    return !postcopy || !fixture_can_postcopy(section);
}

/* One round of all that iterate: 1 when the last of them has nothing left. */
int qemu_savevm_state_iterate(QEMUFile *stream, bool postcopy)
{
    SaveStateEntry *section;
    int done = 1;

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (done <= 0 || !section->ops || !section->ops->save_live_iterate ||
            (postcopy && !fixture_can_postcopy(section))) {
            continue;
        }
        save_section_header(stream, section, QEMU_VM_SECTION_PART);
        done = section->ops->save_live_iterate(stream, section->opaque);
        save_section_footer(stream, section);
    }
    return done;
}

void qemu_savevm_state_complete_postcopy(QEMUFile *stream)
{
    SaveStateEntry *section;

    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        const SaveVMHandlers *ops = section->ops;
        int failed = 0;

        if (ops && ops->save_live_complete_postcopy) {
            save_section_header(stream, section, QEMU_VM_SECTION_END);
            failed = ops->save_live_complete_postcopy(stream, section->opaque);
            save_section_footer(stream, section);
        }
        if (failed < 0) {
            qemu_file_set_error(stream, failed);
            return;
        }
    }
    qemu_put_byte(stream, QEMU_VM_EOF);
}

/* ---- before the last part ---- */

void qemu_savevm_state_header(QEMUFile *stream)
{
    qemu_put_be32(stream, QEMU_VM_FILE_MAGIC);
    qemu_put_be32(stream, QEMU_VM_FILE_VERSION);
}

#if ERA_RELEASE <= 206
#define save_setup save_live_setup
void qemu_savevm_state_begin(QEMUFile *stream, const MigrationParams *params)
#else
void qemu_savevm_state_setup(QEMUFile *stream)
#endif
{
    SaveStateEntry *section;

#if ERA_RELEASE <= 206
    (void)params;
#endif
    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (!section->ops || !section->ops->save_setup) {
            continue;
        }
        save_section_header(stream, section, QEMU_VM_SECTION_START);
        section->ops->save_setup(stream, section->opaque);
        save_section_footer(stream, section);
    }
}
#undef save_setup

FIXTURE_STATIC
void fixture_begin_stream(QEMUFile *stream)
{
    qemu_savevm_state_header(stream);
#if ERA_RELEASE <= 206
    qemu_savevm_state_begin(stream, NULL);
#else
    qemu_savevm_state_setup(stream);
#endif
}

void qemu_savevm_state_cleanup(void)
{
}

#endif /* v2.5 and later */

#endif
