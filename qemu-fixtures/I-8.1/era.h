/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where this era differs from the harness' defaults. */
#define ERA_MS_VMDESC           /* the JSON writer lives in MigrationState */
