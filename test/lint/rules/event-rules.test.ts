import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import { planPort } from '../../../src/port/plan.js';
import { revertCheckpoints } from '../../../src/port/revert-checkpoints.js';
import { call, changedTexts, withText } from '../../support/changed-texts.js';
import { fixtureTexts } from '../../support/fixture-texts.js';
import { errorOf, errorsOf, linted, portedFixture, portOf } from '../../support/linted.js';

const EVENT = 'vmstate_downtime_checkpoint(const char *checkpoint) "%s"';
const OLDER = 'loadvm_postcopy_handle_run_bh(const char *str) "%s"';
const ERAS = ['A-1.0', 'C-2.4', 'E-2.6', 'I-7.2', 'K-8.2', 'M-10.0'];
const events = (name: string, from: string, to: string) =>
  changedTexts(portedFixture(name), 'events', from, to);

describe('event-missing', () => {
  it.each(ERAS)(
    'finds the line that patch loses, in the file of %s, at the line before its place',
    (name) => {
      const texts = events(name, `${EVENT}\n`, '');
      const before = texts.events.text.split('\n');
      const finding = errorOf(texts, 'event-missing');
      expect(finding).toMatchObject({ file: texts.events.path, column: 1, fix: '--fix' });
      const where = name === 'A-1.0' ? 'at the end' : `after ${/^\w+/.exec(finding.source ?? '')?.[0]}`;
      expect(finding.message).toBe(
        `no line for the event vmstate_downtime_checkpoint, which the code calls; it belongs ${where}`,
      );
      expect(errorsOf(texts)).toHaveLength(1);
      // Where apply puts it.
      const [, , { after = '' } = {}] = planPort(texts, defaultRecipe, {
        selected: () => true,
        fixes: false,
      }).files;
      const added = after.split('\n').findIndex((line, index) => line !== before[index]);
      expect(before.slice(0, added).findLastIndex((line) => line !== '') + 1).toBe(finding.line);
    },
  );

  it('names the last line of a file that has none of the events around it', () => {
    const all = portedFixture('A-1.0');
    const texts = withText(all, 'events', 'fleet_event(void) ""\n# the end\n\n');
    expect(errorOf(texts, 'event-missing')).toMatchObject({
      line: 2,
      source: '# the end',
      message: expect.stringMatching(/it belongs at the end$/),
    });
  });

  it('counts neither a comment nor an event with a longer name', () => {
    const texts = events(
      'K-8.2',
      EVENT,
      `# ${EVENT}\nvmstate_downtime_checkpoint_v2(const char *checkpoint) "%s"`,
    );
    expect(errorsOf(texts)).toEqual([expect.stringMatching(/^event-missing in trace-events at \w/)]);
  });

  it('counts a line with a property before the name', () => {
    expect(
      errorsOf(events('K-8.2', EVENT, `disable ${EVENT}`)).filter((one) => one.startsWith('event-missing')),
    ).toEqual([]);
  });

  it('does not ask a tree without calls for it', () => {
    expect(errorsOf(fixtureTexts('G-4.2')).filter((error) => error.startsWith('event-'))).toEqual([]);
  });
});

