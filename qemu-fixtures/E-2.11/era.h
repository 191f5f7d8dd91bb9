/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ERA_RELEASE 211
#define ERA_TREE_DEFINES_ANNOUNCE
