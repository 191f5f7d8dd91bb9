import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import type { CheckpointSurvey } from './checkpoint-survey.js';
import type { SurveyedSite } from './site.js';
import type { Sources } from './sources.js';

/** A place where the code needs the older tracepoint: a call, or a test whether it is on. */
export interface OlderCall {
  readonly file: SourceFile;
  readonly offset: number;
  readonly function: string | undefined;
  /** The string that it passes. */
  readonly argument: string | undefined;
  /** Whether the parser sees it: not in a directive or an `#else`. */
  readonly isSeen: boolean;
}

/**
 * Where the code needs the event that a recipe drops, in whatever form and in every branch of the preprocessor: while
 * one is left, the event's declaration has to stay.
 */
export function olderCalls(sources: Sources, recipe: Recipe): OlderCall[] {
  const older = recipe.event.removes?.name;
  if (older === undefined) return [];
  const parts = [`trace_${older}`, `TRACE_${older.toUpperCase()}`];
  // Most trees have none, and looking for a word is many times cheaper than the pattern.
  const files = [sources.migration, sources.savevm].filter(({ lexical }) =>
    parts.some((part) => lexical.includes(part)),
  );
  return files.flatMap((file) =>
    [...file.lexical.matchAll(uses(older))].map(({ index, 0: { length } }) => ({
      file,
      offset: index,
      function: file.functionAt(index)?.name,
      argument: /^\s*\(\s*"([^"\n]*)"/.exec(file.text.slice(index + length))?.[1],
      isSeen: file.code.charAt(index).trim() !== '',
    })),
  );
}

/** The places of checkpoints that QEMU had a call of the older event for, which takes the new name there. */
export function renamingSites(checkpoints: readonly CheckpointSurvey[]): SurveyedSite[] {
  return checkpoints.flatMap(({ sites }) => sites).filter(({ placement }) => placement.renames);
}

/** The names that QEMU's tracetool makes of an event. */
function uses(event: string): RegExp {
  const upper = event.toUpperCase();
  return new RegExp(
    `\\b(?:_nocheck__)?trace_${event}\\b|\\b_?TRACE_${upper}(?:_(?:EVENT|ENABLED|DSTATE|BACKEND_DSTATE))?\\b`,
    'g',
  );
}