describe('event-misspelt', () => {
  const choice = { selected: () => true, fixes: false };
  const misspelt = (name: string) =>
    events(name, 'vmstate_downtime_checkpoint(', 'vmstate_downtime_chekpoint(');

  it.each(ERAS)('tells of a slip in the file of %s, and not that the line is missing', (name) => {
    const texts = misspelt(name);
    expect(errorsOf(texts)).toHaveLength(1);
    expect(errorOf(texts, 'event-misspelt')).toMatchObject({
      file: texts.events.path,
      source: EVENT.replace('checkpoint', 'chekpoint'),
      message: 'a line for the event vmstate_downtime_chekpoint, which is nearly vmstate_downtime_checkpoint',
    });
  });

  it('is where apply puts no right line beside it, and revert takes nothing out', () => {
    const texts = misspelt('I-7.2');
    const line = texts.events.text.split('\n').findIndex((one) => one.includes('chekpoint')) + 1;
    const problem = { code: 'event-misspelt', place: { file: texts.events.path, line } };
    expect(planPort(texts, defaultRecipe, choice).problems).toMatchObject([problem]);
    expect(
      planPort({ ...fixtureTexts('I-7.2'), events: texts.events }, defaultRecipe, choice).problems,
    ).toMatchObject([problem]);
    expect(revertCheckpoints(texts, defaultRecipe, () => true).problems).toMatchObject([problem]);
  });

  it('is told beside a right line and where nothing is called, too', () => {
    const both = events('K-8.2', EVENT, `${EVENT}\n${EVENT.replace('checkpoint', 'checkpiont')}`);
    expect(errorOf(both, 'event-misspelt').source).toContain('checkpiont');
    const bare = { ...fixtureTexts('G-4.2'), events: misspelt('G-4.2').events };
    expect(errorOf(bare, 'event-misspelt').source).toContain('chekpoint');
  });

  it('leaves alone what is no slip: a comment, a name that goes on, the events of devices', () => {
    for (const own of [`# ${EVENT.replace('checkpoint', 'chekpoint')}`, EVENT.replace('point', 'point_v2')])
      expect(errorsOf(events('K-8.2', EVENT, `${EVENT}\n${own}`))).toEqual([]);
  });
});

describe('event-unused', () => {
  it.each(ERAS.filter((name) => name < 'K'))('finds a line that nothing in %s calls', (name) => {
    const texts = { ...fixtureTexts(name), events: portedFixture(name).events };
    const finding = errorOf(texts, 'event-unused');
    expect(finding.source).toBe(EVENT);
    // What it advises is what apply takes.
    expect(finding.next).toMatch(/^delete the line/);
    const choice = { selected: () => true, fixes: false };
    expect(planPort(texts, defaultRecipe, choice).problems).not.toEqual([]);
    expect(planPort(fixtureTexts(name), defaultRecipe, choice).problems).toEqual([]);
  });

  it('counts the calls of names that are somebody’s own', () => {
    const bare = { ...fixtureTexts('C-2.4'), events: portedFixture('C-2.4').events };
    const texts = changedTexts(
      bare,
      'savevm',
      '    qemu_fflush(stream);',
      `    ${call('fleet-flush')}\n    qemu_fflush(stream);`,
    );
    expect(errorsOf(texts).filter((error) => error.startsWith('event-unused'))).toEqual([]);
  });
});

describe('event-format', () => {
  it.each([
    ['another format', 'vmstate_downtime_checkpoint(const char *checkpoint) "checkpoint=%s"'],
    ['another argument', 'vmstate_downtime_checkpoint(int checkpoint) "%d"'],
    ['more arguments', 'vmstate_downtime_checkpoint(const char *checkpoint, int64_t at) "%s %" PRId64'],
    ['disabled', `disable ${EVENT}`],
  ])('finds %s', (_, line) => {
    expect(errorsOf(events('H-6.2', EVENT, line))).toEqual([`event-format in trace-events at ${line}`]);
  });

  it('says of a line that is disabled and right otherwise that it is disabled', () => {
    const of = (line: string) => errorOf(events('H-6.2', EVENT, line), 'event-format').message;
    expect(of(`disable  ${EVENT}`)).toBe('vmstate_downtime_checkpoint is disabled, so no trace shows it');
    expect(of(`disable ${EVENT.replace('%s', 'at %s')}`)).toMatch(/with other arguments or another format$/);
  });

  it('takes other blanks', () => {
    expect(
      errorsOf(events('H-6.2', EVENT, 'vmstate_downtime_checkpoint(const char *checkpoint)   "%s" ')),
    ).toEqual([]);
  });
});

