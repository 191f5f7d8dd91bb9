import { printableLine } from '../../../problem/printable.js';
import type { BuildSteps } from '../../../verify/build/ninja-steps.js';
import type { Stage } from '../../../verify/result.js';

/** What is done in a stage, for a line. */
const WORK: Readonly<Record<Stage['name'], string>> = {
  image: 'seeing to the image',
  copy: 'copying the tree',
  configure: 'configuring',
  build: 'building',
  events: 'asking for the trace events',
  migrations: 'migrating',
};

/** Stages whose output goes to the log of the build. */
const LOGGED: readonly Stage['name'][] = ['configure', 'build'];

/** The line of a terminal while a stage lasts, such as `building … [12/345] 7 s`. */
export function terminalLine(stage: Stage['name'], seconds: number, steps?: BuildSteps): string {
  const far = steps ? `[${steps.done}/${steps.total}] ` : '';
  return `${WORK[stage]} … ${far}${seconds} s`;
}

/** The line at the beginning of a stage where there is no terminal, with the log in which its output can be followed. */
export function plainLine(stage: Stage['name'], log: string | undefined): string {
  const where = log !== undefined && LOGGED.includes(stage) ? ` (log: ${printableLine(log)})` : '';
  return `${WORK[stage]} …${where}`;
}
