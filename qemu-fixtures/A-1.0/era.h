/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ERA_RELEASE 100
#define ERA_TREE_DEFINES_ANNOUNCE
#define ERA_INVALIDATE_VOID
