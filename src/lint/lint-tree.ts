import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { Lines } from '../csource/lines.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { type ReadTexts, readTexts, type TreeTexts } from '../placement/sources.js';
import type { TreeMemory } from '../port/tree-memory.js';
import { type RuleFindings, withoutChangeEchoes, withoutEchoes } from './echoes.js';
import { examine } from './examine.js';
import { examineChanges } from './examine-changes.js';
import type { Finding, LintResult, RecipeState, Severity } from './finding.js';
import { Fingerprints } from './fingerprint.js';
import { type Mending, mending, mendingOfChanges } from './mending.js';
import type { Found, Rule } from './rule.js';
import { nearestRule, rules } from './rules/index.js';
import { suppressionUnused, suppressionWithoutReason } from './rules/suppression-rules.js';
import { isOffSomewhere, type Settings, severityBy } from './settings.js';
import { type Suppression, suppresses, suppressionsIn, suppressionsInEvents } from './suppressions.js';
import { withLeftOut } from './wrong-calls.js';

/** The tree that is looked at. */
export interface LintSubject {
  readonly tree: string;
  readonly version: string | null;
  readonly revision?: string;
  readonly texts: TreeTexts;
  /** C files of another layout beside these. */
  readonly rivals?: readonly string[];
}

/**
 * Lints one tree: all rules, then what settings, comments and the baseline take away.
 * @param memory what was found out of other trees
 */
export function lintTree(
  subject: LintSubject,
  recipes: readonly AnyRecipe[],
  settings: Settings,
  memory?: TreeMemory,
): LintResult {
  const looks = recipes.map((recipe) => lookAt(subject, recipe, memory));
  const changes = looks.flatMap((look) => look.mending.changes);
  const mended = new Set(looks.flatMap((look) => [...look.mending.mended]));
  const read = looks[0]?.read ?? readTexts(subject.texts, memory?.sources);
  const suppressions = [
    ...suppressionsIn(read.sources.migration),
    ...suppressionsIn(read.sources.savevm),
    ...suppressionsInEvents(read.events),
  ];
  const finish = new Finisher(subject.texts, settings, mended);
  const byRecipe = looks.map(({ found, withoutEchoes }) => {
    const wanted = found.map(({ rule, found: own }) => ({
      rule,
      found: own.filter((one) => finish.severityOf(rule, one) !== 'off'),
    }));
    return withoutEchoes(wanted);
  });
  const all = byRecipe.flat();
  const findings = unlike(
    all.flatMap(({ rule, found }) => found.flatMap((one) => finish.finding(rule, one))),
  );
  const used = new Set<Suppression>();
  const left = findings.filter((finding) => {
    const by = suppressions.find((one) => one.reason !== '' && suppresses(one, finding));
    if (by) used.add(by);
    return by === undefined;
  });
  // Of a file that is not whole nothing else is said, so nothing shows that a comment is not needed.
  const isRead = looks.every((look) => look.isRead);
  const own = suppressions.flatMap((one) => finish.ofSuppression(one, used.has(one) || !isRead));
  const { baseline } = settings;
  const fresh = [...left, ...own].filter((one) => baseline.size === 0 || !baseline.has(one.fingerprint));
  return {
    tree: subject.tree,
    version: subject.version ?? undefined,
    revision: subject.revision,
    findings: fresh.sort(byPlace),
    suppressed: findings.length - left.length,
    known: left.length + own.length - fresh.length,
    stale: isRead ? goneFrom(settings, [...left, ...own]) : new Set(),
    changes,
    wrongCalls: withLeftOut(
      looks.flatMap((look) => look.mending.wrongCalls),
      fresh,
    ),
    ...(recipes.some(({ kind }) => kind === 'changes')
      ? { recipes: looks.map((look, index) => stateOf(look, byRecipe[index] ?? [])) }
      : {}),
  };
}

function stateOf({ recipe, sites }: Look, found: readonly RuleFindings[]): RecipeState {
  const [wrong] = found
    .filter(({ rule }) => rule.severity === 'error')
    .flatMap((one) => one.found.filter(({ severity = 'error' }) => severity === 'error'));
  return { recipe: recipe.name, isRight: wrong === undefined, reason: wrong?.message, sites };
}

/** What is wrong with a file is told for each recipe. */
function unlike(findings: readonly Finding[]): Finding[] {
  const known = new Set<string>();
  return findings.filter(({ rule, file, line, message }) => {
    const key = JSON.stringify([rule, file, line, message]);
    return known.has(key) ? false : known.add(key);
  });
}

/** What the rules find when they look at a tree for one recipe. */
interface Look {
  readonly recipe: AnyRecipe;
  readonly sites: RecipeState['sites'];
  readonly read: ReadTexts;
  /** No file is so broken that it was not read. */
  readonly isRead: boolean;
  readonly found: readonly RuleFindings[];
  readonly withoutEchoes: (found: readonly RuleFindings[]) => readonly RuleFindings[];
  readonly mending: Mending;
}

