import type { ChangeRecipe, Part } from '../catalogue/change-recipe.js';
import { headerEdits } from '../changes/header-lines.js';
import { type ChangesSurvey, surveyChanges } from '../changes/survey-changes.js';
import type { SourceFile } from '../csource/source-file.js';
import { type Edit, splice } from '../csource/splice.js';
import { placeAt } from '../placement/place-at.js';
import { type ReadTexts, readTexts, type SeriesTexts } from '../placement/sources.js';
import { changeProblems } from '../problem/change-problems.js';
import type { Problem } from '../problem/problem.js';
import { absentCommits, lacks } from './absent-commits.js';
import { eventLineEdits } from './event-lines.js';
import { hasInclude } from './include-edit.js';
import type { FilePlan, PlacedCall, Plan, PortOptions, Verdict } from './port-result.js';
import { defectProblems, endingNotes, newBlemishes } from './text-defects.js';

/** Plans the port of a recipe of changes, and proves its result by looking for all of it anew. */
export function planChanges(texts: SeriesTexts, recipe: ChangeRecipe, options: PortOptions): Plan {
  const read = readTexts(texts, options.memory?.sources);
  const defects = defectProblems(read);
  if (defects.length > 0) return refusedChanges(texts, recipe, undefined, defects, []);

  const notes = endingNotes(texts);
  const skipped = skippedFor(read, recipe);
  if (skipped) return skippedPlan(texts, recipe, skipped, notes);
  const before = surveyChanges(read.sources, recipe);
  const { edits, problems } = changeEdits(read, before, texts);
  if (problems.length > 0) return refusedChanges(texts, recipe, before, problems, notes);

  const after: SeriesTexts = {
    migration: { ...texts.migration, text: splice(texts.migration.text, edits.migration) },
    savevm: { ...texts.savevm, text: splice(texts.savevm.text, edits.savevm) },
    events: { ...texts.events, text: splice(texts.events.text, edits.events) },
    ...(texts.header ? { header: { ...texts.header, text: splice(texts.header.text, edits.header) } } : {}),
  };
  const readAfter = readTexts(after);
  const result = surveyChanges(readAfter.sources, recipe);
  const disproof = [
    ...proveChanges(readAfter, result),
    ...newBlemishes(read, readAfter, definitionsOf(recipe)),
  ];
  if (disproof.length > 0) return refusedChanges(texts, recipe, before, disproof, notes);

  return {
    recipe,
    verdicts: result.changes.map(({ change: { name }, ...found }, index): Verdict => {
      if (found.status === 'not-applicable')
        return { name, status: 'not-applicable', sites: [], reason: 'no such function in this tree' };
      const isNew = before.changes[index]?.status === 'absent';
      const sites = placedCalls(found).map((site) =>
        isNew ? { ...site, written: 'between' as const } : site,
      );
      return { name, status: isNew ? 'inserted' : 'present', sites };
    }),
    files: (['migration', 'savevm', 'events', 'header'] as const).flatMap((role): FilePlan[] => {
      const [old, now] = [texts[role], after[role]];
      return old && now ? [{ path: old.path, before: old.text, after: now.text, edits: edits[role] }] : [];
    }),
    problems: [],
    absent: absentCommits(read, recipe),
    notes,
  };
}

interface ChangeEdits {
  readonly edits: Readonly<Record<'migration' | 'savevm' | 'events' | 'header', Edit[]>>;
  readonly problems: readonly Problem[];
}

/** The edits that make all changes that the tree does not have. */
function changeEdits(read: ReadTexts, before: ChangesSurvey, { header }: SeriesTexts): ChangeEdits {
  const { recipe, sources } = before;
  const edits: ChangeEdits['edits'] = { migration: [], savevm: [], events: [], header: [] };
  const problems = [...before.problems, ...before.changes.flatMap((one) => one.problems)];
  const touched = new Set<SourceFile>();
  for (const { change, status, parts } of before.changes) {
    if (status !== 'absent') continue;
    for (const { state } of parts)
      if (state.kind === 'absent') edits[change.file].push(...unlike(state.edits, edits[change.file]));
    touched.add(sources[change.file]);
  }
  for (const file of touched)
    if (recipe.events.length > 0 && !hasInclude(file, recipe.include))
      problems.push(changeProblems.includeMissing(recipe.include, { file: file.path }));
  const hasChanges = before.changes.some(({ status }) => status === 'present');
  const events = eventLineEdits(read.events, recipe, {
    hasCalls: hasChanges,
    savevm: sources.savevm.path,
  });
  edits.events.push(...events.edits);
  if (recipe.header && !header)
    problems.push(changeProblems.headerMissing(recipe.name, { file: sources.migration.path }));
  const lines = header && headerEdits(header, recipe.header ?? []);
  edits.header.push(...(lines?.edits ?? []));
  problems.push(...(lines?.problems ?? []));
  return { edits, problems: [...problems, ...events.problems] };
}

