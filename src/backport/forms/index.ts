import { diff } from './diff.js';
import { mbox } from './mbox.js';
import type { PatchFormat } from './patch-form.js';
import { quilt } from './quilt.js';

/** The forms of patch by the names of `--as`. */
export const patchForms = { mbox, quilt, diff } satisfies Record<string, PatchFormat>;

export type PatchForm = keyof typeof patchForms;