function lookAt(subject: LintSubject, recipe: AnyRecipe, memory: TreeMemory | undefined): Look {
  const { texts, rivals = [] } = subject;
  if (recipe.kind === 'checkpoints') {
    const tree = { ...examine(texts, recipe, memory), rivals };
    const calls = tree.survey?.calls ?? [];
    return {
      recipe,
      sites: calls.map(({ name, function: fn, call }) => siteOf(name, fn, call)),
      read: tree.read,
      isRead: tree.survey !== undefined,
      found: rules.map((rule) => ({ rule, found: rule.check?.(tree) ?? [] })),
      withoutEchoes: (found) => withoutEchoes(found, recipe),
      mending: mending(tree, subject.revision === undefined),
    };
  }
  const tree = examineChanges(texts, recipe, memory);
  return {
    recipe,
    sites: tree.events.map(({ event, fn, call }) => siteOf(event, fn, call)),
    read: tree.read,
    isRead: tree.survey !== undefined,
    found: rules.map((rule) => ({ rule, found: rule.checkChanges?.(tree) ?? [] })),
    withoutEchoes: withoutChangeEchoes,
    mending: mendingOfChanges(tree),
  };
}

function siteOf(name: string, fn: ParsedFunction, { start }: SyntaxNode): RecipeState['sites'][number] {
  return { name, file: fn.file.path, line: fn.file.lineOf(start), function: fn.name };
}

/** What the baseline holds and a tree that was looked at as a whole does not have. */
function goneFrom({ baseline, severities }: Settings, findings: readonly Finding[]): Set<string> {
  if (baseline.size === 0) return new Set();
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  const isGone = ([fingerprint, rule]: [string, string]): boolean =>
    !found.has(fingerprint) && !isOffSomewhere(severities, rule);
  return new Set([...baseline].filter(isGone).map(([fingerprint]) => fingerprint));
}

function byPlace(a: Finding, b: Finding): number {
  const files = a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return files || (a.line ?? 0) - (b.line ?? 0);
}

/** Gives findings what they have in common: severity, source line, column, fingerprint. */
class Finisher {
  readonly #fingerprints = new Fingerprints();
  readonly #lines = new Map<string, Lines>();

  constructor(
    readonly texts: TreeTexts,
    readonly settings: Settings,
    /** Ids of the rules whose findings `--fix` mends. */
    readonly mended: ReadonlySet<string>,
  ) {}

  severityOf({ id, severity: own }: Pick<Rule, 'id' | 'severity'>, found: Found): Severity | 'off' {
    const { checkpoint, scenarios = [], severity = own } = found;
    return severityBy(this.settings.severities, { rule: id, checkpoint, scenarios }, severity);
  }

  finding(rule: Pick<Rule, 'id' | 'severity'>, found: Found): Finding[] {
    const severity = this.severityOf(rule, found);
    if (severity === 'off') return [];
    const { id } = rule;
    const { place, message, next, checkpoint, path = [], scenarios = [] } = found;
    const { file, line, function: fn } = place;
    const source = line === undefined ? undefined : this.#source(file, line);
    const fingerprint = this.#fingerprints.of({ rule: id, checkpoint, file, function: fn, message, source });
    return [
      {
        rule: id,
        severity,
        checkpoint,
        scenarios,
        file,
        line,
        column: source === undefined ? undefined : columnOf(source),
        function: fn,
        message,
        next,
        path,
        fix: found.fix ?? (this.mended.has(found.endsWith ?? id) ? '--fix' : undefined),
        source,
        get fingerprint() {
          return fingerprint();
        },
      },
    ];
  }

  /** What is to be said of a comment that suppresses. */
  ofSuppression({ file, line, rules: named, reason }: Suppression, isUsed: boolean): Finding[] {
    const place = { file, line };
    if (reason === '')
      return this.finding(suppressionWithoutReason, {
        place,
        message: `${named.join(', ')} is ignored here without a reason, so it is not`,
        next: 'say why after a colon: qemu-downtime-ignore RULE: reason',
      });
    const unknown = named.filter((id) => rules.every((rule) => rule.id !== id));
    if (unknown.length > 0) {
      const meant = unknown.map(nearestRule).filter((id) => id !== undefined);
      return this.finding(suppressionUnused, {
        place,
        message: `no rule is called ${unknown.join(', ')}`,
        next:
          meant.length > 0
            ? `did you mean ${meant.join(', ')}?`
            : 'write it as lint writes it after the finding, or see qemu-downtime lint --explain',
        // Whoever wrote it takes the finding for suppressed.
        severity: 'warning',
      });
    }
    // What the settings turn off is not looked for.
    const isOff = named.some((id) => isOffSomewhere(this.settings.severities, id));
    if (isUsed || isOff) return [];
    return this.finding(suppressionUnused, {
      place,
      message: `nothing of ${named.join(', ')} is found here`,
      next: 'delete the comment',
    });
  }

  #source(file: string, line: number): string | undefined {
    const text = Object.values(this.texts).find(({ path }) => path === file)?.text;
    if (text === undefined) return undefined;
    const lines = this.#lines.get(file) ?? new Lines(text);
    this.#lines.set(file, lines);
    const start = lines.startOfLine(line);
    return text.slice(start, lines.endOf(start)).replace(/\r$/, '');
  }
}

/** 1-based column of a line's first character that is no blank. */
function columnOf(source: string): number {
  return Math.max(source.search(/\S/), 0) + 1;
}
