import { placeText } from '../../src/problem/problem.js';
import type { Row, SweepVerdict } from './row.js';

/** Revisions that are refused for the same reason. */
interface Reason {
  readonly reason: string;
  readonly revisions: number;
  readonly first: string;
  readonly last: string;
}

export interface Summary {
  readonly revisions: number;
  /** Different trees among those that count; a set of files that comes again is not ported again. */
  readonly distinct: number;
  readonly verdicts: Readonly<Partial<Record<SweepVerdict, number>>>;
  /** Of the revisions that are trees of 1.0 or later. */
  readonly refusedPercent: number;
  readonly reasons: readonly Reason[];
  readonly peakMegabytes: number;
}

/** Verdicts that are never all right, whatever share of refusals is allowed. */
const FAULTS: readonly SweepVerdict[] = ['wrong', 'crashed', 'unreadable'];

const LEFT_OUT: readonly SweepVerdict[] = ['not-a-tree', 'before-1.0'];

/** Adds up rows as they come, so that none needs to be kept. */
export class SummaryCount {
  #revisions = 0;
  #distinct = 0;
  readonly #verdicts = new Map<SweepVerdict, number>();
  readonly #reasons = new Map<string, { revisions: number; first: string; last: string }>();

  add(row: Row): void {
    this.#revisions++;
    if (!row.repeated && !LEFT_OUT.includes(row.verdict)) this.#distinct++;
    this.#verdicts.set(row.verdict, this.of(row.verdict) + 1);
    if (row.verdict !== 'refused') return;
    const reason = [...new Set(row.problems.map(shortReason))].join('; ');
    const revision = row.commit?.slice(0, 10) ?? row.revision;
    const known = this.#reasons.get(reason);
    if (known) {
      known.revisions++;
      known.last = revision;
    } else this.#reasons.set(reason, { revisions: 1, first: revision, last: revision });
  }

  of(verdict: SweepVerdict): number {
    return this.#verdicts.get(verdict) ?? 0;
  }

  get summary(): Summary {
    const left = LEFT_OUT.reduce((sum, verdict) => sum + this.of(verdict), 0);
    const counted = this.#revisions - left;
    return {
      revisions: this.#revisions,
      distinct: this.#distinct,
      verdicts: Object.fromEntries(this.#verdicts),
      refusedPercent: counted === 0 ? 0 : (100 * this.of('refused')) / counted,
      reasons: [...this.#reasons].map(([reason, seen]) => ({ reason, ...seen })),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  }

  /** 0 if every tree has its port, but for so many percent that are refused; an empty sweep shows nothing. */
  exitCode(maxRefusedPercent: number): 0 | 1 {
    const { refusedPercent } = this.summary;
    const counted = this.#revisions - LEFT_OUT.reduce((sum, verdict) => sum + this.of(verdict), 0);
    const faults = FAULTS.reduce((sum, verdict) => sum + this.of(verdict), 0);
    return counted > 0 && faults === 0 && refusedPercent <= maxRefusedPercent ? 0 : 1;
  }
}

/** A problem without its line number, by which like ones can be counted together. */
function shortReason({ code, place, found }: Row['problems'][number]): string {
  const where = place ? ` ${placeText({ file: place.file, function: place.function })}` : '';
  return `${code}${where}: ${found.replace(/\bline \d+/g, 'line …')}`;
}
