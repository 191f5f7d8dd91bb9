/** Takes the exit code of a command that has ended. */
export type SetCode = (code: number) => void;
