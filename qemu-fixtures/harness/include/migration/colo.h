/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fixture.h"
struct MigrationState;
int colo_do_checkpoint_transaction(struct MigrationState *s);
