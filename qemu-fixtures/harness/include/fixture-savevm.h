/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What no era's checkpoints come near: the list of devices, our own little
 * stream format, the commands of postcopy. A tree's savevm.c includes this
 * once. Without postcopy: #define ERA_NO_POSTCOPY in era.h. With the JSON
 * writer in MigrationState (v8.0+): ERA_MS_VMDESC.
 */
#ifndef FIXTURE_SAVEVM_H
#define FIXTURE_SAVEVM_H

/* An era may have no use for one of these. */
#define FIXTURE_STATIC static __attribute__((unused))

enum qemu_vm_cmd {
    MIG_CMD_PACKAGED = 1, MIG_CMD_POSTCOPY_LISTEN, MIG_CMD_POSTCOPY_RUN
};

#define LOADVM_QUIT 1

typedef struct SaveStateEntry {
    QTAILQ_ENTRY(SaveStateEntry) entry;
    const char *idstr;
    uint32_t instance_id;
    int version_id;
    int load_version_id;
    int section_id;
    const SaveVMHandlers *ops;
    const VMStateDescription *vmsd;
    void *opaque;
} SaveStateEntry;

typedef struct SaveState {
    QTAILQ_HEAD(, SaveStateEntry) handlers;
    int global_section_id;
} SaveState;

static SaveState savevm_state = {
    .handlers = QTAILQ_HEAD_INITIALIZER(savevm_state.handlers),
};

static int qemu_loadvm_state_main(QEMUFile *stream,
                                  MigrationIncomingState *incoming);
#ifndef ERA_NO_POSTCOPY
static int loadvm_postcopy_handle_run(MigrationIncomingState *incoming);
#endif

FIXTURE_STATIC
SaveStateEntry *savevm_state_add(const char *idstr, void *opaque)
{
    SaveStateEntry *section = g_new0(SaveStateEntry, 1);

    section->idstr = idstr;
    section->opaque = opaque;
    section->section_id = savevm_state.global_section_id++;
    QTAILQ_INSERT_TAIL(&savevm_state.handlers, section, entry);
    return section;
}

int register_savevm_live(const char *idstr, uint32_t instance_id,
                         int version_id, const SaveVMHandlers *ops,
                         void *opaque)
{
    SaveStateEntry *section = savevm_state_add(idstr, opaque);

    section->instance_id = instance_id;
    section->version_id = section->load_version_id = version_id;
    section->ops = ops;
    return 0;
}

int vmstate_register(void *obj, int instance_id,
                     const VMStateDescription *vmsd, void *opaque)
{
    SaveStateEntry *section = savevm_state_add(vmsd->name, opaque);

    (void)obj;
    section->instance_id = instance_id;
    section->vmsd = vmsd;
    return 0;
}

/* Our stream: the type, the id, the payload, the footer. */
FIXTURE_STATIC
void save_section_header(QEMUFile *stream, SaveStateEntry *section, int type)
{
    qemu_put_byte(stream, type);
    qemu_put_be32(stream, section->section_id);
}

FIXTURE_STATIC
void save_section_footer(QEMUFile *stream, SaveStateEntry *section)
{
    qemu_put_byte(stream, QEMU_VM_SECTION_FOOTER);
    qemu_put_be32(stream, section->section_id);
}

FIXTURE_STATIC
const char *fixture_kind(SaveStateEntry *section)
{
    return section->vmsd ? section->vmsd->name : "no description";
}

/* Has it a FULL section? */
FIXTURE_STATIC
bool fixture_is_full(SaveStateEntry *section)
{
    return section->vmsd ? vmstate_save_needed(section->vmsd, section->opaque)
                         : section->ops && section->ops->save_state;
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
    return !(postcopy && ops->has_postcopy &&
             ops->has_postcopy(section->opaque));
}

FIXTURE_STATIC
void fixture_put_description(QEMUFile *stream, JSONWriter *text)
{
    qemu_put_byte(stream, QEMU_VM_VMDESCRIPTION);
    qemu_put_str(stream, json_writer_get(text));
}

FIXTURE_STATIC
int64_t fixture_us_since(int64_t began)
{
    return qemu_clock_get_us(QEMU_CLOCK_REALTIME) - began;
}

FIXTURE_STATIC
void fixture_skip_header(QEMUFile *stream)
{
    qemu_get_be32(stream);
}

#ifndef ERA_NO_POSTCOPY
FIXTURE_STATIC
void qemu_savevm_command_send(QEMUFile *stream, enum qemu_vm_cmd command,
                             uint32_t value)
{
    qemu_put_byte(stream, QEMU_VM_COMMAND);
    qemu_put_byte(stream, command);
    qemu_put_be32(stream, value);
}

