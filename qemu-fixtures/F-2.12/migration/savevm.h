/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MIGRATION_SAVEVM_H
#define MIGRATION_SAVEVM_H

#include "migration/register.h"

int save_snapshot(const char *name, Error **errp);
int qemu_loadvm_state(QEMUFile *stream);
void qemu_savevm_state_header(QEMUFile *stream);
void qemu_savevm_state_setup(QEMUFile *stream);
int qemu_savevm_state_iterate(QEMUFile *stream, bool postcopy);
int qemu_savevm_state_complete_precopy(QEMUFile *stream, bool iterable_only,
                                       bool inactivate_disks);
void qemu_savevm_state_complete_postcopy(QEMUFile *stream);
void qemu_savevm_state_cleanup(void);
int qemu_savevm_send_packaged(QEMUFile *stream, const uint8_t *data,
                              size_t size);
void qemu_savevm_send_postcopy_advise(QEMUFile *stream);
void qemu_savevm_send_postcopy_listen(QEMUFile *stream);
void qemu_savevm_send_postcopy_run(QEMUFile *stream);

#endif
