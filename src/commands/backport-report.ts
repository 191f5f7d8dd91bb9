import type { BackportResult, Planned, Ported } from '../backport/backport-result.js';
import { notesOf } from '../backport/notes.js';
import type { BackportRequest } from '../backport/request.js';
import type { Requested } from '../backport/requested.js';
import { callsTracepoints } from '../catalogue/recipe-parts.js';
import { unifiedDiff } from '../patch/unified-diff.js';
import { eventChanges } from '../port/event-changes.js';
import type { Plan } from '../port/port-result.js';
import { fileChanges } from '../port/tree-texts.js';
import { printableLine } from '../problem/printable.js';
import { problemText } from '../problem/problem.js';
import { amountText } from '../provenance/amount.js';
import { extent, fixText } from '../provenance/note.js';
import { addedCalls, carriedFixes } from '../provenance/port-facts.js';
import type { ObjectFormat } from '../tree/blob-id.js';
import { BackportText } from './render/backport-document.js';
import { type Colours, colours } from './render/colour.js';
import { PLANNED_LINES, verdictTable } from './render/verdict-table.js';
import { tell, writeResult } from './result.js';
import { shownRevisions } from './shown-revisions.js';
import { terminalAt } from './terminal.js';

/** What to say where the result cannot be written. */
const STAYS = 'the result is not whole; what was made stays, and a second run finds it';

/** How a report is shown. */
interface ReportOptions {
  readonly as: string;
  readonly output?: string;
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly format: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
}

/** Tells what became of each revision as it comes, in a line, or with all places. */
export class BackportReport {
  readonly #document = new BackportText();
  readonly #lines: string[] = [];
  readonly #counts = { ported: 0, already: 0, refused: 0 };
  #present = 0;
  readonly #shown: (onto: string) => string;
  readonly #width: number;
  readonly #dryRun: boolean;
  /** The result is a patch on stdout; what is said of it goes to stderr. */
  readonly #showsPatch: boolean;
  readonly #file: string | undefined;
  readonly #colours: Colours;
  readonly #columns: number | undefined;

