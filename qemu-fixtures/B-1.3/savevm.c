/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixture: how saving and loading was laid out in QEMU 1.3 */

#include "qemu-common.h"
#include "trace.h"
#include "qmp-commands.h"
#include "hw/hw.h"
#include "cpus.h"
#include "monitor.h"
#include "qemu-queue.h"
#include "sysemu.h"
#include "migration.h"

#include "fixture-savevm-old.h"

void qemu_announce_self(void)
{
	static int left = SELF_ANNOUNCE_ROUNDS;

	qemu_announce_self_once(&left);
}

static int vmstate_load(QEMUFile *stream, SaveStateEntry *section, int version)
{
    if (section->vmsd) {
        return vmstate_load_state(stream, section->vmsd, section->opaque,
                                  version);
    }
    return section->ops->load_state(stream, section->opaque, version);
}

static void vmstate_save(QEMUFile *stream, SaveStateEntry *section)
{
    if (section->vmsd) {
        vmstate_save_state(stream, section->vmsd, section->opaque);
    } else {
        section->ops->save_state(stream, section->opaque);
    }
}

int qemu_savevm_state_complete(QEMUFile *stream)
{
    SaveStateEntry *section;
    int ret;

    cpu_synchronize_all_states();

    QTAILQ_FOREACH(section, &savevm_handlers, entry) {
        if (!section->ops || !section->ops->save_live_complete) {
            continue;
        }

        trace_savevm_section_start();
        fixture_put_head(stream, section, QEMU_VM_SECTION_END);
        ret = section->ops->save_live_complete(stream, section->opaque);
        trace_savevm_section_end(section->section_id);
        if (ret < 0) {
            return ret;
        }
    }

    QTAILQ_FOREACH(section, &savevm_handlers, entry) {
        if (!fixture_is_full(section)) {
	    continue;
        }

        trace_savevm_section_start();
        fixture_put_head(stream, section, QEMU_VM_SECTION_FULL);
        vmstate_save(stream, section);
        trace_savevm_section_end(section->section_id);
    }

    qemu_put_byte(stream, QEMU_VM_EOF);

    return qemu_file_get_error(stream);
}

/* A snapshot: everything there is, while the guest stands still */
static int qemu_savevm_state(QEMUFile *stream)
{
    MigrationParams how = { .blk = false };

    qemu_savevm_state_begin(stream, &how);
    while (!qemu_savevm_state_iterate(stream)) {
        continue;
    }
    return qemu_savevm_state_complete(stream);
}

int qemu_loadvm_state(QEMUFile *stream)
{
    int ret = 0;

    fixture_skip_header(stream);
    for (;;) {
        int type = qemu_get_byte(stream);
        SaveStateEntry *section;

        if (type == QEMU_VM_EOF) {
            cpu_synchronize_all_post_init();
            ret = qemu_file_get_error(stream);
            break;
        }
        section = fixture_next_section(stream);
        ret = section ? vmstate_load(stream, section, section->version_id)
                      : -EINVAL;
        if (ret < 0) {
            fprintf(stderr, "cannot load this section\n");
            break;
        }
    }
    fixture_mark("loadvm");
    return ret;
}

void do_savevm(Monitor *mon, const char *name)
{
    bool ran = runstate_is_running();

    vm_stop(RUN_STATE_SAVE_VM);
    if (qemu_savevm_state(qemu_fopen_bdrv(name, 1)) < 0) {
        monitor_printf(mon, "no snapshot\n");
    }
    if (ran)
        vm_start();
}
