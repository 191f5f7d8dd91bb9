import { join } from 'node:path';
import type { PipelineLevel, RevisionJob } from '../pipeline/pipeline.js';
import type { JsonView } from './json-view.js';
import type { CollectedRevision } from './model.js';
import { lintOutcome, portOutcome, verifyOutcome } from './outcomes.js';
import { readDocument, whyOf } from './read-document.js';

/** What is known of a job before its results are read. */
export interface Expected {
  readonly name: string;
  /** As the list of jobs has it; undefined where there is no list. */
  readonly job: RevisionJob | undefined;
  /** How far it had to verify; undefined where nobody says. */
  readonly level: PipelineLevel | undefined;
  /** Whether it left a folder. */
  readonly isThere: boolean;
  /** What is wrong with its being there, or not. */
  readonly problems: readonly string[];
}

/** The three documents of a job, by the commands that write them. */
export const COMMANDS = ['backport', 'lint', 'verify'] as const;
type CommandName = (typeof COMMANDS)[number];

/**
 * Reads what a job left. What is missing, damaged, of another revision or not as far as it had to be is a failure, as is what the
 * commands themselves call one; nothing is passed over.
 * @param folder of the results of all jobs
 */
export function readRevision(
  folder: string,
  { name, job, level, isThere, problems }: Expected,
): CollectedRevision {
  const found: string[] = [...problems];
  const at = (command: CommandName): string => join(folder, name, `${command}.json`);

  const port = isThere ? outcomeOf(at('backport'), 'backport', portOutcome, found) : undefined;
  if (job && port && port.base !== job.commit)
    found.push(`backport.json: it is of the commit ${port.base}, and not of ${job.commit}`);
  const goesOn = port !== undefined && port.status !== 'refused';
  const branch = port?.status === 'ported' ? `refs/heads/qemu-downtime/${name}` : `refs/heads/${name}`;

  const lint = goesOn ? outcomeOf(at('lint'), 'lint', lintOutcome, found) : undefined;
  if (job && lint && lint.revision !== branch)
    found.push(`lint.json: it is of ${lint.revision}, and not of ${branch}`);

  // Where nobody had to verify there need be no document; one that is there counts.
  const isLackNoted = level !== 'none';
  const hint = level === undefined ? '; with --level none it need not be there' : '';
  const verify = goesOn
    ? outcomeOf(at('verify'), 'verify', verifyOutcome, found, { isLackNoted, hint })
    : undefined;
  if (job && verify && verify.tree !== branch)
    found.push(`verify.json: it is of ${verify.tree}, and not of ${branch}`);
  if (verify && level !== undefined && level !== 'none' && verify.verification.level !== level)
    found.push(`verify.json: it went up to ${verify.verification.level}, and not to ${level}`);

  return {
    name,
    revision: job?.revision ?? name,
    commit: job?.commit ?? port?.base ?? null,
    version: port?.version ?? null,
    passed: found.length === 0,
    port: port?.status ?? null,
    lint: lint?.amounts ?? null,
    verify: verify?.verification ?? null,
    problems: found,
  };
}

/** The facts of a document; what is wrong goes to `found`. */
function outcomeOf<Facts>(
  path: string,
  command: CommandName,
  read: (document: JsonView) => { readonly facts?: Facts; readonly problems: readonly string[] },
  found: string[],
  { isLackNoted = true, hint = '' } = {},
): Facts | undefined {
  const file = `${command}.json`;
  const opened = readDocument(path, `qemu-downtime/${command}@1`);
  if ('missing' in opened) {
    if (isLackNoted)
      found.push(`${file} is missing: the job did not get that far, or its artifacts are gone${hint}`);
    return undefined;
  }
  try {
    if ('unfit' in opened) throw new UnfitDocument(opened.unfit);
    const { facts, problems } = read(opened.document);
    found.push(...problems.map((problem) => `${command}: ${problem}`));
    return facts;
  } catch (error) {
    const why = error instanceof UnfitDocument ? error.message : whyOf(error);
    found.push(`${file} cannot be used: ${why}`);
    return undefined;
  }
}

class UnfitDocument extends Error {}
