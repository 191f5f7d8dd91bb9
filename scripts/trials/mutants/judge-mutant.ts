import type { Finding } from '../../../src/lint/finding.js';
import type { TreeTexts } from '../../../src/placement/sources.js';
import type { TreeMemory } from '../../../src/port/tree-memory.js';
import { lintTexts } from '../lint-texts.js';
import type { Mutant } from './mutant.js';

/** What lint said of a mutant. */
export interface MutantVerdict {
  readonly kind: string;
  readonly detail: string;
  /** Why it means the same, where it does. */
  readonly same: string | undefined;
  /** Whether a new finding says what it must. */
  readonly caught: boolean;
  /** The rules of all new findings that are as grave as they must be. */
  readonly rules: readonly string[];
  /** What is new, for a miss. */
  readonly found: readonly Finding[];
}

/** Lints mutants of one tree against the tree as it was. */
export class MutantJudge {
  readonly #known: ReadonlySet<string>;

  constructor(
    original: TreeTexts,
    readonly memory: TreeMemory,
  ) {
    this.#known = new Set(lintTexts(original, memory).map(({ fingerprint }) => fingerprint));
  }

  judge({ kind, detail, same, expected, texts }: Mutant): MutantVerdict {
    const found = lintTexts(texts(), this.memory).filter(({ fingerprint }) => !this.#known.has(fingerprint));
    const grave = found.filter(
      ({ severity }) => severity === 'error' || (expected.severity === 'warning' && severity === 'warning'),
    );
    const named = expected.names.every((group) =>
      group.some((name) => grave.some((one) => one.checkpoint === name || one.message.includes(name))),
    );
    const { rules, file } = expected;
    const ruled =
      rules === undefined || grave.some((one) => rules.includes(one.rule) && (file ?? one.file) === one.file);
    const isCaught = grave.length > 0 && named && ruled;
    return {
      kind,
      detail,
      same,
      caught: isCaught,
      rules: [...new Set(grave.map(({ rule }) => rule))],
      found,
    };
  }
}
