/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MIGRATION_SAVEVM_H
#define MIGRATION_SAVEVM_H

#include "migration/register.h"

#ifdef ERA_SETUP_ERRP
int qemu_savevm_state_setup(QEMUFile *f, Error **errp);
#else
void qemu_savevm_state_setup(QEMUFile *f);
#endif
void qemu_savevm_state_header(QEMUFile *f);
uint64_t qemu_savevm_state_pending(void);
int qemu_savevm_state_iterate(QEMUFile *f, bool postcopy);
void qemu_savevm_state_complete_postcopy(QEMUFile *f);
#ifdef ERA_SWITCHOVER           /* v10.0+ */
int qemu_savevm_state_complete_precopy(QEMUFile *f, bool iterable_only);
int qemu_savevm_state_complete_precopy_iterable(QEMUFile *f, bool in_postcopy);
int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *f,
                                                    bool in_postcopy);
#else
int qemu_savevm_state_complete_precopy(QEMUFile *f, bool iterable_only,
                                       bool inactivate_disks);
int qemu_savevm_state_complete_precopy_non_iterable(QEMUFile *f,
        bool in_postcopy, bool inactivate_disks);
#endif
int qemu_savevm_send_packaged(QEMUFile *f, const uint8_t *buf, size_t len);
void qemu_savevm_send_postcopy_listen(QEMUFile *f);
void qemu_savevm_send_postcopy_run(QEMUFile *f);
int qemu_loadvm_state(QEMUFile *f);
bool save_snapshot(const char *name, bool overwrite, const char *vmstate,
                   bool has_devices, void *devices, Error **errp);

#endif
