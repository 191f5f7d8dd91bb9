import type { PortFacts } from '../port-facts.js';

/** What a community's form of a commit message has beside the text that all have. */
interface NoteParts {
  /** What is different here than upstream. */
  readonly note: string;
  /** The files of which one says that they conflicted. */
  readonly conflicts?: string;
}

/** Words the note in the manner of one community; the frame around it is a template of the same name. */
export type NoteStyle = (facts: PortFacts) => NoteParts;
