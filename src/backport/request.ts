import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { PortOptions } from '../port/port-result.js';
import type { MessageOptions } from '../provenance/message.js';
import type { PatchForm } from './forms/index.js';
import type { PatchOutput } from './patch-output.js';

/** What to make of each revision. */
export interface BackportRequest {
  /** In upstream's order; each becomes a commit. */
  readonly recipes: readonly AnyRecipe[];
  readonly port: Pick<PortOptions, 'selected' | 'fixes'>;
  readonly as: 'branch' | PatchForm;
  /** What the names of new branches begin with. */
  readonly branchPrefix: string;
  /** Replace a branch of ours that differs. */
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly signoff: boolean;
  readonly message: MessageOptions;
  /** Where to write patches to; without it they are only given. */
  readonly output: PatchOutput | undefined;
  /** Name and version of this program, for the end of a mail. */
  readonly signature: string;
}
