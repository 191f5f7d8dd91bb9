/* SPDX-License-Identifier: GPL-2.0-or-later */
#define ERA_RELEASE 502