  constructor(
    readonly options: ReportOptions,
    readonly revisions: readonly Requested[],
    readonly request: BackportRequest,
    readonly idFormat: ObjectFormat,
  ) {
    this.#shown = shownRevisions(revisions.map(({ onto }) => onto));
    this.#width = Math.max(...revisions.map(({ onto }) => this.#shown(onto).length));
    this.#dryRun = options.dryRun ?? false;
    const isPatch = options.as !== 'branch';
    this.#showsPatch = this.#dryRun || (isPatch && options.output === undefined);
    // The folder of patches is no file for the report.
    this.#file = isPatch ? undefined : options.output;
    const stream = terminalAt(this.#showsPatch ? 'stderr' : 'stdout');
    const onTerminal = this.#file === undefined && stream.isTTY;
    this.#colours = colours(options.color, onTerminal);
    this.#columns = onTerminal ? stream.columns : undefined;
  }

  /** Takes in the next result. */
  take(result: BackportResult): void {
    this.#counts[result.status] += 1;
    if (result.status === 'ported' && wasThere(result)) this.#present += 1;
    if (!this.options.quiet)
      for (const note of notesOf(result)) tell(`note: ${this.#shown(result.onto)}: ${printableLine(note)}`);
    if (result.status === 'refused') this.#tellRefusal(result);
    if (this.options.format === 'json') {
      this.#document.add(result, this.request.recipes, this.#dryRun, this.idFormat);
      return;
    }
    this.#say(this.options.verbose ? this.#full(result) : this.#line(result));
    if (this.#showsPatch) this.#write(patchOf(result, this.#dryRun));
  }

  /** Writes what is told of all together. */
  end(): void {
    const { ported, already, refused } = this.#counts;
    if (this.options.format === 'json') {
      writeResult(this.#document.bytes(this.#dryRun), this.#file, STAYS);
      return;
    }
    const present = this.#present > 0 ? ` (${this.#present} of them there before)` : '';
    if (this.revisions.length > 1)
      this.#say(`${ported} ported${present}, ${already} already, ${refused} refused\n`);
    if (this.#file !== undefined) writeResult(Buffer.from(this.#lines.join(''), 'latin1'), this.#file, STAYS);
  }

  /** Why, for stderr; that it is refused its line says, where there are lines. */
  #tellRefusal({ onto, problems }: Extract<BackportResult, { status: 'refused' }>): void {
    const paint = colours(this.options.color, terminalAt('stderr').isTTY);
    const hasLine = this.options.format === 'text' && !this.options.quiet;
    const name = `${this.#shown(onto)}:${hasLine ? '' : ` ${paint.bad('refused')}:`}`;
    tell(problems.map((problem) => `${name} ${problemText(problem)}\n`).join(''));
  }

  /** Text beside a patch goes to stderr, else it is the result. */
  #say(text: string): void {
    if (this.options.quiet) return;
    if (this.#showsPatch) tell(text);
    else this.#write(Buffer.from(text));
  }

  #write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#file === undefined) writeResult(bytes, undefined, STAYS);
    else this.#lines.push(bytes.toString('latin1'));
  }

  /** A revision with all places: as `apply` shows a tree, then what was made. */
  #full(result: BackportResult): string {
    const plan = result.plan;
    if (plan === undefined || result.status === 'refused') return this.#line(result);
    const tables = plan.plans.map((one) => this.#table(result, one));
    return `${tables.join('')}${this.#outcome(result)}\n`;
  }

  #table({ onto, version }: Planned, { recipe, verdicts, files, skipped }: Plan): string {
    const heading = `${this.#shown(onto)}: QEMU ${version ?? 'of unknown version'}, ${recipe.name} (upstream ${recipe.commit.slice(0, 10)})`;
    if (skipped) return `${heading}\n  ${skipped.status}: ${skipped.reason}\n`;
    const events = eventChanges(recipe, files);
    const isPlan = this.#dryRun && addedCalls({ verdicts }).length + events.length > 0;
    const table = verdictTable(recipe, verdicts, events, {
      isPlan,
      colour: this.#colours,
      columns: this.#columns,
    });
    const fixes = this.request.port.fixes ? carriedFixes(recipe, verdicts) : [];
    return `${heading}${isPlan ? `; ${PLANNED_LINES}` : ''}\n${fixes.map((fix) => `fixes: ${fixText(fix)}\n`).join('')}${table}`;
  }

  #line(result: BackportResult): string {
    const { good, bad, dim } = this.#colours;
    const paint = { ported: good, already: dim, refused: bad }[result.status];
    const name = this.#shown(result.onto).padEnd(this.#width);
    return `${name}  ${paint(result.status.padEnd(7))}  ${this.#outcome(result)}\n`;
  }

  #outcome(result: BackportResult): string {
    if (result.status === 'refused') return [...new Set(result.problems.map(({ code }) => code))].join(', ');
    if (result.status === 'already') return 'nothing to do';
    const made = this.#dryRun ? 'dry run, nothing written' : madeText(result);
    return `${amountOf(result)}${made === '' ? '' : `; ${made}`}`;
  }
}

/** How much a port changes; of several commits all together. */
function amountOf({ commits, plan }: Ported): string {
  const [only, second] = commits;
  if (only && !second) return extent(only.facts);
  const calls = commits.filter(({ facts }) => callsTracepoints(facts.recipe));
  const sum = calls.reduce((total, { facts }) => total + facts.calls, 0);
  const paths = fileChanges(plan.files).map(({ path }) => path);
  return `${commits.length} commits, ${amountText(sum, paths)}`;
}

/** What a port left behind: a branch with its commit, or files. */
function madeText(ported: Ported): string {
  const { ref, newCommits, written } = ported;
  const before = wasThere(ported) ? ' (was there)' : '';
  if (ref !== undefined) {
    const branch = ref.replace(/^refs\/heads\//, '');
    return `branch ${branch} at ${newCommits?.at(-1)?.slice(0, 12)}${before}`;
  }
  return written === undefined ? '' : `in ${written.paths.map(printableLine).join(', ')}${before}`;
}

/** Whether an earlier run made all of it. */
function wasThere({ present, written }: Ported): boolean {
  return present !== undefined || written?.wereThere === true;
}

/** The patches that a result is shown as: its own form, or a plain diff for a branch. */
function patchOf(result: BackportResult, dryRun: boolean): Buffer {
  if (result.status !== 'ported') return Buffer.alloc(0);
  if (result.patches !== undefined) return Buffer.concat(result.patches.map(({ bytes }) => bytes));
  return dryRun ? Buffer.from(unifiedDiff(result.plan.files), 'latin1') : Buffer.alloc(0);
}
