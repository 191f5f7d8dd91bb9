import type { JsonView } from './json-view.js';
import type { CollectedRevision, CollectedVerification } from './model.js';
import type { PortNames } from './names-of-port.js';

/** What a document says: figures, and what is wrong in words. */
export interface Outcome<Facts> {
  readonly facts: Facts;
  readonly problems: readonly string[];
}

/** What is looked at of a port. */
export interface PortFacts {
  readonly status: NonNullable<CollectedRevision['port']>;
  readonly version: string | null;
  readonly names: PortNames;
  /** Undefined for the default, as in all documents. */
  readonly recipes: readonly string[] | undefined;
}

/** A document of `backport`, of one revision. @throws NotAsDescribed */
export function portOutcome(
  document: JsonView,
): Outcome<PortFacts> | { readonly problems: readonly string[] } {
  const failures = document.optional('problems');
  if (failures) return { problems: problemsIn(failures) };
  const result = document.member('results').only;
  const status = result.member('status').oneOf('ported', 'already', 'refused');
  return {
    facts: {
      status,
      version: result.member('version').textOrNull,
      names: {
        onto: result.member('onto').text,
        base: result.member('base').textOrNull,
        ref: result.optional('ref')?.textOrNull ?? null,
        newCommit: result.optional('newCommit')?.textOrNull ?? null,
      },
      recipes: recipesIn(result),
    },
    problems: status === 'refused' ? problemsIn(result.member('problems')) : [],
  };
}

interface LintFacts {
  readonly amounts: NonNullable<CollectedRevision['lint']>;
  /** Null for a tree in a folder. */
  readonly revision: string | null;
  readonly version: string | null;
  readonly recipes: readonly string[] | undefined;
}

/** A document of `lint`, of one revision. @throws NotAsDescribed */
export function lintOutcome(
  document: JsonView,
): Outcome<LintFacts> | { readonly problems: readonly string[] } {
  const failures = document.optional('problems');
  if (failures) return { problems: problemsIn(failures) };
  const [refused] = document.optional('refused')?.list ?? [];
  if (refused) return { problems: problemsIn(refused.member('problems')) };
  const result = document.member('results').only;
  const amounts = {
    errors: result.member('errors').amount,
    warnings: result.member('warnings').amount,
    notes: result.member('notes').amount,
  };
  const errors = result
    .member('findings')
    .list.filter((finding) => finding.member('severity').text === 'error')
    .map((finding) => `${finding.member('file').text}: ${finding.member('message').text}`);
  if (errors.length !== amounts.errors)
    return { problems: [`${amounts.errors} errors are counted, ${errors.length} are listed`] };
  const revision = result.member('revision').textOrNull;
  return {
    facts: { amounts, revision, version: versionIn(result), recipes: recipesIn(result) },
    problems: errors,
  };
}

interface VerifyFacts {
  readonly verification: CollectedVerification;
  /** A folder or a revision. */
  readonly tree: string;
  readonly version: string | null;
  readonly recipes: readonly string[] | undefined;
}

/** A document of `verify`. @throws NotAsDescribed */
export function verifyOutcome(
  document: JsonView,
): Outcome<VerifyFacts> | { readonly problems: readonly string[] } {
  const failures = document.optional('problems');
  if (failures) return { problems: problemsIn(failures) };
  const passed = document.member('passed').truth;
  const migrations = document.member('migrations').list;
  const problems = [
    ...(document.optional('breakage') ? [breakageText(document.member('breakage'))] : []),
    ...migrations.flatMap(migrationProblems),
  ];
  return {
    facts: {
      tree: document.member('tree').text,
      version: versionIn(document),
      recipes: document.optional('recipes')?.list.map((one) => one.text),
      verification: {
        level: document.member('level').oneOf('objects', 'build', 'migrate'),
        passed,
        seconds: document
          .member('stages')
          .list.reduce((sum, stage) => sum + stage.member('seconds').amount, 0),
        migrations: migrations.map((one) => ({
          mode: one.member('mode').text,
          status: one.member('status').oneOf('passed', 'failed', 'not-runnable'),
          downtime: one.optional('downtime')?.amount ?? null,
        })),
      },
    },
    problems: passed || problems.length > 0 ? problems : ['it says that it failed, and not why'],
  };
}

function versionIn(document: JsonView): string | null {
  return document.optional('version')?.textOrNull ?? null;
}

/** Of `backport` and `lint`, which tell what became of each. */
function recipesIn(result: JsonView): string[] | undefined {
  return result.optional('recipes')?.list.map((one) => one.member('recipe').text);
}

function breakageText(breakage: JsonView): string {
  return `${breakage.member('stage').text}: ${breakage.member('reason').text}`;
}

function migrationProblems(migration: JsonView): string[] {
  const status = migration.member('status').text;
  const isRequired = migration.optional('required')?.truth ?? false;
  if (status === 'passed' || (status === 'not-runnable' && !isRequired)) return [];
  const faults = (name: string, words: string): string[] => {
    const names = migration.optional(name)?.list.map((one) => one.text) ?? [];
    return names.length === 0 ? [] : [`${names.join(', ')} ${words}`];
  };
  const reason = migration.optional('reason')?.text;
  const why = [
    ...(reason === undefined ? [] : [reason]),
    ...faults('missing', 'did not fire'),
    ...faults('unexpected', 'fired and should not, or too often'),
    ...faults('outOfOrder', 'out of order'),
  ];
  return [`${migration.member('mode').text} ${status}${why.length === 0 ? '' : `: ${why.join('; ')}`}`];
}

function problemsIn(problems: JsonView): string[] {
  const texts = problems.list.map(
    (problem) => `${problem.member('found').text} [${problem.member('code').text}]`,
  );
  return texts.length === 0 ? ['it was refused without a reason'] : texts;
}
