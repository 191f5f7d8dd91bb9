import { parserKinds, prepareParser, type ReadyParser } from '../csource/ready-parser.js';
import { printableLine } from '../problem/printable.js';
import { usageProblems } from '../problem/usage-problems.js';
import { tell } from './result.js';

/** Names the parser to take, for whoever has to rule one of the two out. */
const VARIABLE = 'QEMU_DOWNTIME_PARSER';

let isTold = false;

/**
 * Makes the parser ready that the environment asks for.
 * @throws WrongUsage `parser-unfit`, EnvironmentLack `no-parser`
 */
export function chosenParser(): Promise<ReadyParser> {
  const given = process.env[VARIABLE] ?? '';
  const wanted = parserKinds.find((kind) => kind === given);
  if (given !== '' && wanted === undefined) throw usageProblems.parserUnfit(VARIABLE, given, parserKinds);
  return prepareParser(wanted);
}

/**
 * Makes the parser ready for a command, and says once where it is not the native one.
 * @throws WrongUsage `parser-unfit`, EnvironmentLack `no-parser`
 */
export async function readyParser(): Promise<void> {
  const { because } = await chosenParser();
  if (because === undefined || isTold) return;
  isTold = true;
  tell(
    `note: the native parser cannot be loaded, so the slower one in WebAssembly does its work: ${printableLine(because)}`,
  );
}
