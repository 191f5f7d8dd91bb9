import type { Recipe } from '../catalogue/recipe.js';
import { Lines, lineEndings } from '../csource/lines.js';
import { byteDefect, isParsed, type SourceFile } from '../csource/source-file.js';
import { type Edit, offsetBefore, splice } from '../csource/splice.js';
import { placeAt } from '../placement/place-at.js';
import type { SurveyedSite } from '../placement/site.js';
import { type ReadTexts, readTexts, type TreeTexts } from '../placement/sources.js';
import { type CheckpointSurvey, type Survey, survey } from '../placement/survey.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { sourceDefect } from '../problem/source-problems.js';
import { prove } from '../proof/prove.js';
import { planEvent } from './event-edits.js';
import { addInclude, hasInclude, includeMissing, includeUnused } from './include-edit.js';
import { CrowdedLine } from './line-edits.js';
import { removalEdit } from './removal.js';
import { NoFreeLocal, siteEdits } from './site-edits.js';

/** What a user may choose about a port. */
export interface PortOptions {
  /** The checkpoints to port; all by default. */
  readonly selected: (name: string) => boolean;
  /** Also carry the later upstream corrections. */
  readonly fixes: boolean;
}

/** What became of one checkpoint. The names are those of the JSON contract. */
type Status =
  | 'inserted'
  | 'replaced'
  | 'moved'
  | 'present'
  | 'skipped'
  | 'not-applicable'
  | 'unplaced';

/** A call in the resulting text. */
export interface PlacedCall {
  readonly file: string;
  /** 1-based line of the call in the resulting file. */
  readonly line: number;
  readonly function: string;
  /** Why there. */
  readonly why: string;
  readonly placement: string;
}

/** The verdict on one checkpoint. */
export interface Verdict {
  readonly name: string;
  readonly status: Status;
  readonly sites: readonly PlacedCall[];
  readonly reason?: string;
}