describe('event-doubled', () => {
  it('finds each line after the first', () => {
    const texts = events('A-1.2', EVENT, `${EVENT}\n${EVENT}\n${EVENT}`);
    const first = texts.events.text.slice(0, texts.events.text.indexOf(EVENT)).split('\n').length;
    const lines = linted(texts)
      .findings.filter(({ rule }) => rule === 'event-doubled')
      .map(({ line }) => line);
    expect(lines).toEqual([first + 1, first + 2]);
  });
});

describe('event-leftover', () => {
  it.each(['I-7.2', 'I-8.1', 'K-8.2'])(
    'finds the line of the older tracepoint beside the checkpoints of %s',
    (name) => {
      const texts = events(name, EVENT, `${OLDER}\n${EVENT}`);
      expect(errorsOf(texts)).toEqual([`event-leftover in trace-events at ${OLDER}`]);
      expect(errorOf(texts, 'event-leftover').message).toBe(
        'loadvm_postcopy_handle_run_bh is declared and no longer called',
      );
    },
  );

  it('finds an older call beside the checkpoint of its moment', () => {
    const older = 'trace_loadvm_postcopy_handle_run_bh("after announce");';
    const announced = call('dst-postcopy-bh-announced');
    const texts = changedTexts(
      events('I-8.1', EVENT, `${OLDER}\n${EVENT}`),
      'savevm',
      announced,
      `${announced}\n    ${older}`,
    );
    expect(errorsOf(texts)).toEqual([`event-leftover in loadvm_postcopy_handle_run_bh at ${older}`]);
  });

  it('promises no mending of what apply leaves', () => {
    const older = 'trace_loadvm_postcopy_handle_run_bh("after announce");';
    const announced = call('dst-postcopy-bh-announced');
    const texts = changedTexts(
      events('I-7.2', EVENT, `${OLDER}\n${EVENT}`),
      'savevm',
      announced,
      `${announced}\n    ${older}`,
    );
    expect(errorOf(texts, 'event-leftover').fix).toBeUndefined();
    expect(linted(texts).changes).toEqual([]);
    expect(portOf(texts)).toEqual(texts);
  });

  const own = 'trace_loadvm_postcopy_handle_run_bh("fleet");';
  const ownCalls = [
    ['in another function', 'loadvm_postcopy_handle_run(', '{\n', `{\n    ${own}\n`],
    [
      'among the five',
      'loadvm_postcopy_handle_run_bh(',
      'qemu_announce_self',
      `${own}\n    qemu_announce_self`,
    ],
    [
      'with the name of a moment elsewhere',
      'loadvm_postcopy_handle_run(',
      '{\n',
      `{\n    ${own.replace('fleet', 'return')}\n`,
    ],
    [
      'where the parser does not look',
      'loadvm_postcopy_handle_run(',
      '{\n',
      `{\n#ifdef A\n#else\n    ${own}\n#endif\n`,
    ],
  ] as const;

  /** A fixture with more in one of its functions. */
  const planted = (name: string, fn: string, from: string, to: string) => {
    const texts = fixtureTexts(name);
    const { text } = texts.savevm;
    const at = text.indexOf(
      from,
      text.search(new RegExp(`^[\\w ]+ \\*?${fn.replace('(', '\\(')}[^;]*$`, 'm')),
    );
    return withText(texts, 'savevm', `${text.slice(0, at)}${to}${text.slice(at + from.length)}`);
  };

  it.each(ownCalls)('lets a call of one’s own be a note, since apply does: %s', (_, fn, from, to) => {
    const texts = portOf(planted('I-7.2', fn, from, to));
    expect(texts.events.text).toContain(OLDER);
    expect(errorsOf(texts)).toEqual([]);
    const [note] = linted(texts).findings.filter(({ rule }) => rule === 'event-leftover');
    expect(note).toMatchObject({
      severity: 'note',
      fix: undefined,
      source: expect.stringContaining('trace_loadvm_postcopy_handle_run_bh('),
      message:
        'a use of your own of the older tracepoint loadvm_postcopy_handle_run_bh, so its line stays in trace-events',
    });
  });

  it('finds a call of one’s own whose line is gone', () => {
    const [, fn, from, to] = ownCalls[0];
    const texts = changedTexts(portOf(planted('I-7.2', fn, from, to)), 'events', `${OLDER}\n`, '');
    expect(errorsOf(texts)).toEqual([`event-leftover in loadvm_postcopy_handle_run at ${own}`]);
    expect(errorOf(texts, 'event-leftover')).toMatchObject({
      fix: undefined,
      message: 'loadvm_postcopy_handle_run_bh is used and not declared, so the build fails',
      next: `put the line back behind loadvm_postcopy_handle_run, ${OLDER}, or delete this`,
    });
  });

  it('counts as mended what apply gives the new name, beside a call of one’s own', () => {
    const [, fn, from, to] = ownCalls[0];
    const texts = changedTexts(
      portOf(planted('I-7.2', fn, from, to)),
      'savevm',
      call('dst-postcopy-bh-announced'),
      'trace_loadvm_postcopy_handle_run_bh("after announce");',
    );
    expect(errorOf(texts, 'event-leftover').fix).toBe('--fix');
    expect(errorOf(texts, 'missing-checkpoint').fix).toBe('--fix');
    expect(errorsOf(portOf(texts))).toEqual([]);
  });

  it('finds an older call in the place of one checkpoint', () => {
    const older = 'trace_loadvm_postcopy_handle_run_bh("after announce");';
    const texts = changedTexts(
      events('I-7.2', EVENT, `${OLDER}\n${EVENT}`),
      'savevm',
      call('dst-postcopy-bh-announced'),
      older,
    );
    expect(errorsOf(texts)).toEqual([
      `missing-checkpoint dst-postcopy-bh-announced in loadvm_postcopy_handle_run_bh at ${older}`,
      `event-leftover in loadvm_postcopy_handle_run_bh at ${older}`,
    ]);
  });

  it('leaves the two other tracepoints of 2.5 to 6.2 alone, and the older one where nothing was ported', () => {
    expect(portedFixture('H-6.2').events.text).toContain('loadvm_postcopy_handle_run_cpu_sync(');
    expect(errorsOf(portedFixture('H-6.2'))).toEqual([]);
    expect(fixtureTexts('I-7.2').events.text).toContain('loadvm_postcopy_handle_run_bh(');
    expect(errorsOf(fixtureTexts('I-7.2')).filter((error) => error.startsWith('event-'))).toEqual([]);
  });
});

