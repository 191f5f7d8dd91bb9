/** What of the code a run of the migration follows: the rest leaves no mark and is passed over. */
export interface Effects {
  /** The function whose call is a checkpoint. */
  readonly checkpoint: string;
  /** Functions that set the state of the migration; their last argument is the new one, the one before the old. */
  readonly stateSetters: readonly string[];
  /** The field that holds that state. */
  readonly stateField: string;
  /** Other fields whose value decides what fires. */
  readonly fields: readonly string[];
  /** Functions that have another function called later: bottom halves and threads. */
  readonly defer: readonly string[];
  /** Functions that let go of the big lock, so that the main loop runs the bottom halves that wait for it. */
  readonly release: readonly string[];
  /** Functions that give the value that their argument points to. */
  readonly read: readonly string[];
  /** Functions that store their second argument where their first points to. */
  readonly write: readonly string[];
  /** Functions elsewhere whose answer stays the same in a run. */
  readonly steady: readonly string[];
  /** Functions elsewhere that give zero or an error number below it. */
  readonly status: readonly string[];
  /** Functions that ask a stream for its error, which stays once there is one. */
  readonly sticky: readonly string[];
  /** Functions that set the error of a stream. */
  readonly raise: readonly string[];
  /** Functions that give zero where they worked. Where they did not, the run has failed, whatever state it ends in. */
  readonly steps: readonly string[];
  /** Those of them that may be tried again: where they did not work, the run is not followed further. */
  readonly attempts: readonly string[];
  /** Functions that wait for somebody to begin anew: a run is not followed into them. */
  readonly waits: readonly string[];
  /** Functions of the program that are not entered: another run begins there. */
  readonly borders: readonly string[];
  /** Calls that tell which way a run takes. */
  readonly marks: readonly string[];
  /** Functions in which a call counts by itself, although the same call is reached by other ways as well. */
  readonly stages: readonly string[];
}

/** What a run takes for granted of a value that the code does not tell. */
export type Assumed = 'zero' | 'not-zero' | 'positive';

/** One way in which a migration can go, on one host: where it begins, how it ends well, and what fires on the way. */
export interface Scenario {
  /** Stable name, for JSON and tests. */
  readonly id: string;
  /** For a sentence: "in postcopy". */
  readonly title: string;
  /** The functions that begin it, newest first; the first that is defined counts. */
  readonly entries: readonly string[];
  /** Only trees where the entry leads to one of these have it. */
  readonly needs?: readonly string[];
  /** What fields hold when it begins: the first of these constants that the code names. */
  readonly begins: Readonly<Record<string, readonly string[]>>;
  /** What functions elsewhere (of {@link Effects.steady}) answer. */
  readonly answers?: Readonly<Record<string, Assumed>>;
  /** What is stored into fields where the code does not tell. */
  readonly stores?: Readonly<Record<string, Assumed>>;
  /** The calls (of {@link Effects.marks}) that are on the way of such a run, and those that are not. */
  readonly through: readonly string[];
  /** Of these calls one at least is on the way. */
  readonly throughOneOf?: readonly string[];
  readonly without: readonly string[];
  /** What tells that it went well: the state in the end, the result of the entry, or the way alone. */
  readonly success: { readonly state: readonly string[] } | 'result-zero' | 'result-not-negative' | 'way';
  /** Trees are known in which it never goes well, for reasons that are not the recipe's. */
  readonly mayNeverSucceed?: boolean;
  /** What fires when it went well: each once, in this order. Nothing else of the recipe does. */
  readonly fires: readonly string[];
  /** Of these, which need not fire. */
  readonly optional?: readonly string[];
  /** The function (of {@link Effects.stages}) in which one fires first. What fires it later is there for other scenarios. */
  readonly firesIn?: Readonly<Record<string, string>>;
}

/** A checkpoint that upstream itself lets fire twice. */
export interface KnownDouble {
  readonly checkpoint: string;
  readonly scenarios: readonly string[];
  readonly severity: 'warning' | 'note';
  /** Why, for a sentence. */
  readonly why: string;
  /** What mends it, where something does. */
  readonly fix?: string;
}

/** How runs of a recipe's code go. */
export interface FlowCatalogue {
  readonly effects: Effects;
  readonly scenarios: readonly Scenario[];
  readonly doubles: readonly KnownDouble[];
}
