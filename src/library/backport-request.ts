import type { PatchForm } from '../backport/forms/index.js';
import type { BackportRequest } from '../backport/request.js';
import { upstreamSeries } from '../catalogue/upstream-series/index.js';
import { packageVersion } from '../package-version.js';
import { tidyMessage } from '../patch/tidy-message.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { NoteStyleName } from '../provenance/note-styles/index.js';
import { today } from '../provenance/today.js';
import { patchOutput } from './patch-output.js';
import { selectNames, selectRecipes } from './select.js';

/** What a user may choose about backports. */
export interface BackportChoices {
  readonly as: 'branch' | PatchForm;
  readonly branchPrefix: string;
  readonly noteStyle: NoteStyleName;
  /** Where patches go. */
  readonly output?: string;
  /** Patterns of names of checkpoints. */
  readonly only?: readonly string[];
  /** Names of recipes, by commas. */
  readonly recipe?: string;
  readonly series?: boolean;
  readonly fixes?: boolean;
  readonly signoff?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/**
 * What the choices mean.
 * @param texts the revisions as they were given
 * @param text of the message, in place of upstream's
 * @param ontoFile where there are more revisions that `texts` does not show to be many
 * @throws WrongUsage
 */
export function backportRequest(
  choices: BackportChoices,
  texts: readonly string[],
  text: string | undefined,
  ontoFile?: string,
): BackportRequest {
  const { as, output } = choices;
  const recipes = choices.series ? upstreamSeries : selectRecipes(choices.recipe);
  const place = {
    ...(output === undefined ? {} : { output }),
    ...(ontoFile === undefined ? {} : { ontoFile }),
  };
  return {
    recipes,
    port: { selected: selectNames(recipes, choices.only ?? []), fixes: choices.fixes ?? false },
    as,
    branchPrefix: choices.branchPrefix,
    force: choices.force ?? false,
    dryRun: choices.dryRun ?? false,
    signoff: choices.signoff ?? false,
    message: { style: choices.noteStyle, text, date: today() },
    output: as === 'branch' ? undefined : patchOutput(place, texts),
    signature: `qemu-downtime ${packageVersion()}`,
  };
}

/**
 * A message as `git commit --file` takes it: without blanks at line ends and doubled blank lines.
 * @throws WrongUsage `file-unreadable` where nothing is left
 */
export function messageFrom(text: string, option: string, path: string): string {
  const tidy = tidyMessage(text);
  if (tidy === '') throw usageProblems.unreadable(option, path, 'there is no text in it');
  return tidy;
}

/** @param hasMessage whether there is a text in place of upstream's @throws WrongUsage for choices that contradict each other */
export function checkBackportChoices(choices: BackportChoices, hasMessage: boolean): void {
  const { as, signoff, series, recipe, only } = choices;
  if (series && recipe !== undefined)
    throw usageProblems.together('--series', '--recipe', 'the series is all of them');
  if (series && only) throw usageProblems.together('--series', '--only', 'the series is made as a whole');
  if (hasMessage && (series || recipe?.includes(',')))
    throw usageProblems.together(
      series ? '--series' : '--recipe',
      '--message-file',
      'each of several commits has a text of its own',
    );
  if (as !== 'diff') return;
  const why = 'a plain diff has no message';
  if (signoff) throw usageProblems.together('--as diff', '--signoff', why);
  if (hasMessage) throw usageProblems.together('--as diff', '--message-file', why);
}
