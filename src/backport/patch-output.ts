import { join } from 'node:path';
import type { PatchFile } from './backport-result.js';

/** Where patches are written to. */
export type PatchOutput =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'folder';
      readonly path: string;
      /** Room for many revisions: what would have the same name for each gets a folder of its own. */
      readonly many: boolean;
    };

/** The files that a patch goes to: its own and, for a form that has one, the series that names it. */
export function patchPaths(
  output: PatchOutput,
  { folder, name, inSeries }: PatchFile,
): { readonly patch: string; readonly series?: string } {
  if (output.kind === 'file') return { patch: output.path };
  const within = output.many ? join(output.path, folder) : output.path;
  const patch = join(within, name);
  return inSeries ? { patch, series: join(within, 'series') } : { patch };
}
