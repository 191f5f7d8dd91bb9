import type { Checkpoint, Placement, Recipe, Slot } from '../catalogue/recipe.js';
import { callsTo } from '../csource/locate.js';
import { placementAdvice, placementProblems, placementReasons } from '../problem/placement-problems.js';
import { type Problem, withoutRepeats } from '../problem/problem.js';
import { withBareHeadOf } from './bare-body.js';
import type { CheckpointSurvey } from './checkpoint-survey.js';
import { type ExistingCall, findExistingCalls, type HiddenCall, isSpoiling } from './existing-calls.js';
import { type Found, findSite, hasEvidence } from './find-site.js';
import { displacedCalls, helperProblem, undefinedHelpers } from './helper-functions.js';
import { matchSite } from './match-site.js';
import { judgeSlips, type MisspeltCall, withoutSlips } from './misspelt-calls.js';
import { secondOnPath, unplaced } from './near-misses.js';
import { openFunction } from './open-function.js';
import { placeAt } from './place-at.js';
import type { NearMiss, Site, SurveyedSite } from './site.js';
import type { Sources } from './sources.js';
import { judgeStrays } from './stray-calls.js';
import { unguardedCall } from './surroundings.js';
import { callsOfUnknownPurpose, withUnjudged } from './unjudged-calls.js';
import { misspeltTracepoints, unknownNames } from './unknown-names.js';

export type { CheckpointSurvey } from './checkpoint-survey.js';

/** The whole answer for one recipe. */
export interface Survey {
  readonly recipe: Recipe;
  readonly sources: Sources;
  readonly checkpoints: readonly CheckpointSurvey[];
  /** What belongs to no checkpoint: unknown names, calls the parser cannot see. */
  readonly problems: readonly Problem[];
  readonly calls: readonly ExistingCall[];
  /** Calls that the parser does not see as such. */
  readonly hidden: readonly HiddenCall[];
  /** Calls with a slip in a name. */
  readonly misspelt: readonly MisspeltCall[];
}

/**
 * Says for every checkpoint of a recipe where its calls belong in these sources and which are there.
 * Reads only; knows nothing of edits. The same answer serves `apply`, `backport` and `lint`.
 */
export function survey(sources: Sources, recipe: Recipe): Survey {
  const { checkpoints, calls, hidden, ofHidden } = surveyCheckpoints(sources, recipe);
  const slips = [
    ...unknownNames(recipe, calls),
    ...[sources.migration, sources.savevm].flatMap((file) => misspeltTracepoints(recipe, file)),
  ];
  const mended = slips.length > 0 ? surveyCheckpoints(withoutSlips(sources, slips), recipe).checkpoints : [];
  const misspelt = judgeSlips(slips, mended);
  const problems = [
    ...ofHidden,
    ...misspelt.map(({ problem }) => problem),
    ...undefinedHelpers(sources, recipe),
  ];
  return { recipe, sources, checkpoints, problems, calls, hidden, misspelt };
}

/** The same, names with a slip taken as they are. */
function surveyCheckpoints(
  sources: Sources,
  recipe: Recipe,
): Pick<Survey, 'checkpoints' | 'calls' | 'hidden'> & { readonly ofHidden: readonly Problem[] } {
  const existing = [sources.migration, sources.savevm].map((file) => findExistingCalls(file, recipe));
  const calls = existing.flatMap((found) => found.calls);
  const hidden = existing.flatMap((found) => found.hidden);
  // Of a function that a call keeps from being parsed, the call is told, which checkpoint that is about and what to do.
  const spoiling = hidden.filter(isSpoiling);
  const bySpoiling = (problem: Problem): Problem => {
    const { code, place } = problem;
    const call = spoiling.find(
      ({ file, function: fn }) => file.path === place?.file && fn === place.function,
    );
    return code === 'not-analysable' && call ? describeHidden(call) : problem;
  };
  // All calls in a function that does not parse have the same said of them.
  const ofHidden = withoutRepeats(
    hidden.map((call) =>
      call.blemish === undefined ? describeHidden(call) : bySpoiling(describeHidden(call)),
    ),
  );
  const matched = new Set<ExistingCall>();
  const placed = recipe.checkpoints.map((checkpoint) => {
    const answer = surveySlots(sources, recipe, checkpoint);
    const own = calls.filter((call) => call.name === checkpoint.name);
    const sites = answer.sites.map((site) => matchSite(site, own, matched, recipe));
    return { checkpoint, answer, sites, own };
  });
  const checkpoints = placed.map(({ checkpoint, answer, sites, own }): CheckpointSurvey => {
    const strays = own.filter((call) => !matched.has(call));
    const isPlaced = answer.problems.length === 0;
    const status = answer.applies ? (isPlaced ? 'placed' : 'unplaced') : 'not-applicable';
    const unjudged = callsOfUnknownPurpose(strays, answer.problems, recipe);
    const judged = strays.filter((call) => !unjudged.includes(call));
    const stray = judgeStrays(checkpoint, judged, sites, status);
    const lacking = withUnjudged(answer.problems.map(bySpoiling), unjudged);
    const problems = [...lacking, ...answer.beside, ...stray];
    const missingEvidence = sites.flatMap((site) => evidenceProblem(checkpoint, site, recipe));
    return {
      checkpoint,
      status,
      sites,
      strays,
      problems: [...problems, ...missingEvidence],
    };
  });
  return { checkpoints, calls, hidden, ofHidden };
}

