import { Backport } from '../backport/backport.js';
import { patchForms } from '../backport/forms/index.js';
import { requestedRevisions } from '../backport/requested.js';
import { prepareParser } from '../csource/ready-parser.js';
import { type BackportDocument, type RevisionDocument, revisionJson } from '../documents/backport.js';
import { openObjectReader } from '../git/object-reader.js';
import { usageProblems } from '../problem/usage-problems.js';
import { noteStyles } from '../provenance/note-styles/index.js';
import {
  type BackportChoices,
  backportRequest,
  checkBackportChoices,
  messageFrom,
} from './backport-request.js';
import { checkCall, flag, type OptionKinds, oneOf, text, texts } from './check-call.js';
import { type RecipeName, recipeChoice } from './recipe-name.js';

/** What {@link backport} can be told. */
export interface BackportOptions {
  /** Revisions, or patterns of refs such as `stable-*`; at least one. */
  readonly onto: readonly string[];
  /** What to make: a commit on a new branch, which is what it does without it, or a patch. */
  readonly as?: 'branch' | 'mbox' | 'quilt' | 'diff';
  /** What the names of new branches begin with; `qemu-downtime/` without it. */
  readonly branchPrefix?: string;
  /** A folder for the patches, made if absent, or for one revision a file. Without it the patches are in the result. */
  readonly output?: string;
  /** Names of checkpoints, or patterns of names such as `src-*`; all without it. */
  readonly only?: readonly string[];
  /** A commit each, in upstream's order; the checkpoints without it. */
  readonly recipes?: readonly RecipeName[];
  /** The whole series that upstream's commit ends, a commit each, in place of `recipes`. */
  readonly series?: boolean;
  /** Also carry 812145fcf7, a later upstream correction. */
  readonly fixes?: boolean;
  /** The manner of the note in the message; `stable` without it. */
  readonly noteStyle?: 'stable' | 'debian' | 'oracle' | 'openeuler' | 'plain';
  /** A text in place of upstream's, maybe with trailers at its end; the note stays. */
  readonly message?: string;
  /** Add the user's Signed-off-by. */
  readonly signoff?: boolean;
  /** Replace a branch or patch of an earlier run that differs. */
  readonly force?: boolean;
  /** Say what would change, and write nothing. */
  readonly dryRun?: boolean;
}

const KINDS: OptionKinds<BackportOptions> = {
  onto: texts,
  as: oneOf(['branch', ...Object.keys(patchForms)]),
  branchPrefix: text,
  output: text,
  only: texts,
  recipes: texts,
  series: flag,
  fixes: flag,
  noteStyle: oneOf(Object.keys(noteStyles)),
  message: text,
  signoff: flag,
  force: flag,
  dryRun: flag,
};

/**
 * Makes a commit or a patch for each of some revisions, by git objects alone: no work tree is touched.
 * @param repository a git repository, bare or not
 * @returns what became of each revision; one that is refused says why, and the others are done
 * @throws WrongUsage for options that contradict each other; Refusal where there is no repository; EnvironmentLack where git,
 * the parser or a name for the commits is missing
 */
export async function backport(repository: string, options: BackportOptions): Promise<BackportDocument> {
  checkCall('backport', { name: 'repository', value: repository }, options, KINDS);
  const {
    onto,
    message,
    recipes,
    as = 'branch',
    branchPrefix = 'qemu-downtime/',
    noteStyle = 'stable',
  } = options;
  const choices: BackportChoices = { ...options, as, branchPrefix, noteStyle, ...recipeChoice(recipes) };
  checkBackportChoices(choices, message !== undefined);
  if (onto === undefined || onto.length === 0) throw usageProblems.noRevision(undefined);
  const ownText = message === undefined ? undefined : messageFrom(message, '--message-file', 'message');
  const request = backportRequest(choices, onto, ownText);
  await prepareParser();
  const reader = await openObjectReader(repository);
  try {
    const revisions = await requestedRevisions(reader.repository, onto, branchPrefix);
    const prepared = await Backport.prepare(reader, request);
    const results: RevisionDocument[] = [];
    for await (const result of prepared.run(revisions)) {
      const document = revisionJson(result, request.recipes, request.dryRun, reader.repository.format);
      // Names cut from a source keep the whole source alive; a copy does not.
      results.push(structuredClone(document));
    }
    const diff = results.map((one) => one.diff ?? '').join('');
    return { schema: 'qemu-downtime/backport@1', results, ...(request.dryRun ? { diff } : {}) };
  } finally {
    await reader.close();
  }
}
