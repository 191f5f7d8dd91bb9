import { unifiedDiff } from '../../patch/unified-diff.js';
import type { PatchFormat } from './patch-form.js';

/** A plain unified diff of all commits together, for `git apply` and `patch -p1`. */
export const diff: PatchFormat = ({ name, files }) => [
  {
    folder: '',
    name: `${name}.diff`,
    bytes: Buffer.from(unifiedDiff(files), 'latin1'),
    inSeries: false,
    notes: [],
  },
];
