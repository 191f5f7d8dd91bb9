import {
  type ParserKind,
  parserKinds,
  prepareParser as prepare,
  type ReadyParser,
} from '../csource/ready-parser.js';
import { checkCall, oneOf } from './check-call.js';

/**
 * Makes the parser of C ready; the other functions do so by themselves. Both parsers give the same results.
 * @param kind the one to take; without it the one that is in use, else the native one if it can be loaded
 * @throws EnvironmentLack `no-parser`; WrongUsage for a kind that there is none of
 */
export async function prepareParser(kind?: ParserKind): Promise<ReadyParser> {
  checkCall('prepareParser', undefined, { kind }, { kind: oneOf(parserKinds) });
  return prepare(kind);
}
