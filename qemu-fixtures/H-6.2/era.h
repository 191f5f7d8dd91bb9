/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The harness' defaults hold for this era. */
