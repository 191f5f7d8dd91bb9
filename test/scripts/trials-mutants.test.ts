import { describe, expect, it } from 'vitest';
import { everyNthOfKind } from '../../scripts/trials/mutants/choose.js';
import { MutantJudge } from '../../scripts/trials/mutants/judge-mutant.js';
import type { Mutant } from '../../scripts/trials/mutants/mutant.js';
import { mutantsOf } from '../../scripts/trials/mutants/mutants.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { portedFixture } from '../support/linted.js';

const PORT = portedFixture('I-7.2');

function all(texts: TreeTexts): string {
  return [texts.migration.text, texts.savevm.text, texts.events.text].join('\n');
}

describe('mutants', () => {
  const mutants = mutantsOf(PORT);
  const ofKind = (kind: string): Mutant[] => mutants.filter((one) => one.kind === kind);

  it('are many, all of them different from the tree and from each other', () => {
    const texts = mutants.map((mutant) => all(mutant.texts()));
    expect(texts).not.toContain(all(PORT));
    expect(mutants.length).toBeGreaterThan(400);
    // Two ways to say the same move are no harm, but few.
    expect(new Set(texts).size).toBeGreaterThan(texts.length * 0.9);
  });

  it('have every call at hand: each is deleted, doubled, misspelt, moved, put into text and branches', () => {
    for (const kind of [
      'delete',
      'double',
      'misspell',
      'if-0',
      'comment',
      'string',
      'in-branch',
      'in-loop',
    ]) {
      const sites = new Set(ofKind(kind).map(({ detail }) => detail.split(':')[0]));
      expect(sites.size, kind).toBe(20);
    }
    expect(new Set(mutants.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });

  it('that only move a call keep its text', () => {
    const lines = (texts: TreeTexts): string[] =>
      all(texts)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .sort();
    for (const { kind, detail, texts } of mutants.filter((one) => one.kind.startsWith('move-')))
      expect(lines(texts()), `${kind} ${detail}`).toEqual(lines(PORT));
  });

  it("leave out upstream's own correction, and nothing else", () => {
    const same = mutants.filter((one) => one.same !== undefined);
    expect(same.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(
        /^src-downtime-end in migration_calculate_complete: last in the consequence of "!\w+->downtime"$/,
      ),
    ]);
  });

  it('return early wherever a guest runs again, behind the call that starts it', () => {
    expect(ofKind('return-after-start').map(({ detail }) => detail.split(':')[0])).toEqual([
      'dst-precopy-bh-vm-started in process_incoming_migration_bh',
      'dst-precopy-bh-vm-started in process_incoming_migration_bh',
      'src-downtime-end in bg_migration_vm_start_bh',
      'dst-postcopy-bh-vm-started in loadvm_postcopy_handle_run_bh',
    ]);
    expect(ofKind('start-unannounced')).toHaveLength(2);
  });

  it('move the calls of helpers over what does something, and no others', () => {
    const moved = mutantsOf(portedFixture('K-8.2')).filter(({ kind }) => kind === 'helper-moved');
    const details = moved.map(({ detail }) => detail);
    expect(details).toContain(
      'migration_downtime_end in bg_migration_vm_start_bh: before the statement above',
    );
    // Nothing is below it.
    expect(details).not.toContain(
      'migration_downtime_end in bg_migration_vm_start_bh: behind the statement below',
    );
  });

  it('have helpers to make wrong where a tree has them', () => {
    expect(mutants.filter(({ kind }) => kind.startsWith('helper-'))).toEqual([]);
    const upstreams = mutantsOf(portedFixture('K-8.2')).map(({ kind }) => kind);
    for (const kind of [
      'helper-bypassed',
      'helper-undefined',
      'helper-gone',
      'helper-double',
      'helper-unused',
      'helper-moved',
    ])
      expect(upstreams, kind).toContain(kind);
  });
});

const KINDS = [
  ...[
    'delete',
    'double',
    'rename',
    'misspell',
    'swap',
    'after-return',
    'after-goto',
    'if-0',
    'ifdef',
    'dead-branch',
  ],
  ...['comment', 'string', 'in-branch', 'in-expression', 'in-loop', 'conflict', 'include-gone'],
  ...[
    'move-before-neighbour',
    'move-after-neighbour',
    'move-out-of-block',
    'move-into-branch',
    'move-into-loop',
  ],
  ...[
    'move-to-function',
    'move-to-other-file',
    'event-gone',
    'event-double',
    'event-format',
    'event-leftover',
  ],
  ...['start-unannounced', 'return-after-start'],
];

describe('the judge of mutants', () => {
  const judge = new MutantJudge(PORT, new TreeMemory());
  const deleted = mutantsOf(PORT).find(({ kind }) => kind === 'delete');
  const name = deleted?.expected.names[0]?.[0] ?? '';

  it('wants a new error that names the checkpoint', () => {
    if (!deleted) throw new Error('nothing is deleted');
    expect(judge.judge(deleted)).toMatchObject({ caught: true, rules: ['missing-checkpoint'] });
    const misnamed = { ...deleted, expected: { ...deleted.expected, names: [['dst-postcopy-bh-enter']] } };
    expect(judge.judge(misnamed).caught).toBe(false);
    const both = {
      ...deleted,
      expected: { ...deleted.expected, names: [[name], ['dst-postcopy-bh-enter']] },
    };
    expect(judge.judge(both).caught).toBe(false);
  });

  it('takes nothing that was there before, and no warning for an error', () => {
    if (!deleted) throw new Error('nothing is deleted');
    expect(judge.judge({ ...deleted, texts: () => PORT })).toMatchObject({ caught: false, rules: [] });
  });

  it('takes no error that the tree had already', () => {
    if (!deleted) throw new Error('nothing is deleted');
    const wrong = new MutantJudge(deleted.texts(), new TreeMemory());
    expect(wrong.judge(deleted)).toMatchObject({ caught: false, rules: [], found: [] });
  });

  it('wants the rule and the file where they are given', () => {
    const event = mutantsOf(PORT).find(({ kind }) => kind === 'event-gone');
    if (!event) throw new Error('no event is gone');
    expect(judge.judge(event).caught).toBe(true);
    expect(judge.judge({ ...event, expected: { ...event.expected, file: 'elsewhere' } }).caught).toBe(false);
    expect(judge.judge({ ...event, expected: { ...event.expected, rules: ['event-format'] } }).caught).toBe(
      false,
    );
  });
});

describe('everyNthOfKind', () => {
  it('takes the first of each kind, and what means the same always', () => {
    const made = (kind: string, detail: string, same?: string): Mutant => ({
      kind,
      detail,
      ...(same === undefined ? {} : { same }),
      expected: { names: [], severity: 'error' },
      texts: () => PORT,
    });
    const few = [made('a', '1'), made('a', '2', 'why'), made('b', '1'), made('a', '3'), made('a', '4')];
    expect(everyNthOfKind(few, 3).map(({ kind, detail }) => kind + detail)).toEqual(['a1', 'a2', 'b1', 'a4']);
    expect(everyNthOfKind(few, 1)).toEqual(few);
  });
});