int qemu_savevm_send_packaged(QEMUFile *stream, const uint8_t *buf, size_t len)
{
    qemu_savevm_command_send(stream, MIG_CMD_PACKAGED, len);
    qemu_put_buffer(stream, buf, len);
    return 0;
}

void qemu_savevm_send_postcopy_listen(QEMUFile *stream)
{
    qemu_savevm_command_send(stream, MIG_CMD_POSTCOPY_LISTEN, 0);
}

void qemu_savevm_send_postcopy_run(QEMUFile *stream)
{
    qemu_savevm_command_send(stream, MIG_CMD_POSTCOPY_RUN, 0);
}
#endif

void qemu_savevm_state_header(QEMUFile *stream)
{
    qemu_put_be32(stream, 0x46495854);
}

#ifdef ERA_SETUP_ERRP           /* v9.1+ */
int qemu_savevm_state_setup(QEMUFile *stream, Error **errp)
#else
void qemu_savevm_state_setup(QEMUFile *stream)
#endif
{
    SaveStateEntry *section;

#ifdef ERA_MS_VMDESC
    migrate_get_current()->vmdesc = json_writer_new(false);
#endif
    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (section->ops && section->ops->save_setup) {
            save_section_header(stream, section, QEMU_VM_SECTION_START);
            section->ops->save_setup(stream, section->opaque);
            save_section_footer(stream, section);
        }
    }
#ifdef ERA_SETUP_ERRP
    (void)errp;
    return 0;
#endif
}

uint64_t qemu_savevm_state_pending(void)
{
    return fixture_pending();
}

FIXTURE_STATIC
bool fixture_can_postcopy(SaveStateEntry *section)
{
    return section->ops->has_postcopy &&
           section->ops->has_postcopy(section->opaque);
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

#ifndef ERA_NO_POSTCOPY
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
#endif

FIXTURE_STATIC
SaveStateEntry *fixture_find_section(MigrationIncomingState *incoming,
                                            int section_id)
{
    SaveStateEntry *section;

    (void)incoming;
    QTAILQ_FOREACH(section, &savevm_state.handlers, entry) {
        if (section->section_id == section_id) {
            return section;
        }
    }
    return NULL;
}

FIXTURE_STATIC
bool check_section_footer(QEMUFile *stream, SaveStateEntry *section)
{
    return qemu_get_byte(stream) == QEMU_VM_SECTION_FOOTER &&
           (int)qemu_get_be32(stream) == section->section_id;
}

#ifndef ERA_NO_POSTCOPY
FIXTURE_STATIC
int loadvm_postcopy_handle_listen(MigrationIncomingState *incoming)
{
    postcopy_state_set(POSTCOPY_INCOMING_LISTENING);
    incoming->have_listen_thread = true;
    return 0;
}

/* The package is a stream of its own, and is put aside before it is read. */
FIXTURE_STATIC
int fixture_load_package(QEMUFile *stream, uint32_t size,
                         MigrationIncomingState *incoming)
{
    QIOChannelBuffer *buffer = qio_channel_buffer_new(size);

    buffer->data = g_malloc0(size);
    buffer->usage = qemu_get_buffer(stream, buffer->data, size);
    return qemu_loadvm_state_main(qemu_file_new_input(QIO_CHANNEL(buffer)),
                                  incoming);
}

FIXTURE_STATIC
int loadvm_process_command(QEMUFile *stream, MigrationIncomingState *incoming)
{
    int command = qemu_get_byte(stream);
    uint32_t value = qemu_get_be32(stream);

    if (command == MIG_CMD_PACKAGED) {
        return fixture_load_package(stream, value, incoming);
    } else if (command == MIG_CMD_POSTCOPY_LISTEN) {
        return loadvm_postcopy_handle_listen(incoming);
    } else if (command == MIG_CMD_POSTCOPY_RUN) {
        return loadvm_postcopy_handle_run(incoming);
    }
    return -EINVAL;
}
#endif

/* Its calls save what a migration does, so each tree has its own. */
static int qemu_savevm_state(QEMUFile *stream, Error **errp);

bool save_snapshot(const char *name, bool overwrite, const char *vmstate,
                   bool has_devices, void *devices, Error **errp)
{
    RunState before = runstate_get();
    QEMUFile *stream = qemu_file_new_output(qio_channel_buffer_new(0));
    int ret;

    (void)name;
    (void)overwrite;
    (void)vmstate;
    (void)has_devices;
    (void)devices;
    vm_stop(RUN_STATE_SAVE_VM);
    ret = qemu_savevm_state(stream, errp);
    vm_resume(before);
    return ret == 0;
}

#endif
