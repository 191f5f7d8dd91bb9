import type { Person } from '../../git/commit-text.js';
import type { GitChange } from '../../patch/text-change.js';
import type { PortFacts } from '../../provenance/port-facts.js';
import type { PatchFile } from '../backport-result.js';

/** What a patch is made of. */
interface PatchParts {
  /** The revision as the beginning of a path. */
  readonly name: string;
  readonly facts: PortFacts;
  readonly files: readonly GitChange[];
  /** The message that a commit would have. */
  readonly message: string;
  /** Text, note and trailers, for a header that says in fields where the change comes from. */
  readonly description: string;
  readonly author: Person;
  /** The day of the port, `YYYY-MM-DD`. */
  readonly date: string;
  /** Name and version of this program. */
  readonly signature: string;
}

/** Makes the files of one form of patch. */
export type PatchFormat = (parts: PatchParts) => PatchFile;
