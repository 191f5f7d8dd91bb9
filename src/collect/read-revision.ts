import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { PORT_MAIL } from '../pipeline/job-script.js';
import type { PipelineLevel, RevisionJob } from '../pipeline/pipeline.js';
import type { JsonView } from './json-view.js';
import type { CollectedRevision } from './model.js';
import { isCalled, resultOf } from './names-of-port.js';
import { lintOutcome, type PortFacts, portOutcome, verifyOutcome } from './outcomes.js';
import { readDocument, whyOf } from './read-document.js';

/** What is known of a job before its results are read. */
export interface Expected {
  readonly name: string;
  /** As the list of jobs has it; undefined where there is no list. */
  readonly job: RevisionJob | undefined;
  /** How far it had to verify; undefined where nobody says. */
  readonly level: PipelineLevel | undefined;
  /** The recipes that the jobs were to port, with commas between, and the one of a document that names none; undefined as the job is. */
  readonly recipes: { readonly asked: string; readonly byDefault: string } | undefined;
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
  { name, job, level, recipes, isThere, problems }: Expected,
): CollectedRevision {
  const found: string[] = [...problems];
  const at = (command: CommandName): string => join(folder, name, `${command}.json`);

  const port = isThere ? outcomeOf(at('backport'), 'backport', portOutcome, found) : undefined;
  if (job && port && port.names.base !== job.commit)
    found.push(`backport.json: it is of the commit ${port.names.base}, and not of ${job.commit}`);
  // A refusal may come before any recipe is looked at.
  if (port && port.status !== 'refused') found.push(...otherRecipes('backport.json', port.recipes, recipes));
  if (job && port?.status === 'ported') found.push(...mailProblems(join(folder, name)));
  const goesOn = port !== undefined && port.status !== 'refused';
  const subject = port && subjectOf(name, job, port);

  const lint = goesOn ? outcomeOf(at('lint'), 'lint', lintOutcome, found) : undefined;
  if (lint)
    found.push(
      ...strangeness('lint.json', lint.revision, lint.version, subject),
      ...otherRecipes('lint.json', lint.recipes, recipes),
    );

  // Where nobody had to verify there need be no document; one that is there counts.
  const isLackNoted = level !== 'none';
  const hint = level === undefined ? '; with --level none it need not be there' : '';
  const verify = goesOn
    ? outcomeOf(at('verify'), 'verify', verifyOutcome, found, { isLackNoted, hint })
    : undefined;
  if (verify)
    found.push(
      ...strangeness('verify.json', verify.tree, verify.version, subject),
      ...otherRecipes('verify.json', verify.recipes, recipes),
    );
  if (verify && level !== undefined && level !== 'none' && verify.verification.level !== level)
    found.push(`verify.json: it went up to ${verify.verification.level}, and not to ${level}`);

  return {
    name,
    revision: job?.revision ?? name,
    commit: job?.commit ?? port?.names.base ?? null,
    version: port?.version ?? null,
    passed: found.length === 0,
    port: port?.status ?? null,
    lint: lint?.amounts ?? null,
    verify: verify?.verification ?? null,
    problems: found,
  };
}

/** What the later documents have to be of. */
interface Subject {
  /** Undefined where any will do: a patch may be applied anywhere. */
  readonly name: string | undefined;
  readonly version: string | null;
  readonly has: (revision: string) => boolean;
  /** Whether a tree in a folder will do as well. */
  readonly folders: boolean;
}

function subjectOf(
  name: string,
  job: RevisionJob | undefined,
  { status, version, names }: PortFacts,
): Subject {
  if (job) {
    const branch = status === 'ported' ? `refs/heads/qemu-downtime/${name}` : `refs/heads/${name}`;
    return { name: branch, version, has: (revision) => revision === branch, folders: false };
  }
  const result = resultOf(status, names);
  if (!result) return { name: undefined, version, has: () => true, folders: true };
  return { name: result.name, version, has: (revision) => isCalled(revision, result), folders: true };
}

/** A folder as users name one, if it is neither below the present one nor called like a revision. */
const FOLDER = /^[./~]/;

/** Says that a document is of another revision, where that can be told. */
function strangeness(
  file: string,
  revision: string | null,
  version: string | null,
  subject: Subject | undefined,
): string[] {
  if (!subject) return [];
  const isFolder = revision === null || FOLDER.test(revision);
  const fits = isFolder ? subject.folders : subject.has(revision);
  if (!fits) return [`${file}: it is of ${revision}, and not of ${subject.name}`];
  if (version === null || subject.version === null || version === subject.version) return [];
  return [`${file}: it is of QEMU ${version}, and backport.json of QEMU ${subject.version}`];
}

/** Says that a document is of other recipes than the jobs were to port, in whatever order they are named. */
function otherRecipes(
  file: string,
  found: readonly string[] | undefined,
  recipes: Expected['recipes'],
): string[] {
  if (!recipes) return [];
  const theirs = found ?? [recipes.byDefault];
  const asked = recipes.asked.split(',');
  const isSame = theirs.length === asked.length && theirs.every((name) => asked.includes(name));
  return isSame ? [] : [`${file}: it is of the recipe ${theirs.join(',')}, and not of ${recipes.asked}`];
}

/** What is wrong with the mail that has a port: it is what the job was run for. */
function mailProblems(folder: string): string[] {
  try {
    const stats = lstatSync(join(folder, PORT_MAIL));
    if (!stats.isFile()) return [`${PORT_MAIL} cannot be used: it is no file`];
    return stats.size === 0 ? [`${PORT_MAIL} cannot be used: it is empty`] : [];
  } catch {
    // Its folder was listed and read: what cannot be looked at is not there.
    return [missing(PORT_MAIL)];
  }
}

function missing(file: string): string {
  return `${file} is missing: the job did not get that far, or its artifacts are gone`;
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
    if (isLackNoted) found.push(`${missing(file)}${hint}`);
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
