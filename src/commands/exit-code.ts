/** What the process ends with; fixed by contract, people script against it. */
export const exitCode = {
  done: 0,
  /** Findings, or changes needed under `--check`. */
  findings: 1,
  usage: 2,
  /** Refused; nothing was written. */
  refused: 3,
  /** The environment lacks something. */
  environment: 4,
  /** A defect of this program (EX_SOFTWARE of sysexits.h). */
  defect: 70,
  interrupted: 130,
} as const;
