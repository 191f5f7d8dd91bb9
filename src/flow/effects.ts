/** What of the code a run follows: the rest leaves no mark and is passed over. */
export interface Effects {
  /** The function whose call is a checkpoint. */
  readonly checkpoint: string;
  /** Functions that set the state of the migration; their last argument is the new one, the one before the old. */
  readonly stateSetters: readonly string[];
  /** The field that holds that state. */
  readonly stateField: string;
  /** Fields whose value decides what fires. */
  readonly fields: readonly string[];
  /** Functions that have another function called later: bottom halves and threads. */
  readonly defer: readonly string[];
  /** Functions that give the value that their argument points to. */
  readonly read: readonly string[];
  /** Functions that store their second argument where their first points to. */
  readonly write: readonly string[];
  /** Functions elsewhere whose answer stays the same in a run. */
  readonly steady: readonly string[];
  /** Functions elsewhere whose answer stays once it is not zero: errors of a stream. */
  readonly sticky: readonly string[];
  /** Functions that set an error of a stream, with those whose answer it is from then on. */
  readonly raise: ReadonlyMap<string, readonly string[]>;
  /** Functions that give zero where they worked. Where they did not, the run has failed, whatever state it ends in. */
  readonly steps: readonly string[];
  /** Those of them that may be tried again: where they did not work, the run is not followed further. */
  readonly attempts: readonly string[];
  /** Functions of the program that are not entered: another run begins there. */
  readonly borders: readonly string[];
  /** Calls that tell which way a run takes. */
  readonly marks: readonly string[];
}