/** Two changes of one function bring what they share once. */
export function unlike(edits: readonly Edit[], known: readonly Edit[]): Edit[] {
  return edits.filter(
    (edit) =>
      !known.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text),
  );
}

/** What contradicts that a tree's text has all changes of a recipe, each as a whole and nothing elsewhere. */
function proveChanges(read: ReadTexts, survey: ChangesSurvey): Problem[] {
  const lacking = survey.changes
    .filter(({ status, problems }) => status === 'absent' && problems.length === 0)
    .map(({ change, fn }) => {
      const file = survey.sources[change.file];
      return changeProblems.unplaced(change.name, [], fn ? placeAt(file, fn.start) : { file: file.path });
    });
  const lines = eventLineEdits(read.events, survey.recipe, {
    hasCalls: true,
    savevm: survey.sources.savevm.path,
  });
  const undeclared = lines.edits.length > 0 ? [changeProblems.eventsMissing({ file: read.events.path })] : [];
  return [
    ...survey.problems,
    ...survey.changes.flatMap(({ problems }) => problems),
    ...lacking,
    ...undeclared,
    ...lines.problems,
  ];
}

/** The calls of a change, in the text that was surveyed. */
export function placedCalls({
  fn,
  variant,
  parts,
}: Pick<ChangesSurvey['changes'][number], 'fn' | 'variant' | 'parts'>): PlacedCall[] {
  if (!fn || !variant) return [];
  return parts.flatMap(({ part, state }) =>
    isListed(part) && state.kind === 'present'
      ? [
          {
            file: fn.file.path,
            line: fn.file.lineOf(state.at),
            function: fn.file.functionAt(state.at)?.name ?? fn.name,
            why: variant.why,
            placement: variant.id,
          },
        ]
      : [],
  );
}

/** Whether the result names the place of a part. */
function isListed(part: Part): boolean {
  return part.kind === 'define' || ('listed' in part && part.listed === true);
}

/** The plan of a refused tree: nothing changes, and each change says how it stands. */
function refusedChanges(
  texts: SeriesTexts,
  recipe: ChangeRecipe,
  survey: ChangesSurvey | undefined,
  problems: readonly Problem[],
  notes: readonly string[],
): Plan {
  const verdicts = (survey?.changes ?? []).map(({ change: { name }, problems: own, ...found }): Verdict => {
    const [first] = own;
    if (found.status === 'present') return { name, status: 'present', sites: placedCalls(found) };
    return {
      name,
      status: 'unplaced',
      sites: [],
      reason: first?.found ?? 'not placed, since the tree is refused',
    };
  });
  return { recipe, verdicts, files: untouched(texts), problems, absent: [], notes };
}

function untouched({ migration, savevm, events, header }: SeriesTexts): FilePlan[] {
  return [migration, savevm, events, ...(header ? [header] : [])].map(({ path, text }) => ({
    path,
    before: text,
    after: text,
    edits: [],
  }));
}

/** Why a recipe as a whole does nothing to a tree. */
function skippedFor(read: ReadTexts, { presentIf, onlyWith }: ChangeRecipe): Plan['skipped'] {
  const { migration, savevm } = read.sources;
  const has = (name: string): boolean =>
    [migration, savevm].some((file) => file.definitions(name).length > 0);
  if (onlyWith && !onlyWith.functions.some(has))
    return { status: 'not-applicable', reason: onlyWith.otherwise };
  return presentIf && !lacks(read, presentIf)
    ? { status: 'present', reason: 'there already, in this form or a later one' }
    : undefined;
}

function skippedPlan(
  texts: SeriesTexts,
  recipe: ChangeRecipe,
  skipped: NonNullable<Plan['skipped']>,
  notes: readonly string[],
): Plan {
  const { status, reason } = skipped;
  const verdicts = recipe.changes.map(({ name }): Verdict => ({ name, status, sites: [], reason }));
  return { recipe, verdicts, files: untouched(texts), problems: [], absent: [], notes, skipped };
}

/** The functions that a recipe brings. */
function definitionsOf({ changes }: ChangeRecipe): string[] {
  return changes.flatMap(({ variants }) =>
    variants.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'define' ? part.names : []))),
  );
}