interface SlotsAnswer {
  readonly applies: boolean;
  readonly sites: Site[];
  readonly problems: Problem[];
  /** What is wrong where there are places all the same. */
  readonly beside: Problem[];
}

function surveySlots(sources: Sources, recipe: Recipe, checkpoint: Checkpoint): SlotsAnswer {
  const sites: Site[] = [];
  const problems: Problem[] = [];
  const beside: Problem[] = [];
  let applies = false;
  for (const slot of checkpoint.slots) {
    if (!slotExists(sources, checkpoint, slot)) continue;
    applies = true;
    const answer = surveySlot(sources, recipe, checkpoint, slot);
    if ('problem' in answer) {
      problems.push(answer.problem);
      continue;
    }
    beside.push(...answer.beside);
    const known = sites.find(
      (site) =>
        site.function.file === answer.site.function.file &&
        site.anchor.start === answer.site.anchor.start &&
        site.statement.start === answer.site.statement.start,
    );
    if (known) known.paths.push(slot.path);
    else sites.push({ ...answer.site, paths: [slot.path] });
  }
  return { applies, sites, problems, beside };
}

/**
 * A slot exists where one of its functions does. Without any, one that has no signs exists all the same and is unplaced;
 * one that has them exists, and is unplaced, only if a sign proves that the tree has the path.
 */
function slotExists(sources: Sources, checkpoint: Checkpoint, slot: Slot): boolean {
  const file = sources[checkpoint.file];
  if (slot.functions.some((name) => file.definitions(name).length > 0)) return true;
  if (slot.signs.length === 0) return true;
  return slot.signs.some((sign) => {
    const mention = new RegExp(`\\b${sign}\\b`);
    return mention.test(sources.migration.code) || mention.test(sources.savevm.code);
  });
}

type SlotAnswer =
  /** With a site: what is wrong with the way to it. */
  { readonly site: Omit<Site, 'paths'>; readonly beside: readonly Problem[] } | { readonly problem: Problem };

function surveySlot(sources: Sources, recipe: Recipe, checkpoint: Checkpoint, slot: Slot): SlotAnswer {
  const file = sources[checkpoint.file];
  const misses: NearMiss[] = [];
  const lookedFor = { checkpoint, slot, misses, recipe };
  for (const placement of slot.placements) {
    for (const name of placement.functions) {
      const opened = openFunction(file, name);
      if (!opened) continue;
      if ('problem' in opened) return opened;
      if (placement.helper) {
        const problem = helperProblem(file, slot, placement, name, recipe);
        if (problem) return { problem };
      }
      const found: Found =
        firesTwice(sources, checkpoint, placement, name) ?? findSite(opened.fn, placement, recipe);
      if ('site' in found) {
        const beside = placement.helper ? displacedCalls(file, slot, placement, name, recipe) : [];
        return { site: described(found.site, slot, recipe), beside };
      }
      const second = placement.doubled && secondOnPath(opened.fn, found.anchors ?? []);
      if (second)
        return {
          problem: placementProblems.stoppedTwice(checkpoint.name, name, placeAt(file, second.start)),
        };
      misses.push({
        placement,
        function: name,
        line: file.lineOf(found.at),
        offset: found.at,
        reason: found.reason,
        lacks: found.lacks,
      });
      // A helper that exists and does not hold its anchor is no reason to look elsewhere.
      if (placement.helper) return { problem: unplaced(lookedFor, file, opened.fn.start) };
    }
  }
  const wanted = slot.functions.filter((name) => file.definitions(name).length > 0);
  if (wanted.length === 0) {
    const place = { file: file.path };
    return {
      problem: placementProblems.unplaced(checkpoint.name, [placementReasons.absent(slot.functions)], place),
    };
  }
  const span = file.definitions(wanted[0] ?? '')[0];
  return { problem: unplaced(lookedFor, file, span?.start ?? 0) };
}

