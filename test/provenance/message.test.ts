import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { withSignOff } from '../../src/git/sign-off.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { textsAfter } from '../../src/port/plan-recipes.js';
import { portDescription, portMessage, type UpstreamText } from '../../src/provenance/message.js';
import { differingEntries } from '../../src/provenance/note.js';
import { type NoteStyleName, noteStyles } from '../../src/provenance/note-styles/index.js';
import { type PortFacts, portFacts } from '../../src/provenance/port-facts.js';
import { changedTexts } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';
import { plainEnvironment } from '../support/run-cli.js';

const ORIGIN = '(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5)';
const TEXT = 'migration: Add tracepoints\n\nText.\n\nReviewed: that is text.\nMore.';
const TRAILERS =
  'Reviewed-by: Ann <ann@example.org>\nSigned-off-by: Peter <peter@example.org>\nMessage-ID: <1@example.org>';
const author = { name: 'Peter', email: 'peter@example.org', date: '1698683626 -0400' };
const upstream: UpstreamText = { author, message: `${TEXT}\n\n${TRAILERS}\n` };
const styles = Object.keys(noteStyles) as NoteStyleName[];
const una = { name: 'Una', email: 'una@example.org' };

function factsOf(name: string, { fixes = false, only = '' } = {}): PortFacts {
  const plan = planPort(fixtureTexts(name), defaultRecipe, {
    selected: (checkpoint) => checkpoint.includes(only),
    fixes,
  });
  expect(plan.problems).toEqual([]);
  return portFacts(plan, fixes);
}

const messageOf = (name: string, style: NoteStyleName, more: object = {}): string =>
  portMessage(factsOf(name), upstream, { style, date: '2026-11-22', ...more });

/** The trailers as git reads them. */
const trailersOf = (message: string): string[] =>
  execFileSync('git', ['interpret-trailers', '--parse'], {
    input: message,
    env: plainEnvironment(),
    encoding: 'utf8',
  })
    .trim()
    .split('\n');

const older = fixtureNames.filter((name) => /^[A-J]/.test(name) && name !== 'J4-93bdf888fa');

