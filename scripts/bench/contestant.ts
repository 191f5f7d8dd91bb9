/** File texts by path, one character a byte. */
export type Texts = ReadonlyMap<string, string>;

/** A program and how it is started. */
export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** One row of the table. */
export interface Contestant {
  readonly name: string;
  /** Makes the state that a run starts from; not timed. */
  readonly before?: () => void;
  /** What is timed as a whole process. */
  readonly whole: Invocation;
  /** The same work without starting a process, where there is such a thing. */
  readonly inProcess?: () => void;
  /** The files after a run, for the judge; absent where nothing is placed. */
  readonly result?: () => Texts;
}

/** A row that has to say why it is empty. */
export interface NotRun {
  readonly name: string;
  readonly why: string;
}

export function isNotRun(entry: Contestant | NotRun): entry is NotRun {
  return 'why' in entry;
}
