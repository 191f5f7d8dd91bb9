/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FIXTURE_REGISTER_H
#define FIXTURE_REGISTER_H
#include "fixture.h"

/* The handlers as v2.11 and later spell them, as far as they are played. */
typedef struct SaveVMHandlers {
    int (*save_setup)(QEMUFile *f, void *opaque);
    int (*save_live_iterate)(QEMUFile *f, void *opaque);
    int (*save_live_complete_precopy)(QEMUFile *f, void *opaque);
    int (*save_live_complete_postcopy)(QEMUFile *f, void *opaque);
    bool (*has_postcopy)(void *opaque);
    bool (*is_active)(void *opaque);
    void (*save_state)(QEMUFile *f, void *opaque);
    int (*load_state)(QEMUFile *f, void *opaque, int version_id);
} SaveVMHandlers;

int register_savevm_live(const char *idstr, uint32_t instance_id,
                         int version_id, const SaveVMHandlers *ops,
                         void *opaque);
int vmstate_register(void *obj, int instance_id,
                     const VMStateDescription *vmsd, void *opaque);
#endif