describe('the message of a port, in every style', () => {
  it.each(styles)('%s: begins with upstream’s subject and has its text', (style) => {
    const message = messageOf('I-7.2', style);
    expect(message.split('\n')[0]).toBe('migration: Add tracepoints');
    expect(message).toContain('\n\nText.\n\nReviewed: that is text.\nMore.\n\n');
    expect(message).not.toMatch(/\n{3}|@[A-Z]+@|[^\n]$/);
  });

  it.each(styles)('%s: keeps upstream’s trailers in front of the line of cherry-pick -x', (style) => {
    expect(messageOf('I-7.2', style)).toContain(`\n\n${TRAILERS}\n${ORIGIN}\n`);
  });

  it.each(styles)('%s: names the commits that are absent and the places that differ', (style) => {
    // As one line, for lines are broken differently.
    const message = messageOf('I-7.2', style).replace(/\s+/g, ' ');
    expect(message).toContain('62f5da7dd1');
    expect(message).toContain('migration: migration_stop_vm() helper');
    expect(message).toContain(
      'src-downtime-start in migration_completion, bg_migration_thread: before the start time is taken',
    );
    expect(message).not.toContain('dst-precopy-bh-enter');
  });

  it.each(styles)('%s: is plain ASCII with lines that fit, but for a commit’s own subject', (style) => {
    for (const name of older) {
      const lines = messageOf(name, style).split('\n');
      const long = lines.filter((line) => line.length > 75 && !/^\s*v8\.1\.0-\d+-g\w+ "/.test(line));
      expect(long).toEqual([]);
      expect(lines.join('')).toMatch(/^[ -~\t]*$/);
    }
  });

  it.each(styles.filter((style) => style !== 'oracle'))(
    '%s: git sees upstream’s trailers and a sign-off, however long the note is',
    (style) => {
      for (const name of fixtureNames.filter((one) => !/^[KLM]/.test(one))) {
        const signed = withSignOff(messageOf(name, style), una);
        const trailers = trailersOf(signed);
        expect(trailers.slice(0, 3)).toEqual(TRAILERS.split('\n'));
        expect(trailers.at(-1)).toBe('Signed-off-by: Una <una@example.org>');
        expect(signed).not.toMatch(/\n\nSigned-off-by: Una/);
      }
    },
  );

  it.each(styles)('%s: without upstream’s commit the text is ours, and the origin stays', (style) => {
    const message = portMessage(factsOf('I-7.2'), undefined, { style, date: '2026-11-22' });
    expect(message.split('\n')[0]).toBe('migration: Add tracepoints for downtime checkpoints');
    expect(message).toContain(ORIGIN);
    expect(message).not.toContain('Reviewed-by');
  });

  it.each(styles)('%s: a text of the user’s replaces upstream’s; the provenance stays', (style) => {
    const text = 'fleet: trace the downtime\n\nFor ticket 7.\n\nTicket: 7\nAcked-by: Bo <bo@example.org>\n';
    const message = messageOf('I-7.2', style, { text });
    expect(message.split('\n')[0]).toBe('fleet: trace the downtime');
    expect(message).toContain('\n\nFor ticket 7.\n');
    expect(message).not.toContain('that is text');
    expect(message).toContain(`${TRAILERS}\n${ORIGIN}\n`);
    expect(message).toContain('62f5da7dd1');
    expect(message.trimEnd()).toMatch(/\nTicket: 7\nAcked-by: Bo <bo@example\.org>$/);
  });
});

describe('the stable style', () => {
  it('says in brackets behind the origin what is different', () => {
    const message = messageOf('I-7.2', 'stable');
    expect(message.slice(message.indexOf(ORIGIN)).split('\n').slice(1, 7)).toEqual([
      ' [qemu-downtime: 20 calls in 3 files, backport to before',
      '  v8.1.0-2477-g62f5da7dd1 "migration: Set downtime_start even for postcopy"',
      '  v8.1.0-2478-ge22ffad03a "migration: Add migration_downtime_start|end() helpers"',
      '  v8.1.0-2479-g3c80f14272 "migration: Add per vmstate downtime tracepoints"',
      '  v8.1.0-2480-g93bdf888fa "migration: migration_stop_vm() helper"',
      '  src-downtime-start in migration_completion, bg_migration_thread:',
    ]);
    expect(message.trimEnd()).toMatch(/\]$/);
  });

  it('says so where nothing is different', () => {
    expect(messageOf('J4-93bdf888fa', 'stable')).toContain(
      `${ORIGIN}\n [qemu-downtime: 14 calls in 3 files, at upstream's places]\n`,
    );
  });

  it('a call that is taken out of a condition is a difference', () => {
    expect(messageOf('I-7.2', 'stable').replace(/\s+/g, ' ')).toContain(
      'src-vm-stopped in bg_migration_thread: after the guest stopped; the call moves out of a condition',
    );
  });

  it('says what a tree has no place for, and what it lacks otherwise', () => {
    const message = messageOf('A-1.0', 'stable').replace(/\s+/g, ' ');
    expect(message).toContain('dst-postcopy-bh-*: no postcopy in this tree');
    expect(message).toContain('migration.c, savevm.c: #include "trace.h" added');
    expect(message).toContain('loadvm_postcopy_handle_run_bh: no such event here to drop');
    expect(message).not.toContain('62f5da7dd1 "');
  });

  it('says why the older event stays, where a call of one’s own needs it', () => {
    const after = 'trace_loadvm_postcopy_handle_run_bh("after announce");';
    const own = 'trace_loadvm_postcopy_handle_run_bh("mine");';
    const texts = changedTexts(fixtureTexts('I-7.2'), 'savevm', after, `${after}\n    ${own}`);
    const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
    const entry =
      'loadvm_postcopy_handle_run_bh: stays declared, since loadvm_postcopy_handle_run_bh uses it';
    expect(differingEntries(portFacts(plan, false))).toContain(entry);
    expect(differingEntries(factsOf('I-7.2')).join('\n')).not.toContain('stays');
  });

  it('says how many of the checkpoints were chosen, and which corrections came along', () => {
    const options = { style: 'stable', date: '2026-11-22' } as const;
    const some = portMessage(factsOf('I-7.2', { only: 'src-vm-stopped' }), upstream, options);
    expect(some).toContain('[qemu-downtime: 1 of the 14 checkpoints, 3 calls in 2 files');
    expect(some).not.toContain('src-downtime-start in');
    const fixed = portMessage(factsOf('I-7.2', { fixes: true }), upstream, options);
    expect(fixed.replace(/\s+/g, ' ')).toContain(
      'with 812145fcf7 migration: Avoid two src-downtime-end tracepoints for postcopy',
    );
  });
});

