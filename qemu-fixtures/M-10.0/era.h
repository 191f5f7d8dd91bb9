/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where this era differs from the harness' defaults. */
#define ERA_MIGRATE_INIT(s) migrate_init(s, &err)
#define ERA_CONNECT(s) migration_connect(s, NULL)
#define ERA_HAS_CPR
#define ERA_MIGRATION_CLEANUP   /* migration_cleanup(), v10.0+ */
#define ERA_SETUP_ERRP          /* qemu_savevm_state_setup(f, errp) */
#define ERA_SWITCHOVER          /* disks are given up before the devices */
#define ERA_BH_SCHEDULE         /* migration_bh_schedule(), v9.0+ */
#define ERA_NO_ARG_QUERIES      /* migration_is_active(void) and friends */
#define ERA_MS_VMDESC           /* the JSON writer lives in MigrationState */
