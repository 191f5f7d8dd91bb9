import { describe, expect, it } from 'vitest';
import { call, changedTexts, withText } from '../../support/changed-texts.js';
import { errorsOf, linted, lintedBy, portedFixture, shown } from '../../support/linted.js';

const ENTER = call('dst-postcopy-bh-enter');
/** 4.2 with a doubled call and something behind the second. */
const doubled = (behind: string, before = '') =>
  changedTexts(
    portedFixture('G-4.2'),
    'savevm',
    `    ${ENTER}\n`,
    `    ${ENTER}\n${before}    ${ENTER}${behind}\n`,
  );
const DUPLICATE = `duplicate dst-postcopy-bh-enter in loadvm_postcopy_handle_run_bh at ${ENTER}`;
const own = (texts: ReturnType<typeof doubled>) =>
  linted(texts)
    .findings.filter(({ rule }) => rule.startsWith('suppression-'))
    .map((finding) => `${finding.severity} ${shown(finding, texts)}: ${finding.message}`);

describe('a comment with a reason', () => {
  it.each([
    ['behind the call', doubled(' // qemu-downtime-ignore duplicate: two readers')],
    ['above the call', doubled('', '    /* qemu-downtime-ignore duplicate: two readers */\n')],
    [
      'above, in several lines',
      doubled('', '    /*\n     * qemu-downtime-ignore duplicate: two\n     * readers\n     */\n'),
    ],
    ['with other rules', doubled(' // qemu-downtime-ignore misplaced, duplicate: two readers')],
  ])('suppresses the finding, which is counted: %s', (_, texts) => {
    expect(errorsOf(texts)).toEqual([]);
    expect(linted(texts).suppressed).toBe(1);
    expect(own(texts)).toEqual([]);
  });

  it.each([
    ['another rule', doubled(' // qemu-downtime-ignore misplaced: two readers')],
    ['another line', doubled('\n    (void)0; // qemu-downtime-ignore duplicate: two readers')],
    ['a string', doubled('\n    error_report("// qemu-downtime-ignore duplicate: two readers");')],
  ])('suppresses nothing but what it names, where it stands: %s', (_, texts) => {
    expect(errorsOf(texts).map((error) => error.slice(0, 30))).toEqual([DUPLICATE.slice(0, 30)]);
    expect(linted(texts).suppressed).toBe(0);
  });

  it('suppresses a warning that upstream is to blame for', () => {
    const end = call('src-downtime-end');
    const texts = changedTexts(
      portedFixture('K-8.2'),
      'migration',
      end,
      `${end} /* qemu-downtime-ignore fires-twice: we take the first */`,
    );
    expect(linted(texts)).toMatchObject({ findings: [], suppressed: 2 });
  });

  it('suppresses in an events file', () => {
    const event = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
    const texts = changedTexts(
      portedFixture('C-2.4'),
      'events',
      event,
      `# qemu-downtime-ignore event-format: for our reader\n${event.replace('%s', '<%s>')}`,
    );
    expect(linted(texts)).toMatchObject({ findings: [], suppressed: 1 });
  });
});

describe('suppression-without-reason', () => {
  it('warns, and the finding stays', () => {
    const texts = doubled(' // qemu-downtime-ignore duplicate');
    expect(errorsOf(texts)).toEqual([`${DUPLICATE} // qemu-downtime-ignore duplicate`]);
    expect(own(texts)).toEqual([
      `warning suppression-without-reason in savevm.c at ${ENTER} // qemu-downtime-ignore duplicate: duplicate is ignored here without a reason, so it is not`,
    ]);
  });
});

describe('suppression-unused', () => {
  it('notes a comment whose finding is gone', () => {
    const comment = '// qemu-downtime-ignore duplicate: two readers';
    const texts = changedTexts(portedFixture('G-4.2'), 'savevm', ENTER, `${ENTER} ${comment}`);
    expect(own(texts)).toEqual([
      `note suppression-unused in savevm.c at ${ENTER} ${comment}: nothing of duplicate is found here`,
    ]);
  });

  it('warns of a rule that is none: whoever wrote it takes the finding for suppressed', () => {
    const texts = doubled(' // qemu-downtime-ignore dupe: two readers');
    expect(own(texts)).toEqual([
      expect.stringMatching(/^warning suppression-unused .*: no rule is called dupe$/),
    ]);
    expect(errorsOf(texts)).toHaveLength(1);
  });

  it('names the rules that may be meant', () => {
    const next = (names: string): string | undefined =>
      linted(doubled(` // qemu-downtime-ignore ${names}: two readers`)).findings.find(
        ({ rule }) => rule === 'suppression-unused',
      )?.next;
    expect(next('duplicat')).toBe('did you mean duplicate?');
    expect(next('Duplicate')).toBe('did you mean duplicate?');
    expect(next('fires_twice')).toBe('did you mean fires-twice?');
    expect(next('dublicate, mislaced, entirely-else')).toBe('did you mean duplicate, misplaced?');
    expect(next('entirely-else')).toMatch(/qemu-downtime lint --explain$/);
  });

  it('is silent of a rule that is off, and of a tree that was not read', () => {
    const texts = doubled(' // qemu-downtime-ignore duplicate: two readers');
    const off = lintedBy(texts, { severities: [{ rule: 'duplicate', severity: 'off' }] });
    expect(off.findings.filter(({ rule }) => rule.startsWith('suppression-'))).toEqual([]);
    const broken = withText(texts, 'migration', `<<<<<<< HEAD\n${texts.migration.text}`);
    expect(own(broken)).toEqual([]);
  });
});
