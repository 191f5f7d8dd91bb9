/** A program of the build: one for all commands would take longer to start. */
type Program = 'lint' | 'sources' | 'whole';

/** The program that a command is in, by itself or with others. Whatever is not here every program has, as the help. */
export const PROGRAMS: ReadonlyMap<string | undefined, Program> = new Map<string, Program>([
  ['lint', 'lint'],
  ['apply', 'sources'],
  ['revert', 'sources'],
  ['backport', 'sources'],
  ['checkpoints', 'sources'],
  ['version', 'sources'],
  ['report', 'whole'],
  ['verify', 'whole'],
  ['pipeline', 'whole'],
  ['collect', 'whole'],
]);