/** A file's text before and after. Equal where nothing changes. */
export interface FilePlan {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

/** What a port does to a tree, proved; or the problems for which it is refused. */
export interface Plan {
  readonly recipe: Recipe;
  readonly verdicts: readonly Verdict[];
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
  /** Worth saying, no reason to refuse. */
  readonly notes: readonly string[];
}

/**
 * Plans a recipe's port and proves its result. Writes nothing.
 * @returns a plan; with problems, its files are unchanged and nothing of it may be written.
 */
export function planPort(texts: TreeTexts, recipe: Recipe, options: PortOptions): Plan {
  const read = readTexts(texts);
  const defects = defectProblems(read);
  if (defects.length > 0) return refused(texts, recipe, [], defects, []);

  const notes = endingNotes(texts);
  const before = survey(read.sources, recipe);
  const blocking = [
    ...before.problems,
    ...before.checkpoints.flatMap((one) => (options.selected(one.checkpoint.name) ? one.problems : [])),
  ];
  if (blocking.length > 0) return refused(texts, recipe, before.checkpoints, blocking, notes);

  const edits = planEdits(read, before, options);
  if (edits.problems.length > 0) return refused(texts, recipe, before.checkpoints, edits.problems, notes);

  const after: TreeTexts = {
    migration: { path: texts.migration.path, text: splice(texts.migration.text, edits.migration) },
    savevm: { path: texts.savevm.path, text: splice(texts.savevm.text, edits.savevm) },
    events: { path: texts.events.path, text: splice(texts.events.text, edits.events) },
  };
  const readAfter = readTexts(after);
  const result = survey(readAfter.sources, recipe);
  const files = (['migration', 'savevm', 'events'] as const).map(
    (role): FilePlan => ({
      path: texts[role].path,
      before: texts[role].text,
      after: after[role].text,
      edits: edits[role],
    }),
  );
  const disproof = [...prove(result, readAfter.events, options.selected), ...newBlemishes(read, readAfter)];
  if (disproof.length > 0) {
    const problems = disproof.map((problem) => inTheFile(problem, files));
    return refused(texts, recipe, before.checkpoints, problems, notes);
  }

  return {
    recipe,
    verdicts: result.checkpoints.map((one, index) =>
      verdict(one, before.checkpoints[index], options, edits.moved),
    ),
    files,
    problems: [],
    notes,
  };
}

/** A problem of the planned text, with the line of the file as it is. */
function inTheFile(problem: Problem, files: readonly FilePlan[]): Problem {
  const { place } = problem;
  const file = files.find((one) => one.path === place?.file);
  if (!place?.line || !file) return problem;
  const start = new Lines(file.after).startOfLine(place.line);
  const line = new Lines(file.before).numberAt(offsetBefore(file.edits, start));
  return { ...problem, place: { ...place, line } };
}

interface PlannedEdits {
  readonly migration: Edit[];
  readonly savevm: Edit[];
  readonly events: Edit[];
  readonly moved: Set<string>;
  readonly problems: Problem[];
}

function planEdits(read: ReadTexts, before: Survey, options: PortOptions): PlannedEdits {
  const { recipe } = before;
  const planned: PlannedEdits = { migration: [], savevm: [], events: [], moved: new Set(), problems: [] };
  for (const { checkpoint, sites } of before.checkpoints) {
    if (!options.selected(checkpoint.name)) continue;
    const edits = planned[checkpoint.file];
    for (const site of sites) {
      if (options.fixes && site.fixedNeedsBraces) {
        planned.problems.push(
          placementProblems.guardWithoutBraces(placeAt(site.function.file, site.anchor.start)),
        );
        continue;
      }
      const moves = options.fixes && site.existing && !site.existingIsFixed && site.fixedGap !== undefined;
      if (site.existing && !moves) continue;
      try {
        if (site.existing) {
          edits.push(removalEdit(site.existing, site.placement.side));
          planned.moved.add(checkpoint.name);
        }
        edits.push(...mergeNewLocals(siteEdits(recipe, checkpoint.name, site, options.fixes), edits));
      } catch (error) {
        planned.problems.push(editProblem(error, site));
      }
    }
  }
  for (const role of ['migration', 'savevm'] as const) {
    const file = read.sources[role];
    const calls = before.calls.filter((call) => call.function.file === file).length;
    if (planned[role].length === 0 && calls === 0) continue;
    if (hasInclude(file, recipe.include)) {
      const problem = calls === 0 ? includeUnused(file, recipe.include) : undefined;
      if (problem) planned.problems.push(problem);
    } else {
      const include =
        includeMissing(file, recipe.include, recipe.call.function) ?? addInclude(file, recipe.include);
      if ('code' in include) planned.problems.push(include);
      else planned[role].push(include);
    }
  }
  const anyCall = before.calls.length > 0 || planned.migration.length + planned.savevm.length > 0;
  if (anyCall) {
    const event = planEvent(read.events, recipe, olderGone(before, options));
    planned.events.push(...event.edits);
    planned.problems.push(...event.problems);
  }
  return planned;
}

/** Two moved calls in one function would declare the same local twice; the second finds it declared. */
function mergeNewLocals(edits: readonly Edit[], planned: readonly Edit[]): Edit[] {
  return edits.filter((edit) => !planned.some((known) => isSameDeclaration(known, edit)));
}

function isSameDeclaration(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text && /^\s*int \w+;\s*$/.test(a.text);
}

/** True when every call of the older tracepoint is renamed by this port, or was before, and no other is left. */
function olderGone(before: Survey, options: PortOptions): boolean {
  const renaming = before.checkpoints.filter((one) =>
    one.checkpoint.slots.some((slot) => slot.placements.some((placement) => placement.renames)),
  );
  const renamed = renaming.flatMap((one) => one.sites.filter((site) => site.form === 'rename'));
  return (
    renaming.length > 0 &&
    renaming.every(
      (one) =>
        one.status === 'placed' &&
        one.sites.every(
          (site) => site.existing || (site.form === 'rename' && options.selected(one.checkpoint.name)),
        ),
    ) &&
    olderCalls(before) === renamed.length
  );
}

/** Calls of the older tracepoint, wherever they are. */
function olderCalls(before: Survey): number {
  const older = before.recipe.event.removes?.name;
  const call = new RegExp(`\\btrace_${older}\\s*\\(`, 'g');
  const { migration, savevm } = before.sources;
  return [migration, savevm].reduce((sum, file) => sum + [...file.code.matchAll(call)].length, 0);
}

function editProblem(error: unknown, site: SurveyedSite): Problem {
  const file = site.function.file;
  if (error instanceof CrowdedLine) return placementProblems.crowdedLine(placeAt(file, error.offset));
  if (error instanceof NoFreeLocal)
    return placementProblems.localTaken(error.names, placeAt(file, site.statement.start));
  throw error;
}

/** What makes a file unfit for editing. */
export function defectProblems(read: ReadTexts): Problem[] {
  const files = [read.sources.migration, read.sources.savevm];
  const problems = files.flatMap(({ defect, path, lines }) =>
    defect ? [sourceDefect(defect.kind, { file: path, line: lines.numberAt(defect.offset) })] : [],
  );
  const { events } = read;
  const defect = byteDefect(events.text);
  if (defect) {
    const line = events.text.slice(0, defect.offset).split('\n').length;
    problems.push(sourceDefect(defect.kind, { file: events.path, line }));
  }
  return problems;
}

function endingNotes(texts: TreeTexts): string[] {
  return [texts.migration, texts.savevm, texts.events].flatMap(({ path, text }) =>
    lineEndings(text) === 'mixed'
      ? [`${path} mixes LF and CRLF line ends; new lines end as their neighbours do`]
      : [],
  );
}

/** A function that parsed before the port must parse after it. */
function newBlemishes(before: ReadTexts, after: ReadTexts): Problem[] {
  const problems: Problem[] = [];
  for (const role of ['migration', 'savevm'] as const) {
    const [old, now] = [before.sources[role], after.sources[role]];
    if (now.defect) problems.push(sourceDefect(now.defect.kind, placeAt(now, now.defect.offset)));
    if (old.functions.length !== now.functions.length)
      problems.push(placementProblems.notParsed({ file: now.path }));
    problems.push(...blemishesIn(old, now));
  }
  return problems;
}

function blemishesIn(old: SourceFile, now: SourceFile): Problem[] {
  return now.functions.flatMap((span, index) => {
    const was = old.functions[index];
    const same = was && old.slice({ start: was.start, end: was.end }) === now.slice(span);
    if (same) return [];
    const result = now.parse(span);
    return isParsed(result) ? [] : [placementProblems.notParsed(placeAt(now, result.offset))];
  });
}

function verdict(
  result: CheckpointSurvey,
  before: CheckpointSurvey | undefined,
  options: PortOptions,
  moved: ReadonlySet<string>,
): Verdict {
  const { name, notApplicable } = result.checkpoint;
  if (!options.selected(name)) return { name, status: 'skipped', sites: [] };
  if (result.status === 'not-applicable') {
    return { name, status: 'not-applicable', sites: [], reason: notApplicable ?? 'not in this tree' };
  }
  const sites = result.sites.map((site): PlacedCall => {
    const at = site.existing?.call ?? site.statement;
    return {
      file: site.function.file.path,
      line: site.function.file.lineOf(at.start),
      function: site.function.name,
      why: site.placement.why,
      placement: site.placement.id,
    };
  });
  return { name, status: statusOf(before, moved.has(name)), sites };
}

function statusOf(before: CheckpointSurvey | undefined, moved: boolean): Status {
  if (moved) return 'moved';
  const missing = before?.sites.filter((site) => !site.existing) ?? [];
  if (missing.length === 0) return 'present';
  return missing.every((site) => site.form === 'rename') ? 'replaced' : 'inserted';
}

function refused(
  texts: TreeTexts,
  recipe: Recipe,
  checkpoints: readonly CheckpointSurvey[],
  problems: readonly Problem[],
  notes: readonly string[],
): Plan {
  const verdicts = checkpoints.map(({ checkpoint, status, sites, problems: own }): Verdict => {
    const { name } = checkpoint;
    const reason = own[0]?.found;
    if (status === 'unplaced' || reason)
      return { name, status: 'unplaced', sites: [], ...(reason ? { reason } : {}) };
    if (status === 'not-applicable')
      return { name, status, sites: [], reason: checkpoint.notApplicable ?? '' };
    const present = sites.length > 0 && sites.every((site) => site.existing);
    return present
      ? { name, status: 'present', sites: [] }
      : { name, status: 'unplaced', sites: [], reason: 'has a place, but the tree is refused' };
  });
  const files = [texts.migration, texts.savevm, texts.events].map(({ path, text }) => ({
    path,
    before: text,
    after: text,
    edits: [],
  }));
  return { recipe, verdicts, files, problems: uniqueProblems(problems), notes };
}

function uniqueProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    return seen.has(key) ? false : seen.add(key);
  });
}
