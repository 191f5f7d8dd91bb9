import type { Person } from '../../git/commit-text.js';
import type { GitChange, TextChange } from '../../patch/text-change.js';
import type { PortFacts } from '../../provenance/port-facts.js';
import type { PatchFile } from '../backport-result.js';

/** What a patch of one commit is made of. */
interface CommitParts {
  readonly facts: PortFacts;
  readonly files: readonly GitChange[];
  /** The message that a commit would have. */
  readonly message: string;
  /** Text, note and trailers, for a header that says in fields where the change comes from. */
  readonly description: string;
  readonly author: Person;
}

/** What the patches of a revision are made of. */
interface PatchParts {
  /** The revision as the beginning of a path. */
  readonly name: string;
  /** At least one, each onto the one before. */
  readonly commits: readonly CommitParts[];
  /** What all of them together change. */
  readonly files: readonly TextChange[];
  /** The day of the port, `YYYY-MM-DD`. */
  readonly date: string;
  /** Name and version of this program. */
  readonly signature: string;
}

/** Makes the files of one form of patch. */
export type PatchFormat = (parts: PatchParts) => readonly PatchFile[];