describe('the other styles', () => {
  it('debian: DEP-3’s fields are trailers', () => {
    expect(trailersOf(messageOf('I-7.2', 'debian')).slice(-4)).toEqual([
      'Origin: backport, commit:3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
      'Applied-Upstream: 8.2.0, commit:3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
      'Forwarded: not-needed',
      'Last-Update: 2026-11-22',
    ]);
    expect(messageOf('J4-93bdf888fa', 'debian')).toContain('\nOrigin: upstream, commit:3e5f3bcdc2');
  });

  it('oracle: the files in conflict behind the origin, then what is missing', () => {
    const message = messageOf('I-7.2', 'oracle');
    expect(message).toContain(
      `${ORIGIN}\nConflicts:\n\tmigration/migration.c\n\nWe don't have commit 62f5da7dd10a ("migration: Set`,
    );
    const same = messageOf('J4-93bdf888fa', 'oracle');
    expect(same).not.toMatch(/Conflicts|don't have/);
    expect(withSignOff(message, una).trimEnd()).toMatch(/\n\nSigned-off-by: Una <una@example\.org>$/);
  });

  it('openeuler: the origin stands in front, a ruler below', () => {
    const [, head, ruler, body] = messageOf('I-7.2', 'openeuler').split('\n\n');
    expect(head?.split('\n')).toEqual([
      'mainline inclusion',
      'from mainline-v8.2.0-rc0',
      'commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
      'category: feature',
    ]);
    expect(ruler).toMatch(/^-{63}$/);
    expect(body).toBe('Text.');
  });

  it('plain: the note is in the text, the trailers are last', () => {
    const paragraphs = messageOf('I-7.2', 'plain').trimEnd().split('\n\n');
    expect(paragraphs.at(-1)).toBe(`${TRAILERS}\n${ORIGIN}`);
    expect(paragraphs.at(-2)).toMatch(
      /^Ported by qemu-downtime: 20 calls in 3 files\.\n- not in this tree: /,
    );
  });
});

describe('the message where the tracepoints were there before', () => {
  const ALL = { selected: () => true, fixes: false };
  const ported = textsAfter(fixtureTexts('I-7.2'), planPort(fixtureTexts('I-7.2'), defaultRecipe, ALL));
  /** The message of a port onto that tree, changed. */
  function mended(texts: TreeTexts, { fixes = false, only = '', text }: Asked, style: NoteStyleName): string {
    const plan = planPort(texts, defaultRecipe, { selected: (name) => name.includes(only), fixes });
    expect(plan.problems).toEqual([]);
    return portMessage(portFacts(plan, fixes), upstream, { style, text, date: '2026-11-22' });
  }
  interface Asked {
    readonly fixes?: boolean;
    readonly only?: string;
    readonly text?: string;
  }

  it.each(styles)('%s: says which calls are added, and claims nothing of upstream’s', (style) => {
    const call = '    trace_vmstate_downtime_checkpoint("src-iterable-saved");\n';
    const message = mended(changedTexts(ported, 'savevm', call, ''), {}, style);
    expect(message).toBe(
      `Complete "migration: Add tracepoints for downtime checkpoints"

The tracepoints of upstream's commit 3e5f3bcdc281 were here before, but
for some. This completes them:

* adds src-iterable-saved in
  qemu_savevm_state_complete_precopy_iterable: before the iterable part
  returns success

[qemu-downtime: 1 call in 1 file]
`,
    );
  });

  it('says which are moved, and for which correction', () => {
    const message = mended(ported, { fixes: true }, 'stable');
    expect(message).toMatch(
      /^Correct "migration: Add tracepoints for downtime checkpoints"\n\n.* were here before\. This\n/,
    );
    expect(message).toContain('\n* moves src-downtime-end in migration_calculate_complete:');
    expect(message).toContain('\n* brings 812145fcf7 migration: Avoid two');
    expect(message).not.toMatch(/cherry picked|Reviewed-by|no such event/);
  });

  it('says so too where those that were there were not asked for', () => {
    const some = textsAfter(
      fixtureTexts('I-7.2'),
      planPort(fixtureTexts('I-7.2'), defaultRecipe, { ...ALL, selected: (name) => name.startsWith('src-') }),
    );
    const message = mended(some, { only: 'dst-' }, 'stable');
    expect(message).toMatch(/^Complete /);
    expect(message).toContain('\n* drops the event loadvm_postcopy_handle_run_bh\n');
    expect(message).toContain('[qemu-downtime: 9 of the 14 checkpoints, 9 calls in ');
  });

  it('takes a text of the user’s in place of its own; what it did stays', () => {
    const message = mended(ported, { fixes: true, text: 'fleet: one end\n\nTicket: 7\n' }, 'debian');
    expect(message).toBe('fleet: one end\n\n[qemu-downtime: 1 call in 1 file]\n\nTicket: 7\n');
  });

  it('has lines that fit', () => {
    for (const name of older) {
      const whole = textsAfter(fixtureTexts(name), planPort(fixtureTexts(name), defaultRecipe, ALL));
      const first = /^.*trace_vmstate_downtime_checkpoint\(.*\n/m.exec(whole.savevm.text)?.[0] ?? '';
      const lines = mended(changedTexts(whole, 'savevm', first, ''), {}, 'stable').split('\n');
      expect(lines.filter((line) => line.length > 75)).toEqual([]);
    }
  });
});

describe('the description of a patch', () => {
  it('is text, note and trailers, without the line of cherry-pick -x: the header says that in fields', () => {
    const description = portDescription(factsOf('I-7.2'), upstream, { style: 'stable', date: '' });
    expect(description).toContain(TEXT);
    expect(description).toContain('\n* without v8.1.0-2477-g62f5da7dd1 "migration: Set');
    expect(description.trimEnd().split('\n\n').at(-1)).toBe(TRAILERS);
    expect(description).not.toContain('cherry picked');
  });
});
