import { SourceFile } from '../csource/source-file.js';
import { type Edit, splice } from '../csource/splice.js';
import { placementAdvice, placementProblems, withBareHead } from '../problem/placement-problems.js';
import { isSameLine, type Problem } from '../problem/problem.js';
import { bareHead } from './bare-body.js';
import type { CheckpointSurvey } from './checkpoint-survey.js';
import type { ExistingCall } from './existing-calls.js';
import { movedCalls } from './moved-calls.js';
import { placeAt } from './place-at.js';
import type { SurveyedSite } from './site.js';
import type { Sources } from './sources.js';
import type { Slip } from './unknown-names.js';

/** A call with a slip in a name, and what to do about it, which depends on whether it would be right without. */
export interface MisspeltCall {
  readonly slip: Slip;
  readonly problem: Problem;
  /** The place without a call that it is meant for, as the tree is with the name mended. */
  readonly site: SurveyedSite | undefined;
  /** With the name mended it is right; where not, it has to go. */
  readonly isRightOtherwise: boolean;
}

/** The sources with the names mended; no line becomes another. */
export function withoutSlips(sources: Sources, slips: readonly Slip[]): Sources {
  const mended = (file: SourceFile): SourceFile => {
    const edits: Edit[] = slips.flatMap((slip) => (slip.file === file ? slip.edits : []));
    return edits.length === 0 ? file : new SourceFile(file.path, splice(file.text, edits));
  };
  return { migration: mended(sources.migration), savevm: mended(sources.savevm) };
}

/**
 * Says of each call with a slip what to do: to write the name right, or where that would make a call that is wrong to delete it.
 * @param mended what the tree has of each checkpoint with the names mended
 */
export function judgeSlips(slips: readonly Slip[], mended: readonly CheckpointSurvey[]): MisspeltCall[] {
  return slips.map((slip) => {
    const own = mended.find(({ checkpoint }) => checkpoint.name === slip.checkpoint);
    const isIt = ({ function: { file }, call }: ExistingCall): boolean =>
      isSameLine(placeAt(file, call.start), slip.place);
    const site = own?.sites.find(({ existing }) => existing && isIt(existing));
    const stray = own?.strays.some(isIt)
      ? own.problems.find(({ place }) => isSameLine(place, slip.place))
      : undefined;
    const isElsewhere = stray?.code === 'misplaced' || stray?.code === 'wrong-function';
    const moved = isElsewhere
      ? movedCalls(own?.strays ?? [], own?.sites ?? [], own?.status === 'placed').find((one) =>
          isIt(one.stray),
        )
      : undefined;
    const write = placementAdvice.write(slip.right);
    const next =
      stray === undefined ? write : moved === undefined ? superfluous(slip) : `${write}, and ${stray.next}`;
    return {
      slip,
      problem: problemOf(slip, next),
      site: site ?? moved?.site,
      isRightOtherwise: stray === undefined,
    };
  });
}

function superfluous({ checkpoint = '', file, offset }: Slip): string {
  const advice = placementAdvice.superfluous(checkpoint);
  const head = bareHead(file, offset);
  return head ? withBareHead(advice, head) : advice;
}

function problemOf({ kind, spelt, right, checkpoint, place }: Slip, next: string): Problem {
  return kind === 'tracepoint'
    ? placementProblems.misspeltTracepoint(spelt, right, checkpoint, next, place)
    : placementProblems.unknownCheckpoint(spelt, right, next, place);
}