/**
 * The older tracepoint's call is found by whichever placement comes first; one whose anchor is there as well says where the
 * place is.
 */
function described(site: Omit<Site, 'paths'>, { placements }: Slot, recipe: Recipe): Omit<Site, 'paths'> {
  if (site.form !== 'rename' || site.gap) return site;
  const own = placements.filter(({ functions }) => functions.includes(site.function.name));
  const found = own.map((placement) => findSite(site.function, placement, recipe));
  const better = found.find((one) => 'site' in one && one.site.gap !== undefined);
  // A call beside the older one, which stays then, is not the one that belongs there.
  return better && 'site' in better ? { ...better.site, gap: undefined } : site;
}

/** A reason against the placement where its function would run more than once in a migration. */
function firesTwice(
  sources: Sources,
  checkpoint: Checkpoint,
  placement: Placement,
  name: string,
): Found | undefined {
  const countIn = (caller: string, callee: string): number => {
    const opened = openFunction(sources.migration, caller);
    return opened && 'fn' in opened ? callsTo(opened.fn, [callee]).length : 0;
  };
  const { calledOnceBy: once, calledUnder: under } = placement;
  const file = sources[checkpoint.file];
  const at = file.definitions(name)[0]?.start ?? 0;
  if (once && countIn(once, name) > 1)
    return { reason: `is called ${countIn(once, name)} times by ${once}`, at, lacks: 'generation' };
  if (!under || countIn(under.twiceBy, under.in) < 2) return undefined;
  const opened = openFunction(file, under.in);
  const fn = opened && 'fn' in opened ? opened.fn : undefined;
  const bare = fn && unguardedCall(fn, callsTo(fn, [name]), under.condition);
  return bare
    ? {
        reason: `is called by ${under.in} without "if (${under.condition})", so twice in postcopy`,
        at: bare.start,
      }
    : undefined;
}

function evidenceProblem(checkpoint: Checkpoint, site: SurveyedSite, recipe: Recipe): Problem[] {
  const { placement } = site;
  if (site.existing || site.form === 'rename' || !placement.evidence) return [];
  const fn = site.function;
  const place = placeAt(fn.file, site.statement.start);
  if (placement.renames && callsTo(fn, [placement.renames.call]).length > 0) {
    return [placementProblems.olderCallMissing(checkpoint.name, placement.renames.argument, place)];
  }
  if (hasEvidence(fn, placement, recipe)) return [];
  return [placementProblems.noEvidence(checkpoint.name, placement.renames, placement.evidence, place)];
}

function describeHidden(hidden: HiddenCall): Problem {
  // The call may well be right: what is to be mended is the syntax, which may be lines away.
  if (hidden.blemish !== undefined) return placementProblems.notParsed(placeAt(hidden.file, hidden.blemish));
  const why = {
    preprocessor: `inside "${hidden.directive ?? '#if'}"`,
    'outside-function': 'outside any function',
    'not-parsed': 'where no statement can be',
    'not-a-string': 'whose name is not a plain string literal',
  }[hidden.why];
  const next = hidden.why === 'not-a-string' ? placementAdvice.notString : placementAdvice.hidden;
  const { file, offset } = hidden;
  return withBareHeadOf(
    placementProblems.hidden(hidden.name, why, next, placeAt(file, offset)),
    file,
    offset,
  );
}
