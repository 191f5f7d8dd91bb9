import fc from 'fast-check';
import { colours } from '../../../../src/commands/render/colour.js';
import { type LintFormat, lintReporters } from '../../../../src/commands/render/lint/index.js';
import type { LintReport } from '../../../../src/commands/render/lint/reporter.js';
import { ruleTexts } from '../../../../src/commands/rule-texts.js';
import type { Finding, LintResult } from '../../../../src/lint/finding.js';

/** A finding that differs from a plain one as said. */
export function finding(own: Partial<Finding> = {}): Finding {
  return {
    rule: 'misplaced',
    severity: 'error',
    checkpoint: 'src-vm-stopped',
    scenarios: [],
    file: 'migration/migration.c',
    line: 12,
    column: 5,
    function: 'migration_completion',
    message: 'src-vm-stopped comes before the guest stops',
    next: 'move it',
    path: [],
    source: '    trace_vmstate_downtime_checkpoint("src-vm-stopped");',
    fingerprint: '0123456789abcdef0123456789abcdef',
    ...own,
  };
}

/** What lint found in one tree, in a folder unless it is said otherwise. */
export function resultOf(findings: readonly Finding[], own: Partial<LintResult> = {}): LintResult {
  return {
    tree: '.',
    version: '7.2.0',
    revision: undefined,
    findings,
    suppressed: 0,
    known: 0,
    stale: new Set(),
    changes: [],
    wrongCalls: [],
    ...own,
  };
}

/** The report of these results. */
export function reportOf(
  format: LintFormat,
  results: readonly LintResult[],
  own: Partial<LintReport> = {},
): string {
  const plain = { refused: [], stale: [], diff: undefined, rules: ruleTexts(), toolVersion: '1.2.3' };
  const report = { results, ...plain, ...own };
  return lintReporters[format](report, colours('never', false));
}

/** A revision that nobody knows. */
export const REFUSED: LintReport['refused'][number] = {
  revision: 'nope',
  problems: [
    { code: 'unknown-revision', expected: 'a revision', found: '"nope": no commit', next: 'check the name' },
  ],
};

/** What must reach no reader's terminal or log as it is; line feeds and tabs are judged elsewhere. */
export const RAW =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;

const NASTY = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '::error::mine',
  '\n::stop-commands::x',
  ']]>',
  '<!--',
  '&amp;',
  '"',
  "'",
  '%0A',
  ',line=1',
  ':',
  '\ud83d',
  '\udc00',
  '\u202e',
  '\u2066',
  '\u2028',
  '\ufeff',
  '\uffff',
  '\\u001b',
  '{0}',
  '[a](b)',
];

/** Text with what has harmed readers of reports before. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 6 })
  .map((parts) => `x${parts.join('')}`);

/** The same as a source line: one character a byte, without a line feed. */
export const hostileLine = hostileText.map((text) =>
  Buffer.from(text).toString('latin1').replaceAll('\n', ' '),
);

const hostileStep = fc.record({ file: hostileText, function: hostileText, line: fc.integer({ min: 1 }) });

/** A finding whose every text is hostile. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    severity: fc.constantFrom('error', 'warning', 'note'),
    checkpoint: fc.option(hostileText, { nil: undefined }),
    file: hostileText,
    line: fc.option(fc.integer({ min: 1, max: 99_999 }), { nil: undefined }),
    function: fc.option(hostileText, { nil: undefined }),
    message: hostileText,
    next: hostileText,
    path: fc.array(hostileStep, { maxLength: 3 }),
    source: fc.option(hostileLine, { nil: undefined }),
  })
  .map((own) => finding({ ...own, column: own.source === undefined ? undefined : 1 }));

/** Results of hostile trees. */
export const hostileResults: fc.Arbitrary<LintResult[]> = fc.array(
  fc
    .record({
      tree: hostileText,
      revision: fc.option(hostileText, { nil: undefined }),
      version: fc.option(hostileText, { nil: undefined }),
      findings: fc.array(hostileFinding, { maxLength: 3 }),
    })
    .map(({ findings, ...own }) => resultOf(findings, own)),
  { maxLength: 3 },
);

/** A revision that could not be looked at, with hostile texts. */
export const hostileRefused = fc.array(
  fc
    .record({ revision: hostileText, found: hostileText, next: hostileText })
    .map(({ revision, ...texts }) => ({
      revision,
      problems: [{ code: 'unknown-revision', expected: 'a revision', ...texts }],
    })),
  { maxLength: 2 },
);
