/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ERA_RELEASE 212
#define ERA_TREE_DEFINES_ANNOUNCE