describe('include-missing', () => {
  const INCLUDE = '#include "trace.h"\n';

  it.each([
    ['A-1.0', 'savevm'],
    ['B-1.3', 'migration'],
    ['K-8.2', 'migration'],
  ] as const)('finds in %s the %s that calls the tracepoint without it', (name, role) => {
    const texts = changedTexts(portedFixture(name), role, INCLUDE, '');
    expect(errorsOf(texts)).toEqual([`include-missing in ${texts[role].path.split('/').at(-1)}`]);
    expect(errorOf(texts, 'include-missing').message).toBe(
      'no #include "trace.h" in a file that calls trace_vmstate_downtime_checkpoint',
    );
  });

  it('does not take it from a comment or from under #if', () => {
    const bare = changedTexts(portedFixture('A-1.0'), 'savevm', INCLUDE, `// ${INCLUDE}`);
    expect(errorsOf(bare)).toEqual(['include-missing in savevm.c']);
  });

  it('does not ask a file without calls for it', () => {
    const texts = portedFixture('A-1.0');
    const migration = texts.migration.text
      .replace(/^ *trace_vmstate_downtime_checkpoint\(.*\n/gm, '')
      .replace(INCLUDE, '');
    expect(
      errorsOf(withText(texts, 'migration', migration)).filter((error) => error.startsWith('include-')),
    ).toEqual([]);
  });
});
